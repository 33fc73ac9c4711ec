"""Have the teacher name the names of texts that nobody annotated, for the small model to learn from.

python -m training.silver <teacher>

The teacher (`configs/teacher.cfg`) sees every word in its context through the sentence encoder, which is too slow and
too large to ship, and knows better what a name of web text is. What it says of EWT's training part and of re3d's
papers of governments (whose own annotation marks pronouns) is written beside the corpora of gold names.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, DocBin

import training.reader  # noqa: F401 -- registers the reader that the configuration names
from training.build_corpus import CORPUS
from training.context import remember

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = ("ewt_train", "re3d")


def named(nlp: Language, texts: list[str]) -> list[Doc]:
    """Return the texts with the names that the teacher sees, and no other layer."""
    docs = [nlp.make_doc(text) for text in texts]
    remember(docs)
    return list(nlp.pipe(docs))


def main(teacher: str) -> None:
    """Write `corpus/<name>_silver.spacy` for each of the texts."""
    nlp = spacy.load(teacher)
    for name in TEXTS:
        golds = DocBin().from_disk(CORPUS / f"{name}.spacy").get_docs(nlp.vocab)
        docs = named(nlp, [gold.text for gold in golds])
        DocBin(docs=docs).to_disk(CORPUS / f"{name}_silver.spacy")
        print(f"{name + '_silver':20} {len(docs):6} passages, {sum(len(doc.ents) for doc in docs)} names")


if __name__ == "__main__":
    main(sys.argv[1])
