"""Build the DocBin files under `training/corpus/` from the source data beside the project.

python -m training.build_corpus ../shared/treebanks
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import DocBin

from training.docs import to_doc
from training.treebank import Sentence, passages, read_conllu, read_iob

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 6  # sentences a passage: what a paragraph of news rarely exceeds

TREES = ("gum_perm_train", "ewt_train", "gum_perm_dev", "ewt_dev", "gum_perm_test", "ewt_test", "pud_test")
NAMES = ("redocred", "crossner_other", "crossner_pol", "wikigold", "multiner", "re3d",
         "uner_ewt_dev", "uner_ewt_test", "uner_pud", "crossner_pol_test")  # fmt: skip


def write(name: str, groups: Iterable[Sequence[Sentence]]) -> None:
    """Store the passages as `corpus/<name>.spacy`."""
    vocab = spacy.blank("en").vocab
    store = DocBin(docs=[to_doc(vocab, group) for group in groups])
    store.to_disk(CORPUS / f"{name}.spacy")
    print(f"{name:20} {len(store):6} passages")


def main(source: Path) -> None:
    """Convert every file that the recipe uses."""
    CORPUS.mkdir(exist_ok=True)
    for name in TREES:
        write(name, passages(read_conllu(source / "ud" / f"{name}.conllu.gz"), LONGEST))
    for name in NAMES:
        write(name, passages(read_iob(source / "ner" / f"{name}.iob2.gz"), 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
