"""Meanings that count in days: weekdays, days of the calendar, days from now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from pipeline.extract.dates import spans
from pipeline.extract.dates.model import Direction, Interval
from pipeline.extract.dates.spans import WEEK

LEAP_REACH = 8  # years between two 29ths of February, at most
MONTH_REACH = 2  # months on either side in which a bare "the 14th" is sought


@dataclass(frozen=True, slots=True)
class FromToday:
    """So many days from the day of writing: "yesterday", "in three days"."""

    days: int

    def interval(self, anchor: date | None, _direction: Direction) -> Interval | None:
        """Count from the anchor."""
        return spans.day(anchor + timedelta(days=self.days)) if anchor else None


@dataclass(frozen=True, slots=True)
class Weekdays:
    """A weekday or a run of them, 0 for Monday; `week` counts weeks from the current one when it is named."""

    first: int
    last: int | None = None
    which: str = ""
    week: int | None = None
    extra: int = 0  # days to add: "a week on Monday"

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Place the first weekday; the last is the next of its name."""
        if anchor is None:
            return None
        start = self._start(anchor, direction) + timedelta(days=self.extra)
        run = 0 if self.last is None else (self.last - self.first) % WEEK
        return Interval(start, start + timedelta(days=run), "day")

    def _start(self, anchor: date, direction: Direction) -> date:
        back = (anchor.weekday() - self.first) % WEEK
        ahead = (self.first - anchor.weekday()) % WEEK
        if self.week is not None:
            return spans.monday(anchor) + timedelta(days=WEEK * self.week + self.first)
        if self.which == "next":
            return self._next(anchor)
        if self.which == "coming":
            return anchor + timedelta(days=ahead or WEEK)
        if self.which == "last":
            return anchor - timedelta(days=back or WEEK)
        if self.which == "this" and direction is Direction.NEAREST:
            return spans.monday(anchor) + timedelta(days=self.first)
        past = direction is Direction.PAST or (direction is Direction.NEAREST and back < ahead)
        return anchor + timedelta(days=-back if past else ahead)

    def _next(self, anchor: date) -> date:
        """Return the day in the next calendar week, for "next Friday" is not "Friday"; never tomorrow."""
        found = spans.monday(anchor) + timedelta(days=WEEK + self.first)
        return found + timedelta(days=WEEK) if (found - anchor).days == 1 else found


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day of a month, as far as the text gives it."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A day of the calendar or a run of days; what the text leaves out is found by direction."""

    first: DayOf
    last: DayOf | None = None
    weekday: int | None = None
    shift: int | None = None  # years (months where no month is named) from the current one: "of last year"

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Fill in the year, or the month, that tense and weekday point to."""
        if self.first.year:
            return self._in(self.first.year, self.first.month)
        if anchor is None:
            return None
        if self.shift is not None:
            return self._shifted(anchor, self.shift)
        found = [each for each in self._candidates(anchor) if each]
        chosen = spans.choose(found, anchor, direction)
        if self.weekday is None or (chosen and chosen.start.weekday() == self.weekday):
            return chosen
        near = [each for each in found if each.start.weekday() == self.weekday and self._near(each, anchor)]
        return spans.choose(near, anchor, Direction.NEAREST) or chosen

    @staticmethod
    def _near(found: Interval, anchor: date) -> bool:
        return abs(found.start.year - anchor.year) <= 1

    def _candidates(self, anchor: date) -> Iterator[Interval | None]:
        if self.first.month is None:
            return (self._shifted(anchor, step) for step in range(-MONTH_REACH, MONTH_REACH + 1))
        years = range(anchor.year - LEAP_REACH, anchor.year + LEAP_REACH + 1)
        return (self._in(year, self.first.month) for year in years)

    def _shifted(self, anchor: date, steps: int) -> Interval | None:
        if self.first.month:
            return self._in(anchor.year + steps, self.first.month)
        month = anchor.replace(day=1) + relativedelta(months=steps)
        return self._in(month.year, month.month)

    def _in(self, year: int, month: int | None) -> Interval | None:
        try:
            start = date(year, month or 1, self.first.day)
            return Interval(start, self._end(start), "day")
        except ValueError:  # no such day: 30 February, 29 February of most years
            return None

    def _end(self, start: date) -> date:
        if self.last is None:
            return start
        month = self.last.month or start.month
        end = date(self.last.year or start.year, month, self.last.day)
        if end < start and not self.last.year:
            step = relativedelta(years=1) if self.last.month else relativedelta(months=1)
            end += step
        return max(end, start)


@dataclass(frozen=True, slots=True)
class Either:
    """Two readings of one day that the text puts side by side: "tomorrow, Thursday". The first counts."""

    first: FromToday
    weekday: int

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Return the first reading, or the nearest day of that name when the anchor contradicts it."""
        said = self.first.interval(anchor, direction)
        if said is None or said.start.weekday() == self.weekday or anchor is None:
            return said
        return Weekdays(self.weekday).interval(said.start, Direction.NEAREST)


def run(first: DayOf, last: DayOf | None) -> tuple[DayOf, DayOf | None]:
    """Hand on the month and year that a run names once: "3-5 May", "30 December to 2 January 2014"."""
    if last is None:
        return first, None
    year, month = first.year, first.month or last.month
    if first.month is None and last.month and first.day > last.day:
        month = last.month - 1 or 12
    if year is None and last.year:
        year = last.year - (bool(month and last.month) and (month or 0) > (last.month or 0))
    return replace(first, month=month, year=year), last
