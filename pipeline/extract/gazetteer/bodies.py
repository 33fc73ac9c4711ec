"""Organisations, movements, and the institutions of states and organisations."""

from collections.abc import Iterator
from typing import cast

from pipeline.extract.gazetteer.entries import Entry, Kind
from pipeline.extract.gazetteer.tables import day, listed, table


def bodies() -> Iterator[tuple[str, Entry]]:
    """Every form of every row of `words/organizations.tsv`."""
    for row in table("organizations"):
        yield from _rows(row)


def _rows(row: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    risky = set(listed(row["risky"]))
    for form in dict.fromkeys([row["name"], *listed(row["variants"])]):
        yield (
            form,
            Entry(
                cast("Kind", row["kind"]),
                row["name"],
                row["country"] or None,
                row["organization"] or None,
                risky=form in risky,
                seat=row["seat"] or None,
                frm=day(row["from"]),
                until=day(row["until"]),
            ),
        )
