"""Registered reader: an endless-free stream of training examples, varied anew each epoch."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy import registry
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from training.casing import recase


def load(path: Path, nlp: Language) -> list[Doc]:
    """Return the documents of a DocBin file, rid of layers that were never annotated.

    A DocBin writes an absent morphology as an empty one ("_"), from which a morphologizer
    would learn an empty label: such documents are built again from words and names.
    """
    docs = DocBin().from_disk(path).get_docs(nlp.vocab)
    return [doc if doc.has_annotation("TAG") else _names_only(doc) for doc in docs]


def _names_only(doc: Doc) -> Doc:
    bare = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    if doc.has_annotation("ENT_IOB"):
        bare.set_ents(list(doc.ents))
    return bare


@registry.readers("readout.Mix.v1")
def mix(
    folder: str, shares: dict[str, float], casing: dict[str, float], seed: int
) -> Callable[[Language], Iterable[Example]]:
    """Mix corpora: each file of `folder` is read `shares[name]` times an epoch.

    `casing` gives the probability of each casing (`upper`, `title`, `lower`) for a passage.
    """
    rng = random.Random(seed)  # noqa: S311 -- training noise, not a secret
    cache: dict[str, list[Doc]] = {}

    def read(nlp: Language) -> Iterator[Example]:
        for name in shares:
            cache.setdefault(name, load(Path(folder) / f"{name}.spacy", nlp))
        chosen = [doc for name, share in shares.items() for doc in _draw(cache[name], share, rng)]
        rng.shuffle(chosen)
        for doc in chosen:
            varied = recase(doc, casing, rng)
            yield Example(nlp.make_doc(varied.text), varied)

    return read


def _draw(docs: list[Doc], share: float, rng: random.Random) -> list[Doc]:
    whole, rest = divmod(share, 1)
    return docs * int(whole) + rng.sample(docs, round(rest * len(docs)))
