"""Meanings that count in weeks, months, seasons and years, and those that only another date can place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from pipeline.extract.dates import spans
from pipeline.extract.dates.model import Direction, Interval, Meaning
from pipeline.extract.dates.spans import WEEK

AROUND: Final = range(-2, 3)  # years, from the current one, in which a month without a year is sought


def _moved(anchor: date, steps: int, unit: str) -> date:
    deltas = {
        "day": relativedelta(days=steps),
        "week": relativedelta(weeks=steps),
        "fortnight": relativedelta(weeks=2 * steps),
        "month": relativedelta(months=steps),
        "year": relativedelta(years=steps),
    }
    return anchor + deltas[unit]


def _nth(found: list[Interval], which: str, anchor: date, direction: Direction) -> Interval | None:
    """Return the last that is over, the next that has not begun, or the one that direction points to."""
    if which == "last":
        return max((each for each in found if each.end < anchor), key=lambda each: each.start)
    if which in {"next", "coming"}:
        return min((each for each in found if each.start > anchor), key=lambda each: each.start)
    return spans.choose(found, anchor, direction)


UNITS: Final[dict[str, Callable[[date], Interval]]] = {
    "day": spans.day,
    "week": spans.week,
    "fortnight": spans.week,
    "month": lambda of: spans.month(of.year, of.month),
    "year": lambda of: spans.year(of.year),
}


@dataclass(frozen=True, slots=True)
class Away:
    """So many units from now, as coarse as the unit: "two weeks ago", "next month", "in three days"."""

    steps: int
    unit: str
    part: str = ""
    ahead: bool = False  # "in two days": of the past it tells how long something took
    named: bool = False  # "last week", not "a week ago"

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Move the anchor and return the unit, or the part of it, that it falls into."""
        if anchor is None or (self.ahead and direction is Direction.PAST):
            return None
        if self.named and self._over(anchor, direction):
            anchor += timedelta(days=1)
        moved = _moved(anchor, self.steps, self.unit)
        if self.unit == "month":
            return spans.month(moved.year, moved.month, self.part)
        return spans.year(moved.year, self.part) if self.unit == "year" else UNITS[self.unit](moved)

    def _over(self, anchor: date, direction: Direction) -> bool:
        """Whether the week is over for who writes on its Sunday: the last one is that, this one begins tomorrow."""
        ahead = self.steps == 0 and direction is Direction.FUTURE
        return self.unit == "week" and anchor.weekday() == WEEK - 1 and (self.steps == -1 or ahead)


@dataclass(frozen=True, slots=True)
class Lasting:
    """The last so many units up to now: "over the last four years"."""

    steps: int
    unit: str

    def interval(self, anchor: date | None, _direction: Direction) -> Interval | None:
        """Return the whole units from the first to the current one."""
        if anchor is None:
            return None
        return spans.span(UNITS[self.unit](_moved(anchor, -self.steps, self.unit)), UNITS[self.unit](anchor))


@dataclass(frozen=True, slots=True)
class Weekend:
    """A Saturday and Sunday; `steps` counts from the current week when it is told."""

    steps: int | None = None

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Return the weekend that direction points to."""
        if anchor is None:
            return None
        if self.steps is not None:
            return spans.weekend(anchor + timedelta(days=WEEK * self.steps))
        return spans.choose(
            (spans.weekend(anchor + timedelta(days=step)) for step in (-WEEK, 0, WEEK)), anchor, direction
        )


@dataclass(frozen=True, slots=True)
class MonthOf:
    """A month or a part of it."""

    month: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Months:
    """A month or a run of months; a year that is not told is found by direction."""

    first: MonthOf
    last: MonthOf | None = None
    year: int | None = None
    shift: int | None = None
    which: str = ""

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Fill in the year."""
        if self.year:
            return self._in(self.year - self._crosses())
        if anchor is None:
            return None
        if self.shift is not None:
            return self._in(anchor.year + self.shift)
        if self.which == "this":
            return self._in(anchor.year)
        return _nth([self._in(anchor.year + step) for step in AROUND], self.which, anchor, direction)

    def _crosses(self) -> bool:
        return self.last is not None and self.last.month < self.first.month

    def _in(self, year: int) -> Interval:
        first = spans.month(year, self.first.month, self.first.part)
        if self.last is None:
            return first
        return spans.span(first, spans.month(year + self._crosses(), self.last.month, self.last.part))


@dataclass(frozen=True, slots=True)
class Years:
    """A year of the calendar, a part of one, or a run of years."""

    first: int
    last: int | None = None
    part: str = ""

    def interval(self, _anchor: date | None, _direction: Direction) -> Interval | None:
        """Return whole years, or the part told."""
        return spans.span(spans.year(self.first, self.part), spans.year(self.last or self.first, self.part))


@dataclass(frozen=True, slots=True)
class Season:
    """Three months, by the first; the northern hemisphere's, as most of the press writes."""

    month: int
    year: int | None = None
    shift: int | None = None
    which: str = ""

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Return the season of the year told, or the one that direction points to."""
        if self.year:
            return self._in(self.year)
        if anchor is None:
            return None
        if self.shift is not None:
            return self._in(anchor.year + self.shift)
        return _nth([self._in(anchor.year + step) for step in AROUND], self.which, anchor, direction)

    def _in(self, year: int) -> Interval:
        first = date(year, self.month, 1)
        last = first + relativedelta(months=2, day=31)
        return Interval(first, last, "month")


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that holds a day: "the week of 20 January"."""

    of: Meaning

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Return Monday to Sunday around it."""
        found = self.of.interval(anchor, direction)
        return spans.week(found.start) if found else None


@dataclass(frozen=True, slots=True)
class WeekIn:
    """The first to fourth, or the last, seven days of a month: "the first week of May"."""

    of: Meaning
    ordinal: int  # 1 to 4; 0 for the last

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Return seven days."""
        found = self.of.interval(anchor, direction)
        if found is None:
            return None
        after = (
            timedelta(days=WEEK * (self.ordinal - 1))
            if self.ordinal
            else found.end - found.start - timedelta(days=WEEK - 1)
        )
        start = found.start + after
        return Interval(start, start + timedelta(days=WEEK - 1), "week")


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from a date told elsewhere: "two days later", "the next day"."""

    steps: int
    unit: str
    today: bool = False  # the day of writing, where no other is told: "earlier in the day", "hours later"

    def interval(self, anchor: date | None, _direction: Direction) -> Interval | None:
        """Return None unless it may be the day of writing: what it counts from is told elsewhere, see `shifted`."""
        return spans.day(anchor) if self.today and anchor else None

    def after(self, reference: date) -> Interval:
        """Count from the other date."""
        return UNITS[self.unit](_moved(reference, self.steps, self.unit))


@dataclass(frozen=True, slots=True)
class Vague:
    """Some time, but no day: "soon", "recently"."""

    def interval(self, _anchor: date | None, _direction: Direction) -> Interval | None:
        """Return None: nothing is guessed."""
