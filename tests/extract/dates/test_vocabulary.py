"""Every row of the date vocabulary keeps its own promise."""

from datetime import date
from typing import Any

import pytest

from pipeline.extract.dates import Direction, find_dates, resolve
from pipeline.extract.dates.lexicon import ROWS

PUBLISHED = date(2014, 3, 5)


def days(sentence: str) -> list[tuple[int, int]]:
    """Return month and day of every resolved date in a sentence."""
    found = (resolve(each, PUBLISHED, Direction.PAST) for each in find_dates(sentence))
    return [(each.start.month, each.start.day) for each in found if each]


def name(row: dict[str, Any]) -> str:
    """Name a row by its phrase."""
    return str(row["phrase"])[:40]


@pytest.mark.parametrize("row", ROWS["fixed_day"], ids=name)
def test_fixed_day(row: dict[str, Any]) -> None:
    """A named day is read in its example and not in its counter-example."""
    assert days(row["example"]) == [(row["month"], row["day"])]
    assert (row["month"], row["day"]) not in days(row["counter"])


@pytest.mark.parametrize("row", ROWS["false_friend"], ids=name)
def test_false_friend(row: dict[str, Any]) -> None:
    """A false friend hides the date in its example and leaves the one in its counter-example."""
    assert find_dates(row["example"]) == []
    assert len(find_dates(row["counter"])) == 1


@pytest.mark.parametrize("row", ROWS["vague"], ids=name)
def test_vague(row: dict[str, Any]) -> None:
    """Vague words are found in their example, resolve to nothing, and are not in their counter-example."""
    (found,) = find_dates(row["example"])
    assert resolve(found, PUBLISHED, Direction.NEAREST) is None
    assert find_dates(row["counter"]) == []
