"""Date expressions become days of the calendar."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from pipeline.extract.dates.durations import Duration
from pipeline.extract.dates.model import DateExpression, Direction, Interval, ResolvedDate
from pipeline.extract.dates.periods import Shift

WIRE_LAG: Final = timedelta(
    days=3
)  # a dateline further than this from publication is an archive's, or a misreading


def resolve(
    expression: DateExpression,
    published: date | None,
    direction: Direction,
    dateline_day: date | None = None,
) -> ResolvedDate | None:
    """Return the days that an expression stands for, or None when the text does not tell them.

    The text was written on the day of its dateline when it has one within three days of publication;
    everything relative ("today", "Monday", "last week") is counted from there, else from `published`.
    """
    anchor = written_on(published, dateline_day)
    try:
        found = expression.meaning.interval(anchor, direction)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999
        return None
    return _stated(found, expression.text)


def shifted(
    expression: DateExpression, reference: ResolvedDate, *, back: bool = False
) -> ResolvedDate | None:
    """Return the days of "two days later", counted from another date; None for other expressions.

    `back` turns the direction: of "a day after seeing her he left" it tells when he saw her.
    """
    if not isinstance(expression.meaning, Shift):
        return None
    meaning = replace(expression.meaning, steps=-expression.meaning.steps) if back else expression.meaning
    base = reference.start if meaning.steps < 0 else reference.end or reference.start
    try:
        return _stated(meaning.after(base), expression.text)
    except (OverflowError, ValueError):
        return None


def lasting(arrival: ResolvedDate, duration: Duration) -> ResolvedDate:
    """Return the stay that begins on a day and lasts so long, both ends counted."""
    if arrival.precision != "day" or arrival.end is not None or duration.days == 1:
        return arrival
    end = arrival.start + timedelta(days=duration.days - 1)
    return ResolvedDate(arrival.start, end, "day", arrival.text)


def ending(departure: ResolvedDate, duration: Duration) -> ResolvedDate:
    """Return the stay that ends on a day after lasting so long, both ends counted."""
    if departure.precision != "day" or departure.end is not None or duration.days == 1:
        return departure
    start = departure.start - timedelta(days=duration.days - 1)
    return ResolvedDate(start, departure.start, "day", departure.text)


def written_on(published: date | None, dateline_day: date | None) -> date | None:
    """Return the day of writing: the dateline's when it is near the publication, else the publication's."""
    if published is None or dateline_day is None:
        return published or dateline_day
    return dateline_day if abs(dateline_day - published) <= WIRE_LAG else published


def _stated(found: Interval | None, text: str) -> ResolvedDate | None:
    if found is None:
        return None
    end = None if found.end == found.start else found.end
    return ResolvedDate(found.start, end, found.precision, text)
