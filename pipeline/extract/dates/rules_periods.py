"""Rules for weeks, weekends, years, spans up to now and steps from now."""

import re
from typing import Final

from pipeline.extract.dates.days import CalendarDays, DayOf, Weekdays
from pipeline.extract.dates.lexicon import ROWS
from pipeline.extract.dates.model import Meaning
from pipeline.extract.dates.periods import (
    Away,
    Lasting,
    MonthOf,
    Months,
    Vague,
    Weekend,
    WeekIn,
    WeekOf,
    Years,
)
from pipeline.extract.dates.rule import Found, rule

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}
_GATHERINGS: Final = (
    r"(?:summit|meeting|conference|talks|visit|agreement|treaty|accords?|pact|trip|deal|session|congress|declaration"
    r"|round)"
)
_COUNTED: Final = (  # what makes 2000 a number and not a year
    r"(?! (?:people|persons|troops|soldiers|men|women|children|tonnes|tons|dollars|dlrs|euros|km|miles|metres"
    r"|meters|delegates|participants|guests|hours|hrs|gmt|villages|prisoners|refugees|police|homes|jobs|workers|families)\b)"
)
_SUPERLATIVE: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|last|only|latest|highest|lowest|worst|biggest|time|times|twice)\b"
    r"(?:\W+\w+){0,9}\W*$",
    re.IGNORECASE,
)
_REACH: Final = 90  # characters before "in two years" in which "the first time" is sought


def _unit(found: Found) -> Meaning:
    return Away(found.steps() or 0, found.word("unit"), found.part(), named=True)


def _weekend(found: Found) -> Meaning:
    return Weekend({"last": -1, "next": 1}.get(found.which()))


def _ago(found: Found) -> Meaning:
    return Away(-(found.number("n") or 0), found.word("unit").rstrip("s"))


def _ahead(found: Found) -> Meaning | None:
    """Read "in two weeks" as a step ahead, but not in "for the first time in two years"."""
    before = found.match.string[max(0, found.match.start() - _REACH) : found.match.start()]
    if _SUPERLATIVE.search(before):
        return None
    return Away(found.number("n") or 0, found.word("unit").rstrip("s"), ahead=True)


def _lasting(found: Found) -> Meaning:
    return Lasting(found.number("n") or 1, found.word("unit").rstrip("s"))


def _week_of(found: Found) -> Meaning:
    if found.raw("a"):
        return WeekOf(Weekdays(found.number("a") or 0, None, found.which()))
    day, month, year = (
        found.number("d") or found.number("e"),
        found.number("m") or found.number("n"),
        found.number("y"),
    )
    return WeekOf(CalendarDays(DayOf(day or 0, month, year)))


def _week_in(found: Found) -> Meaning:
    month, ordinal = found.number("a"), _ORDINALS[found.word("nth")]
    if month is None:
        return WeekIn(Away(found.steps() or 0, "month"), ordinal)
    return WeekIn(Months(MonthOf(month), year=found.number("y")), ordinal)


def _years(found: Found) -> Meaning:
    return Years(found.number("a") or 0, found.number("b"), found.part())


_UNIT: Final = r"(?P<unit>week|month|year)(?!-| ?(?:old|end)\b)"
_DAY: Final = r"(?:{month:m} {day:d}|(?:the )?{day:e} (?:of )?{month:n})(?:,? {year:y})?"

PERIOD_RULES: Final = (
    rule(
        "unit",
        r"(?:in )?(?:{part:p}(?: |-))?"
        r"(?P<which>last|next|this|the coming|this coming|the same|the current|the present) " + _UNIT,
        _unit,
    ),
    rule("unit", r"(?:in |at |by |towards? )?{part:p} (?:(?:in )?(?:the|this) )?" + _UNIT, _unit),
    rule("unit", r"(?:earlier|later) in the " + _UNIT, _unit),
    rule(
        "unit",
        r"(?:(?:at|over|during|on) )?(?:(?P<which>{which}|the|the coming|the past) )?weekend",
        _weekend,
    ),
    rule("unit", r"{count:n} {unit:unit} ago", _ago),
    rule(
        "unit",
        r"in (?!(?:a|one) day){count:n} {unit:unit}(?:['\u2019]s?)?(?: time| from now)?(?! of\b| or\b)",
        _ahead,
    ),
    rule("unit", r"{count:n} {unit:unit} from now", _ahead),
    rule(
        "unit",
        r"(?:(?:in|over|during|for|within) )?(?:the (?:last|past)|this past) (?:{count:n} )?"
        r"(?P<unit>(?:week|month|year)s?)",
        _lasting,
    ),
    rule(
        "month", r"(?:in |during )?the week (?:of|beginning|starting|from)(?: {weekday})?,? " + _DAY, _week_of
    ),
    rule("weekday", r"(?:in )?the week (?:beginning|starting) (?:{which:which} )?{weekday:a}", _week_of),
    rule(
        "unit",
        r"(?:in )?the (?P<nth>first|second|third|fourth|last|final) week (?:of|in) "
        r"(?:{month:a}(?:,? {year:y})?|(?P<which>this|next|last|the) month)",
        _week_in,
    ),
    rule(
        "year",
        r"(?:in|since|during|until|till|back in|as early as|as late as|before|after|by|from) "
        r"(?:the year )?{year:a}" + _COUNTED,
        _years,
    ),
    rule("year", r"(?:in )?{part:p}(?: |-){year:a}" + _COUNTED, _years),
    rule("year", r"(?:(?:between|from) )?{year:a}{and}{year:b}" + _COUNTED, _years),
    rule(
        "year",
        r"(?:the|a|its|their|his|her) (?:\w+ )?{year:a}(?= (?:\w+ ){0,2}" + _GATHERINGS + r"\b)",
        _years,
    ),
    *(rule("vague", row["phrase"], lambda _found: Vague()) for row in ROWS["vague"]),
)
