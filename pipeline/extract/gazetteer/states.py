"""Countries, their people and their seats of government."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pycountry
from babel import Locale

from pipeline.extract.gazetteer.entries import Entry
from pipeline.extract.gazetteer.tables import day, listed, table

Named = tuple[str, Entry]


@cache
def alpha3() -> dict[str, str]:
    """ISO alpha-2 to alpha-3, with Kosovo's user-assigned codes."""
    return {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {"XK": "XKX"}


def _packaged(iso3: str) -> list[str]:
    """The names that pycountry and babel know; forms for sorting and forms with remarks left out."""
    record = pycountry.countries.get(alpha_3=iso3)
    if record is None:
        return []
    found = [Locale("en").territories.get(record.alpha_2, "")]
    found += [getattr(record, field, "") for field in ("common_name", "name", "official_name")]
    plain = [name for name in found if name and not set(name) & set(",(") and " - " not in name]
    return [name.replace(" & ", " and ").replace("\u2019", "'").removeprefix("the ") for name in plain]


def _canonical(row: dict[str, str]) -> str:
    return next(iter([*_packaged(row["iso3"]), *listed(row["names"])]))


def _rows(row: dict[str, str]) -> Iterator[Named]:
    iso3, risky = row["iso3"], set(listed(row["risky"]))
    plain = Entry("country", _canonical(row), iso3, frm=day(row["from"]), until=day(row["until"]))
    packaged = [] if plain.frm or plain.until else _packaged(iso3)
    for form in dict.fromkeys([*packaged, *listed(row["names"])]):
        yield form, replace(plain, risky=form in risky)
    for form in (*listed(row["adjectives"]), *listed(row["combining"])):
        yield form, replace(plain, kind="demonym", risky=form in risky)
    for form in listed(row["plurals"]):
        yield form, replace(plain, kind="demonym", risky=form in risky, plural=True)


def countries() -> Iterator[Named]:
    """Every name, adjective, noun and combining form of every country, with what it means."""
    for row in table("countries"):
        yield from _rows(row)


def metonyms() -> Iterator[Named]:
    """The places that stand for a government, capitals aside."""
    for row in table("metonyms"):
        yield (
            row["form"],
            Entry(
                "metonym",
                row["form"],
                row["country"] or None,
                row["organization"] or None,
                risky=bool(row["risky"]),
                seat=row["city"] or None,
                frm=day(row["from"]),
                until=day(row["until"]),
            ),
        )
