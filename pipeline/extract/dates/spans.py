"""Arithmetic of the calendar: weeks from Monday to Sunday, whole months, whole years."""

from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import MO, relativedelta

from pipeline.extract.dates.model import Direction, Interval

WEEK = 7
PARTS = {  # first and last day of a part of a month, as the press uses the words
    "early": (1, 10),
    "mid": (11, 20),
    "late": (20, 31),
    "first half": (1, 15),
    "second half": (16, 31),
}
YEAR_PARTS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "first half": (1, 6), "second half": (7, 12)}


def day(of: date) -> Interval:
    """Return one day."""
    return Interval(of, of, "day")


def monday(of: date) -> date:
    """Return the Monday of the week that holds a day."""
    return of + relativedelta(weekday=MO(-1))


def week(of: date) -> Interval:
    """Return the week that holds a day."""
    first = monday(of)
    return Interval(first, first + timedelta(days=WEEK - 1), "week")


def weekend(of: date) -> Interval:
    """Return Saturday and Sunday of the week that holds a day."""
    first = monday(of)
    return Interval(first + timedelta(days=WEEK - 2), first + timedelta(days=WEEK - 1), "day")


def month(year: int, number: int, part: str = "") -> Interval:
    """Return a month, or the part of it that "early", "mid", "late" or a half names."""
    last = date(year, number, 1) + relativedelta(day=31)
    low, high = PARTS.get(part, (1, 31))
    return Interval(date(year, number, low), date(year, number, min(high, last.day)), "month")


def year(of: int, part: str = "") -> Interval:
    """Return a year, or the part of it that "early", "mid", "late" or a half names."""
    low, high = YEAR_PARTS.get(part, (1, 12))
    return Interval(date(of, low, 1), date(of, high, 1) + relativedelta(day=31), "year")


def span(first: Interval, last: Interval) -> Interval:
    """Return from the start of one to the end of the other."""
    return Interval(first.start, max(first.end, last.end), first.precision)


def distance(of: Interval, anchor: date) -> int:
    """Return the days between an interval and a day; 0 when it holds the day."""
    return max((of.start - anchor).days, (anchor - of.end).days, 0)


def choose(candidates: Iterable[Interval], anchor: date, direction: Direction) -> Interval | None:
    """Return the latest that has begun, the earliest not ended, or the nearest (on a tie the past)."""
    ordered = sorted(candidates, key=lambda each: each.start)
    if direction is Direction.PAST:
        return next((each for each in reversed(ordered) if each.start <= anchor), None)
    if direction is Direction.FUTURE:
        return next((each for each in ordered if each.end >= anchor), None)
    return min(ordered, key=lambda each: distance(each, anchor), default=None)
