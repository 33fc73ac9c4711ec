"""Rules for days of the calendar: "March 3-5", "the 14th", "2014-05-12", "Christmas Day"."""

import re
from typing import Any, Final

from pipeline.extract.dates.days import CalendarDays, DayOf, run
from pipeline.extract.dates.lexicon import ROWS
from pipeline.extract.dates.model import Meaning
from pipeline.extract.dates.rule import Found, Rule, rule

MONTHS: Final = 12
_BEFORE: Final = r"(?:(?:on|from|between|for|starting|beginning) )?(?:the )?"
_WEEKDAY: Final = r"(?:{weekday:w},? (?:the )?\(?)?"
_YEAR: Final = r"(?:(?:,| of|,? in)? {year:y}|,? (?:of )?(?P<shift>this|last|next) year)?"
_NAMED: Final = r"(?: \({weekday:v}\))?"
_AFTER_BARE: Final = (  # what may follow "on the 14th": not a noun, which would make it the 14th of something
    r"(?=\s*(?:[.,;:)]|$)|\s+(?:to|and|through|for|at|in|with|when|where|as|but|by|after|before|or|until|that"
    r"|of (?:this|next|last) month)\b)"
)


def _days(found: Found) -> Meaning:
    last_day = found.number("d2")
    last = None if last_day is None else DayOf(last_day, found.number("m2"), found.number("y"))
    year = found.number("y1") or (found.number("y") if last is None else None)
    first, last = run(DayOf(found.number("d1") or 0, found.number("m1"), year), last)
    return CalendarDays(first, last, found.number("w" if found.raw("w") else "v"), found.steps("shift"))


def _figures(found: Found) -> Meaning | None:
    """Read figures only where their order is plain: after dots, or when one cannot be a month."""
    first, second = found.number("a") or 0, found.number("b") or 0
    if found.raw("sep") == "." or first > MONTHS or first == second:
        day, month = first, second
    elif second > MONTHS:
        day, month = second, first
    else:
        return None
    return CalendarDays(DayOf(day, month, found.number("y"))) if 1 <= month <= MONTHS else None


def _iso(found: Found) -> Meaning | None:
    month = found.number("m") or 0
    return (
        CalendarDays(DayOf(found.number("d") or 0, month, found.number("y")))
        if 1 <= month <= MONTHS
        else None
    )


def _fixed(row: dict[str, Any]) -> Rule:
    words = re.escape(row["phrase"]).replace(r"\ ", " ").replace("'", "['\u2019]")

    def build(found: Found) -> Meaning:
        return CalendarDays(DayOf(row["day"], row["month"], found.number("y")))

    return rule("fixed", r"(?:on )?" + words + r"(?:,? {year:y})?", build)


CALENDAR_RULES: Final = (
    rule(
        "month",
        _BEFORE
        + _WEEKDAY
        + r"{month:m1} (?:the )?{day:d1}"
        + r"(?:(?:, {day}){0,4},?{and}(?:{weekday},? )?(?:{month:m2} )?(?:the )?{day:d2})?"
        + _YEAR
        + _NAMED,
        _days,
    ),
    rule(
        "month",
        _BEFORE + _WEEKDAY + r"{month:m1} (?:the )?{day:d1},? {year:y1}{to}{month:m2} {day:d2},? {year:y}",
        _days,
    ),
    rule(
        "month",
        _BEFORE
        + _WEEKDAY
        + r"{day:d1}(?: |-)(?:of )?{month:m1}"
        + r"(?:{and}(?:{weekday},? )?(?:the )?{day:d2}(?: |-)(?:of )?{month:m2})?(?:-{year:y1})?"
        + _YEAR
        + _NAMED,
        _days,
    ),
    rule(
        "month",
        _BEFORE + r"{day:d1} (?:of )?{month:m1},? {year:y1}{to}{day:d2} (?:of )?{month:m2},? {year:y}",
        _days,
    ),
    rule(
        "month",
        _BEFORE
        + _WEEKDAY
        + r"{day:d1}(?:, {day}){0,4},?{and}(?:{weekday},? )?(?:the )?{day:d2} (?:of )?{month:m2}"
        + _YEAR,
        _days,
    ),
    rule(
        "ordinal",
        r"(?:(?:late |early )?(?:on|in) the {hour} of|on|from|between|starting|until|till|by)"
        r" the {ordinal:d1}(?:{and}the {ordinal:d2})?" + _AFTER_BARE,
        _days,
    ),
    rule(
        "ordinal",
        r"(?:on )?the {ordinal:d1}(?:{and}the {ordinal:d2})? of (?P<shift>this|last|next) month",
        _days,
    ),
    rule("ordinal", r"(?:on )?(?:{which} )?{weekday:w},? (?:the )?{ordinal:d1}" + _AFTER_BARE, _days),
    rule(
        "year",
        r"(?:on )?(?P<y>(?:19|20)\d\d)(?P<sep>-|/|\.)(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)"
        r"(?:T[\d:.]{4,15}(?:Z|[+-][\d:]{4,5})?)?",
        _iso,
    ),
    rule(
        "year",
        r"(?:on )?(?P<a>[0-3]?\d)(?P<sep>-|/|\.)(?P<b>[0-3]?\d)(?P=sep)(?P<y>(?:19|20)\d\d)",
        _figures,
    ),
    *(_fixed(row) for row in ROWS["fixed_day"]),
)
