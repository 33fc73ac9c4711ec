"""Rules for weekdays and for days counted from now."""

from typing import Final

from pipeline.extract.dates.days import Either, FromToday, Weekdays
from pipeline.extract.dates.model import Meaning
from pipeline.extract.dates.periods import Shift, Vague
from pipeline.extract.dates.rule import Found, rule
from pipeline.extract.dates.spans import WEEK

_TIMED: Final = r"(?:(?:early|late|earlier|later) )?(?:on )?"
_HOUR: Final = r"(?:(?:,? (?:at|in the|during the))? {hour})?"
_NAMED: Final = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "on the eve": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def _weekdays(found: Found) -> Meaning:
    return Weekdays(found.number("a") or 0, found.number("b"), found.which())


def _in_week(found: Found) -> Meaning:
    return Weekdays(found.number("a") or 0, found.number("b"), week=found.steps())


def _week_on(found: Found) -> Meaning:
    days = 2 * WEEK if found.word("n") in {"a fortnight", "fortnight", "two weeks"} else WEEK
    if found.word("d") in {"today", "tomorrow"}:
        return FromToday(days + _NAMED.get(found.word("d"), 0))
    return Weekdays(found.number("d") or 0, which="coming", extra=days)


def _named(found: Found) -> Meaning:
    return FromToday(_NAMED.get(found.word("d"), 0))


def _apposed(found: Found) -> Meaning:
    return Either(FromToday(_NAMED.get(found.word("d"), 0)), found.number("w") or 0)


def _shift(found: Found) -> Meaning:
    sign = -1 if found.word("way").startswith(("earlier", "before")) else 1
    return Shift(sign * (found.number("n") or 0), found.word("unit").rstrip("s"))


def _neighbour(found: Found) -> Meaning:
    words = found.word("words")
    unit = next((unit for unit in ("day", "week", "month", "year") if unit in words), "day")
    if "same" in words or "that" in words:
        return Shift(0, unit)
    return Shift(-1 if "previous" in words or "before" in words else 1, unit)


WEEKDAY_RULES: Final = (
    rule(
        "weekday",
        _TIMED
        + r"(?:(?:from|between|the) )?(?:{which:which} )?{weekday:a}"
        + _HOUR
        + r"(?:(?:, {weekday}){0,3},?{and}(?:on )?(?:the )?{weekday:b}"
        + _HOUR
        + r")?",
        _weekdays,
    ),
    rule(
        "weekday",
        _TIMED + r"(?:from )?{weekday:a}(?:{and}{weekday:b})?" + _HOUR + r",? (?:of )?{which:which} week",
        _in_week,
    ),
    rule("weekday", r"{which:which} week,? on {weekday:a}(?:{and}{weekday:b})?", _in_week),
    rule(
        "weekday",
        r"(?:on )?the (?:following|previous|preceding|same) {weekday}" + _HOUR,
        lambda _found: Vague(),
    ),
    rule("weekday", _TIMED + r"{weekday:a} (?P<which>last|next)(?! (?:week|month|year))", _weekdays),
    rule(
        "weekday",
        r"(?P<n>a fortnight|a week|two weeks) (?:on |from )?(?P<d>today|tomorrow|{weekday})",
        _week_on,
    ),
    rule("weekday", r"(?:on )?(?P<d>{weekday}|today|tomorrow) (?P<n>week|fortnight)(?! of)", _week_on),
    rule(
        "weekday",
        r"(?:(?:early|late|earlier|later) )?(?P<d>the day before yesterday|the day after tomorrow"
        r"|today|tonight|yesterday|tomorrow|last night|last evening|on the eve(?! of)"
        r"|this (?:morning|afternoon|evening|noon))" + _HOUR,
        _named,
    ),
    rule(
        "weekday",
        r"(?:earlier|later) in the day|(?:first|second|third|last|final|only) (?:\w+ ){1,3}of the day",
        lambda _found: Shift(0, "day", today=True),
    ),
    rule(
        "weekday", _TIMED + r"(?P<d>today|yesterday|tomorrow),? \(?(?:on )?{weekday:w}\)?" + _HOUR, _apposed
    ),
    rule("unit", r"{count:n} {unit:unit} (?P<way>later|earlier|after(?:wards?)?|before(?:hand)?)", _shift),
    rule(
        "unit",
        r"(?P<words>(?:on )?(?:the|that) (?:next|following|previous|same) (?:day|week|month|year)"
        r"|the day (?:before|after)(?! (?:yesterday|tomorrow))|(?:later )?(?:that|the same) (?:same )?day)",
        _neighbour,
    ),
    rule(
        "weekday",
        r"(?P<words>(?:(?:later|earlier) )?(?:on )?(?:that|the (?:same|next|following|previous))"
        r" (?:same )?{hour}"
        r"|the (?:night|evening|afternoon|morning) before)",
        _neighbour,
    ),
    rule(
        "weekday",
        r"(?:(?:early|late) )?(?:in the (?:early |late |same )?(?:morning|afternoon|evening)"
        r"|(?:at|around|about|before|after|towards?) (?:noon|midday|midnight|nightfall|dawn|dusk|daybreak|lunchtime))"
        r"(?! (?:of|on|yesterday|today|tomorrow|{weekday})\b)",
        lambda _found: Shift(0, "day", today=True),
    ),
    rule(
        "hours",
        r"(?:(?:{count}|(?:a )?few|several|some|just|only|mere) )*(?:hours?|minutes)"
        r" (?:later|earlier|afterwards?)",
        lambda _found: Shift(0, "day", today=True),
    ),
)
