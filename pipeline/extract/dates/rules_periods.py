"""Patterns of expressions that count in weeks, months, seasons and years."""

import re
from typing import Final

from pipeline.extract.dates.days import CalendarDays, DayOf, Weekdays
from pipeline.extract.dates.lexicon import ROWS, number, pattern
from pipeline.extract.dates.model import Meaning
from pipeline.extract.dates.periods import (
    Away,
    Lasting,
    MonthOf,
    Months,
    Season,
    Vague,
    Weekend,
    WeekIn,
    WeekOf,
    Years,
)
from pipeline.extract.dates.rules_days import STEPS, Rule, optional, rule, squeeze, which

ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}
MODAL: Final = {"may", "march"}  # also verbs: read as months only with a word beside them that says so
FIRST_NAMED_YEAR: Final = 1900


def part(word: str | None) -> str:
    """Normalise early, mid, late and their like."""
    plain = squeeze(word).rstrip("-")
    if "half" in plain:
        return "second half" if "second" in plain else "first half"
    if any(each in plain for each in ("early", "start", "beginning")):
        return "early"
    if any(each in plain for each in ("late", "end", "close")) and "later" not in plain:
        return "late"
    return "mid" if "mid" in plain else ""


def _months(match: re.Match[str]) -> Meaning | None:
    groups = match.groupdict()
    if not _sure(match):
        return None
    first = MonthOf(number(groups["a"]), part(groups["p"]))
    last = MonthOf(number(groups["b"]), part(groups["q"])) if groups.get("b") else None
    shift = STEPS[squeeze(groups["shift"])] if groups["shift"] else None
    return Months(first, last, optional(groups["y"]), shift, which(groups["which"]))


def _sure(match: re.Match[str]) -> bool:
    """Whether "May" and "march" are months here: by a year, a part, a determiner or a preposition beside them."""
    groups, word = match.groupdict(), match["a"]
    if word.lower() not in MODAL:
        return word[0].isupper() or len(word.rstrip(".")) > len("sept")
    cue = groups["y"] or groups["p"] or groups["shift"] or squeeze(groups["in"]) in {"in", "during"}
    if word == word.title():
        return bool(cue or groups["which"] or groups["in"] or groups.get("b"))
    if word.lower() == "may" and _modal(match):
        return False
    return bool(
        cue or squeeze(groups["which"]) in {"last", "next"} or (word.lower() == "march" and groups["which"])
    )


_VERB: Final = pattern(
    r"\s*(?:be|have|not|well|also|seem|help|prove|come|need|take|lead|become|still|yet|never|no)"
).pattern.removeprefix("(?<![\\w$£€])")
_AFTER_MODAL: Final = re.compile(_VERB, re.IGNORECASE)


def _modal(match: re.Match[str]) -> bool:
    return _AFTER_MODAL.match(match.string, match.end()) is not None


def _unit(match: re.Match[str]) -> Meaning:
    return Away(STEPS[squeeze(match["which"])], match["unit"].lower(), part(match["p"]))


def _weekend(match: re.Match[str]) -> Meaning:
    determiner = which(match["which"])
    return Weekend({"last": -1, "next": 1}.get(determiner))


def _away(match: re.Match[str]) -> Meaning:
    unit = match["unit"].lower().rstrip("s")
    return Away((-1 if match["ago"] else 1) * number(match["n"]), unit)


def _lasting(match: re.Match[str]) -> Meaning:
    return Lasting(number(match["n"]), match["unit"].lower().rstrip("s"))


def _week_of(match: re.Match[str]) -> Meaning:
    if match["m"]:
        return WeekOf(CalendarDays(DayOf(number(match["d"]), number(match["m"]), optional(match["y"]))))
    return WeekOf(CalendarDays(DayOf(number(match["d2"]), number(match["m2"]), optional(match["y2"]))))


def _week_in(match: re.Match[str]) -> Meaning:
    ordinal = ORDINALS[squeeze(match["nth"])]
    if match["a"]:
        return WeekIn(Months(MonthOf(number(match["a"])), year=optional(match["y"])), ordinal)
    return WeekIn(Away(STEPS[squeeze(match["which"])], "month"), ordinal)


def _years(match: re.Match[str]) -> Meaning:
    groups = match.groupdict()
    return Years(int(groups["a"]), optional(groups.get("b")), part(groups.get("p")))


def _season(match: re.Match[str]) -> Meaning:
    shift = STEPS[squeeze(match["shift"])] if match["shift"] else None
    return Season(number(match["a"]), optional(match["y"]), shift, which(match["which"]))


def _monday(match: re.Match[str]) -> Meaning:
    return WeekOf(Weekdays(number(match["a"]), None, which(match["which"])))


_IN: Final = r"(?P<in>(?:sometime |some time |back )?(?:in|during|by|since|until|till|before|after|from|between|of|for|for the|to) )?"
_PART: Final = r"(?:{part:p}(?:-| ))?"
_DETERMINED: Final = r"(?:(?P<which>last|next|this|this past|this coming|past|coming|the|a) )?"
_OF_YEAR: Final = r"(?:,? (?:of )?(?P<shift>this|last|next) year|,? of (?P<same>the same year))"
_Y: Final = r"(?:(?:,| of)? {year:y}|,? (?:of )?(?P<shift>this|last|next) year)?"
_UNIT: Final = r"(?P<unit>week|month|year)(?!-| ?(?:old|end)\b)"

PERIOD_RULES: Final = (
    rule(
        _IN
        + r"(?:as early as )?"
        + _PART
        + _DETERMINED
        + r"{month:a}(?:{and}(?:{part:q}(?:-| ))?{month:b})?"
        + _Y
        + r"(?! ?\d)",
        _months,
    ),
    rule(
        r"(?:in )?"
        + _PART
        + r"(?:(?P<which>last|next|this|this past|this coming|the coming|the same|the current|the present|the next|the previous) )"
        + _UNIT,
        _unit,
    ),
    rule(r"(?:in |at |by |towards? )?{part:p} (?P<which>the|this|next|last)? ?(?:in the )?" + _UNIT, _unit),
    rule(r"(?:earlier|later) in (?P<which>the)(?P<p>(?!))? " + _UNIT, _unit),
    rule(
        r"(?:(?:at|over|during|on) )?(?:(?P<which>last|next|this|this past|this coming|past|coming|the|the coming|the past) )?weekend",
        _weekend,
    ),
    rule(r"(?P<n>{count}) (?P<unit>{unit}) (?P<ago>ago)", _away),
    rule(
        r"(?:in )(?P<n>{count}) (?P<unit>{unit})(?P<ago>(?!))?(?:['\u2019]s?)?(?: time| from now)?(?! of| or)",
        _away,
    ),
    rule(r"(?P<n>{count}) (?P<unit>{unit})(?P<ago>(?!))? from now", _away),
    rule(r"(?:in|over|during|for)? ?the (?:last|past) (?P<n>{count}) (?P<unit>weeks|months|years)", _lasting),
    rule(
        r"(?:in |during )?the week (?:of|beginning|starting|from)(?: {weekday})?,? (?:{month:m} {day:d}(?:,? {year:y})?|(?:the )?{day:d2} (?:of )?{month:m2}(?:,? {year:y2})?)",
        _week_of,
    ),
    rule(r"(?:in )?the week (?:beginning|starting) (?:(?P<which>next|this) )?{weekday:a}", _monday),
    rule(
        r"(?:in )?the (?P<nth>first|second|third|fourth|last|final) week (?:of|in) (?:{month:a}(?:,? {year:y})?|(?P<which>this|next|last|the) month)",
        _week_in,
    ),
    rule(
        r"(?:in|since|during|until|till|back in|as early as|as late as|before|after|by) (?:the year )?{year:a}",
        _years,
    ),
    rule(r"(?:in )?{part:p}(?:-| ){year:a}", _years),
    rule(r"(?:between|from)? ?{year:a}{and}{year:b}", _years),
    rule(
        r"(?:the|a|its|their|his|her)(?: \w+){0,1} {year:a}(?= (?:\w+ ){0,2}(?:summit|meeting|conference|talks|visit|agreement|treaty|accords?|pact|trip|deal|session|congress|declaration|round)\b)",
        _years,
    ),
    rule(
        r"(?:in )?(?:(?:early|mid|late)(?:-| ))?(?P<which>last|next|this|this past|this coming|the past|the coming) {season:a}(?P<y>(?!))?(?P<shift>(?!))?(?! in\b| of\b)",
        _season,
    ),
    rule(
        r"(?:in |during )?(?:(?:the|early|mid|late)(?:-| ))*(?P<which>(?!))?{season:a}(?:(?: of|,)? {year:y}| (?:of )?(?P<shift>this|last|next) year)",
        _season,
    ),
    rule(
        r"in (?:the )?(?:(?:early|mid|late)(?:-| ))?(?P<which>(?!))?{season:a}(?P<y>(?!))?(?P<shift>(?!))?(?! in\b| of\b)",
        _season,
    ),
    *(Rule(pattern(row["phrase"]), lambda _match: Vague()) for row in ROWS["vague"]),
)
