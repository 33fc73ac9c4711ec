"""The rows of `resolved.txt`: expressions found in sentences, and the days they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.dates import Direction, ResolvedDate, find_dates, resolve


@dataclass(frozen=True)
class Row:
    """One truth: what a sentence says of time."""

    published: date | None
    direction: Direction
    sentence: str
    marked: str | None
    expected: str


def rows() -> Iterator[Row]:
    """Read the file."""
    published: date | None = None
    for line in Path(__file__).with_name("resolved.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("published"):
            told = line.split()[1]
            published = None if told == "unknown" else date.fromisoformat(told)
        elif line and not line.startswith("#"):
            direction, sentence, expected = (part.strip() for part in line.split("|"))
            marked = re.search(r"\[(.+?)\]", sentence)
            plain = sentence.replace("[", "").replace("]", "")
            yield Row(published, Direction(direction), plain, marked[1] if marked else None, expected)


def stated(found: ResolvedDate | None) -> str:
    """Write a resolved date as the rows do."""
    if found is None:
        return "none"
    return f"{found.start}..{found.end} {found.precision}" if found.end else str(found.start)


@pytest.mark.parametrize(
    "row", list(rows()), ids=lambda row: f"{row.published} {row.direction} {row.sentence}"
)
def test_row(row: Row) -> None:
    """A sentence's one expression is found, whole, and resolves to the days in its row."""
    found = find_dates(row.sentence)
    if row.marked is None:
        assert [each.text for each in found] == []
        return
    assert [each.text for each in found] == [row.marked]
    assert stated(resolve(found[0], row.published, row.direction)) == row.expected


def test_rows_are_many() -> None:
    """The table holds at least 150 rows, each different from the others."""
    every = list(rows())
    assert len({(row.published, row.direction, row.sentence) for row in every}) == len(every) >= 150
