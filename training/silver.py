"""Names that the teacher saw in texts that nobody annotated, for the small model to learn from.

python -m training.silver                  # corpus/<name>_silver.spacy from the lists under silver/
python -m training.silver <teacher>        # the lists anew

The teacher (`configs/teacher.cfg`) sees every word in its context through the sentence encoder, which is too slow and
too large to ship, and knows better what a name of web text is. What it says of EWT's training part and of re3d's
papers of governments (whose own annotation marks pronouns) is kept under `silver/`, without the texts: a name a line,
by passage, first and last token of spaCy's, and label. A teacher trained anew differs in one name in some dozens, and
with them what is learnt, by up to two points on a figure; so the lists are source.
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, DocBin, Span

from training.build_corpus import CORPUS

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = ("ewt_train", "re3d")
LISTS = Path(__file__).parent / "silver"


def texts(name: str) -> list[str]:
    """Return the passages of a corpus, in its order."""
    return [
        doc.text for doc in DocBin().from_disk(CORPUS / f"{name}.spacy").get_docs(spacy.blank("en").vocab)
    ]


def digest(passages: Sequence[str]) -> str:
    """Return what tells whether passages are those that a list was made of."""
    return hashlib.sha256("\n".join(passages).encode()).hexdigest()[:16]


def rows(docs: Sequence[Doc]) -> list[str]:
    """Return a line for each name: passage, first token, token behind the last, label."""
    return [f"{n}\t{e.start}\t{e.end}\t{e.label_}" for n, doc in enumerate(docs) for e in doc.ents]


def named(passages: Sequence[str], lines: Sequence[str]) -> list[Doc]:
    """Return the passages with the names that the lines mark, and no other layer."""
    nlp = spacy.blank("en")
    docs = [nlp.make_doc(text) for text in passages]
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for line in lines:
        passage, start, end, label = line.split("\t")
        spans[int(passage)].append(Span(docs[int(passage)], int(start), int(end), label=label))
    for number, doc in enumerate(docs):
        doc.set_ents(spans[number])
    return docs


def build() -> None:
    """Write `corpus/<name>_silver.spacy` for each list.

    Raises:
        ValueError: the passages are not those that the list was made of.
    """
    for name in TEXTS:
        head, *lines = (LISTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        passages = texts(name)
        if head != f"# {digest(passages)}":
            raise ValueError(f"the list {name}.tsv was made of other passages: make -C training silver")
        DocBin(docs=named(passages, lines)).to_disk(CORPUS / f"{name}_silver.spacy")
        print(f"{name + '_silver':20} {len(passages):6} passages, {len(lines)} names")


def ask(teacher: str) -> None:
    """Write the lists anew."""
    from training import context, reader  # noqa: F401, PLC0415 -- only who has the encoder can load the teacher

    nlp = spacy.load(teacher)
    for name in TEXTS:
        passages = texts(name)
        docs = [nlp.make_doc(text) for text in passages]
        context.remember(docs)
        lines = [f"# {digest(passages)}", *rows(list(nlp.pipe(docs)))]
        (LISTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    ask(sys.argv[1]) if len(sys.argv) > 1 else build()
