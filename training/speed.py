"""Measure load time and words a second of processor time on one core, beside `spacy.blank("en")`.

OMP_NUM_THREADS=1 python -m training.speed <pipeline>
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from thinc.api import NumpyOps, set_current_ops

from training.reader import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

CORPUS = Path(__file__).parent / "corpus"


def texts(words: int) -> Iterator[str]:
    """Yield the paragraphs of the news test file, over and over, up to that many words."""
    passages = [doc.text for doc in load(CORPUS / "pud_test.spacy", spacy.blank("en"))]
    told = 0
    while told < words:
        for passage in passages:
            told += len(passage.split())
            yield passage


def rate(nlp: Language, passages: list[str]) -> float:
    """Return whitespace-separated words a second."""
    start = time.process_time()
    for _doc in nlp.pipe(passages, batch_size=32):
        pass
    return sum(len(text.split()) for text in passages) / (time.process_time() - start)


def main(model: str) -> None:
    """Print load time and the best of three runs."""
    set_current_ops(NumpyOps(use_blis=False))  # as the service does
    start = time.process_time()
    nlp = spacy.load(model)
    print(f"load {time.process_time() - start:.2f} s")
    passages = list(texts(40_000))
    for name, pipeline in (("shipped", nlp), ("blank", spacy.blank("en"))):
        print(f"{name:8} {max(rate(pipeline, passages) for _ in range(3)):9.0f} words/s")


if __name__ == "__main__":
    main(sys.argv[1])
