"""Registered reader: an endless-free stream of training examples, varied anew each epoch."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import srsly
from spacy import registry
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from training.casing import recase
from training.renaming import Pool, rename, with_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language


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
    folder: str, shares: dict[str, float], casing: dict[str, float], renaming: dict[str, float], seed: int
) -> Callable[[Language], Iterable[Example]]:
    """Mix corpora: each file of `folder` is read `shares[name]` times an epoch.

    `casing` gives the probability of each casing (`upper`, `title`, `lower`) for a passage;
    `renaming` that of another name for a name (`names`), of a title before it (`titles`), of any town
    of the world in place of a polity (`towns`), and of an invented organisation for one (`organisations`).
    """
    rng = random.Random(seed)  # noqa: S311 -- training noise, not a secret
    cache: dict[str, list[Doc]] = {}
    pools: dict[str, Pool] = {}

    def read(nlp: Language) -> Iterator[Example]:
        if renaming and not pools:
            pools.update(_pools(Path(folder), nlp))
        for name in shares:
            cache.setdefault(name, load(Path(folder) / f"{name}.spacy", nlp))
        chosen = [doc for name, share in shares.items() for doc in _draw(cache[name], share, rng)]
        rng.shuffle(chosen)
        for doc in chosen:
            varied = _renamed(doc, pools, renaming, rng) if renaming else doc
            varied = recase(varied, casing, rng)
            yield Example(nlp.make_doc(varied.text), varied)

    return read


def _renamed(doc: Doc, pools: dict[str, Pool], odds: dict[str, float], rng: random.Random) -> Doc:
    usual = {kind: pools[kind] for kind in ("PERSON", "GPE")}
    varied = rename(with_titles(doc, odds["titles"], rng), usual, odds["names"], rng)
    for kind, pool, chance in (("GPE", "TOWN", "towns"), ("ORG", "ORG", "organisations")):
        if odds.get(chance):
            varied = rename(varied, {kind: pools[pool]}, odds[chance], rng)
    return varied


def _pools(folder: Path, nlp: Language) -> dict[str, Pool]:
    """Read the names that `training.pools` wrote beside the corpora."""
    names = srsly.read_json(folder / "pools.json")
    return {kind: Pool.of(names[kind], lambda name: [t.text for t in nlp.make_doc(name)]) for kind in names}


def _draw(docs: list[Doc], share: float, rng: random.Random) -> list[Doc]:
    whole, rest = divmod(share, 1)
    return docs * int(whole) + rng.sample(docs, round(rest * len(docs)))
