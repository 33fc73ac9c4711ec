"""Which state a name stood for on a given day.

`words/successions.tsv` says until when a country of today was part of another: for its places only ("Kiev" in
1988 is Soviet), or for every mention of it ("Russia" in 1988 is the Soviet Union). The state union of Serbia
and Montenegro (2003 to 2006) has no code in the contract: it is Serbia from its first day, as its successor.
"""

from datetime import date
from functools import cache

from pipeline.extract.gazetteer.entries import Entry
from pipeline.extract.gazetteer.tables import listed, table

_PLACES = frozenset({"city", "region", "metonym"})


@cache
def _rules() -> dict[str, tuple[dict[str, str], ...]]:
    found: dict[str, tuple[dict[str, str], ...]] = {}
    for row in table("successions"):
        found[row["country"]] = (*found.get(row["country"], ()), row)
    return found


def _applies(row: dict[str, str], entry: Entry, on: date) -> bool:
    if row["admin1"] and not (entry.admin1 and entry.admin1 in listed(row["admin1"])):
        return False
    if row["scope"] == "places" and entry.kind not in _PLACES:
        return False
    return on <= date.fromisoformat(row["until"])


def resolve(entry: Entry, on: date | None) -> str | None:
    """The code of the state that `entry` meant on that day; today's when the day is unknown."""
    if entry.country is None or on is None:
        return entry.country
    rules = _rules().get(entry.country, ())
    return next((row["code"] for row in rules if _applies(row, entry, on)), entry.country)
