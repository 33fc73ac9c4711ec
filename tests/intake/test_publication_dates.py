"""Dates of publication, in the forms that sources use."""

from datetime import date
from typing import Any

import pytest

from pipeline.intake.dates import published_on

TODAY = date(2026, 11, 23)
DAY = date(2021, 4, 7)


@pytest.mark.parametrize(
    "value",
    [
        "2021-04-07",
        "2021-04-07T23:30:00-05:00",
        "2021-04-07 10:00 AM IST",
        "2021/4/7",
        "20210407",
        "20210407T101500Z",
        "20210407101500",
        20210407,
        20210407101500,
        "Wednesday, 7th April 2021",
        " 2021-04-07 ",
        "Wed, 07 Apr 2021 23:30:00 -0500",
        "Wed Apr 07 14:00:00 +0000 2021",
        "April 7, 2021",
        "7 April 2021",
        "07-Apr-21",
        "April 7, 2021 at 5:00 p.m. EDT",
        1617800000,
        1617800000.5,
        1617800000000,
        "1617800000",
        "1617800000000",
    ],
)
def test_understood(value: Any) -> None:
    """The day is read as the source wrote it, whatever the form and the time zone."""
    assert published_on(value, TODAY) == DAY


@pytest.mark.parametrize("value", ["04/07/2021", "7.4.2021", "07-04-2021"])
def test_ambiguous(value: str) -> None:
    """A date that may be read with the day or the month first is unknown."""
    assert published_on(value, TODAY) is None


def test_unambiguous_in_spite_of_its_form() -> None:
    """A number that cannot be a month settles the order."""
    assert published_on("13/07/2021", TODAY) == date(2021, 7, 13)


@pytest.mark.parametrize(
    "value", ["2021", "April 2021", "7 April", "Wednesday", "10", "10:30", "now", "", 2021, 210407, 7.5]
)
def test_incomplete(value: Any) -> None:
    """What is missing is never filled in from today."""
    assert published_on(value, TODAY) is None


@pytest.mark.parametrize(
    "value",
    ["1799-12-31", "2027-12-01", "2021-13-45", "2021-02-30", 0, -1, 10**30, float("inf"), float("nan")],
)
def test_absurd(value: Any) -> None:
    """A day before 1800, more than a year ahead, or not in the calendar is unknown."""
    assert published_on(value, TODAY) is None


@pytest.mark.parametrize("value", [None, True, [], {}, "x" * 10_000, "\0", "\ud800", "1" * 60, "(" * 70])
def test_no_date_at_all(value: Any) -> None:
    """Anything else is unknown, and raises nothing."""
    assert published_on(value, TODAY) is None


def test_bounds() -> None:
    """The first day of 1800 and the same day of next year are still believed."""
    assert published_on("1800-01-01", TODAY) == date(1800, 1, 1)
    assert published_on("2027-11-23", TODAY) == date(2027, 11, 23)
