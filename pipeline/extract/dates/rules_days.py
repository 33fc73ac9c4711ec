"""Patterns of expressions that count in days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.extract.dates.days import CalendarDays, DayOf, Either, FromToday, Weekdays, run
from pipeline.extract.dates.lexicon import ROWS, number, pattern
from pipeline.extract.dates.model import Meaning
from pipeline.extract.dates.periods import Shift


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what its matches mean; a builder returns None to decline."""

    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], Meaning | None]


def rule(template: str, build: Callable[[re.Match[str]], Meaning | None]) -> Rule:
    """Make a rule from a template of `lexicon.pattern`."""
    return Rule(pattern(template), build)


STEPS: Final = {
    "last": -1,
    "past": -1,
    "this past": -1,
    "previous": -1,
    "this": 0,
    "the": 0,
    "the same": 0,
    "the present": 0,
    "the current": 0,
    "next": 1,
    "the coming": 1,
    "this coming": 1,
    "coming": 1,
    "the next": 1,
    "the past": -1,
    "the last": -1,
    "same": 0,
    "the previous": -1,
    "": 0,
}
_WHICH: Final = {
    "past": "last",
    "this past": "last",
    "this coming": "coming",
    "the": "",
    "the coming": "coming",
    "the past": "last",
}


def which(word: str | None) -> str:
    """Normalise a determiner to last, this, next, coming or nothing."""
    plain = squeeze(word)
    return _WHICH.get(plain, plain)


def squeeze(word: str | None) -> str:
    """Lower-case words with single blanks."""
    return " ".join((word or "").lower().split())


def optional(word: str | None) -> int | None:
    """Read a number when there is one."""
    return number(word) if word else None


def _weekdays(match: re.Match[str]) -> Meaning:
    return Weekdays(number(match["a"]), optional(match["b"]), which(match["which"]))


def _weekday_in_week(match: re.Match[str]) -> Meaning:
    steps = STEPS[squeeze(match["which"])]
    return Weekdays(number(match["a"]), optional(match["b"]), week=steps)


def _week_on(match: re.Match[str]) -> Meaning:
    day, words = match["d"].lower(), squeeze(match["n"])
    days = 14 if words in {"a fortnight", "two weeks"} else 7
    if day in {"today", "tomorrow"}:
        return FromToday(days + (day == "tomorrow"))
    return Weekdays(number(day), which="coming", extra=days)


_NAMED: Final = {
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "on the eve": -1,
    "tomorrow": 1,
}


def _named_day(match: re.Match[str]) -> Meaning:
    return FromToday(_NAMED.get(squeeze(match["d"]), 0))


def _apposed(match: re.Match[str]) -> Meaning:
    return Either(FromToday(_NAMED.get(squeeze(match["d"]), 0)), number(match["w"]))


def _month_day(match: re.Match[str]) -> Meaning:
    groups = match.groupdict()
    last = (
        DayOf(number(groups["d2"]), optional(groups.get("m2")), optional(groups.get("y")))
        if groups.get("d2")
        else None
    )
    year = optional(groups.get("y1")) or (None if last else optional(groups.get("y")))
    first = DayOf(number(groups["d1"]), optional(groups.get("m1")), year)
    first, last = run(first, last)
    shift = STEPS[squeeze(groups["shift"])] if groups.get("shift") else None
    return CalendarDays(first, last, optional(groups.get("w")), shift)


def _numeric(match: re.Match[str]) -> Meaning | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    dotted = match["sep"] == "."
    if dotted or first > 12 or first == second:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    else:
        return None  # 12/05: May or December, nobody knows
    return CalendarDays(DayOf(day, month, year)) if month <= 12 else None


def _iso(match: re.Match[str]) -> Meaning | None:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    return CalendarDays(DayOf(day, month, year)) if 1 <= month <= 12 else None


def _shift(match: re.Match[str]) -> Meaning:
    unit = match["unit"].lower().rstrip("s")
    sign = -1 if squeeze(match["way"]).startswith(("earlier", "before", "previous")) else 1
    return Shift(sign * number(match["n"]), unit)


def _next_day(match: re.Match[str]) -> Meaning:
    words = squeeze(match[0])
    if "same" in words or "that" in words:
        return Shift(0, "day")
    unit = next(unit for unit in ("day", "week", "month", "year") if unit in words)
    return Shift(-1 if "previous" in words or "before" in words else 1, unit)


def _fixed(month: int, day: int) -> Callable[[re.Match[str]], Meaning]:
    def build(match: re.Match[str]) -> Meaning:
        return CalendarDays(DayOf(day, month, optional(match["y"])))

    return build


_ON: Final = r"(?:(?:early|late|earlier|later) )?(?:on )?"
_HOUR: Final = r"(?:(?:,? (?:at|in the|during the))? {hour})?"
_OF_YEAR: Final = r"(?:,? (?:of )?(?P<shift>this|last|next)(?: year))"
_Y: Final = r"(?:(?:,| of|,? in)? {year:y}|" + _OF_YEAR + r")?"
_BEFORE: Final = r"(?:(?:on|from|between|for|starting|beginning) )?(?:the )?"

DAY_RULES: Final = (
    rule(
        _ON
        + r"(?:(?:from|between|the) )?(?:(?P<which>last|next|this past|this coming|this|past|coming) )?{weekday:a}"
        + _HOUR
        + r"(?:(?:, {weekday}){0,3},?{and}(?:on )?{weekday:b}"
        + _HOUR
        + r")?",
        _weekdays,
    ),
    rule(
        _ON
        + r"(?:from )?{weekday:a}(?:{and}{weekday:b})?"
        + _HOUR
        + r",? (?:of )?(?P<which>last|next|this) week(?:'s)?",
        _weekday_in_week,
    ),
    rule(r"(?P<which>last|next|this) week,? on {weekday:a}(?:{and}{weekday:b})?", _weekday_in_week),
    rule(_ON + r"{weekday:a}(?P<b>(?!))? (?P<which>last|next)", _weekdays),
    rule(r"(?P<n>a fortnight|a week|two weeks) (?:on |from )?(?P<d>today|tomorrow|{weekday})", _week_on),
    rule(r"(?:on )?(?P<d>{weekday}|today|tomorrow) (?P<n>week|fortnight)(?! of)", _week_on),
    rule(
        r"(?:(?:early|late|earlier|later) )?(?P<d>today|tonight|yesterday|tomorrow|the day before yesterday|the day after tomorrow"
        r"|last night|last evening|on the eve(?! of)|this (?:morning|afternoon|evening|noon)|(?:earlier|later) in the day"
        r"|(?:earlier|later) this day|of the day(?= ?[:.,]))" + _HOUR,
        _named_day,
    ),
    rule(_ON + r"(?P<d>today|yesterday|tomorrow),? \(?(?:on )?{weekday:w}" + _HOUR, _apposed),
    rule(
        _BEFORE
        + r"(?:{weekday:w},? (?:the )?)?\(?{month:m1} (?:the )?{day:d1}(?:(?:, {day}){0,4},?{and}(?:{month:m2} )?(?:the )?{day:d2})?"
        + _Y,
        _month_day,
    ),
    rule(
        _BEFORE
        + r"(?:{weekday:w},? (?:the )?)?{month:m1} (?:the )?{day:d1},? {year:y1}{to}{month:m2} {day:d2},? {year:y}",
        _month_day,
    ),
    rule(
        _BEFORE
        + r"(?:{weekday:w},? (?:the )?)?\(?{day:d1}(?: |-)(?:of )?{month:m1}(?:{and}(?:the )?{day:d2}(?: |-)(?:of )?{month:m2})?(?:-{year:y1})?"
        + _Y,
        _month_day,
    ),
    rule(
        _BEFORE + r"{day:d1} (?:of )?{month:m1},? {year:y1}{to}{day:d2} (?:of )?{month:m2},? {year:y}",
        _month_day,
    ),
    rule(_BEFORE + r"{day:d1}(?:, {day}){0,4},?{and}(?:the )?{day:d2} (?:of )?{month:m2}" + _Y, _month_day),
    rule(
        r"(?:on|from|between|starting|until|till|by) the {ordinal:d1}(?:{and}the {ordinal:d2})?"
        r"(?=\s*(?:[.,;:)]|$| (?:to|and|through|for|at|in|with|when|where|as|but|by|after|before|or|until|that|of (?:this|next|last) month)\b))",
        _month_day,
    ),
    rule(
        r"(?:on )?the {ordinal:d1}(?:{and}the {ordinal:d2})? of (?P<shift>this|last|next) month", _month_day
    ),
    rule(
        r"(?:on )?(?:this |last |next )?{weekday:w},? (?:the )?{ordinal:d1}(?! (?:of|[a-z]*(?:month|session|summit|round|meeting)))",
        _month_day,
    ),
    rule(
        r"(?:on )?(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?:T[\d:.+Z-]{1,20})?",
        _iso,
    ),
    rule(r"(?:on )?(?P<a>[0-3]?\d)(?P<sep>[-/.])(?P<b>[0-3]?\d)(?P=sep)(?P<y>(?:19|20)\d\d)", _numeric),
    rule(r"(?P<n>{count}) (?P<unit>{unit}) (?P<way>later|earlier|after(?:wards?)?|before(?:hand)?)", _shift),
    rule(
        r"(?:on )?(?:the|that) (?:next|following|previous|same) (?:day|week|month|year)|the day (?:before|after)(?! (?:yesterday|tomorrow))|(?:later )?(?:that|the same) (?:same )?day",
        _next_day,
    ),
    *(
        rule(
            r"(?:on )?"
            + re.escape(row["phrase"]).replace(r"\ ", " ").replace("'", "['\u2019]")
            + r"(?:,? {year:y})?",
            _fixed(row["month"], row["day"]),
        )
        for row in ROWS["fixed_day"]
    ),
)
