"""Rules for months and seasons, and the question whether "may" and "march" are months at all."""

import re
from typing import Final

from pipeline.extract.dates.lexicon import SHORT_MONTHS
from pipeline.extract.dates.model import Meaning
from pipeline.extract.dates.periods import MonthOf, Months, Season
from pipeline.extract.dates.rule import Found, rule

_VERBS: Final = frozenset({"may", "march"})
_AFTER_MODAL: Final = re.compile(
    r"\s+(?:be|have|not|well|also|seem|help|prove|come|need|take|lead|become|still|yet|never|no|on)\b",
    re.IGNORECASE,
)
_NAME_FOLLOWS: Final = re.compile(r"[^\S\n][A-Z][a-z]")
_IN: Final = frozenset({"in", "during"})


def _months(found: Found) -> Meaning | None:
    if not _is_month(found):
        return None
    first = MonthOf(found.number("a") or 1, found.part("p"))
    last_month = found.number("b")
    last = None if last_month is None else MonthOf(last_month, found.part("q"))
    return Months(first, last, found.number("y"), found.steps("shift"), found.which())


def _is_month(found: Found) -> bool:
    """Ask for a sign beside a word that is also a verb, a name or a short form."""
    if found.raw("y") or found.raw("shift") or found.raw("p"):
        return True
    if found.word("a") in _VERBS:
        return _not_verb(found)
    if found.word("a").rstrip(".") in SHORT_MONTHS and not found.raw("a").endswith("."):
        return found.word("in") in _IN and not _followed(found, _NAME_FOLLOWS)
    signs = found.raw("in") or found.raw("which") or found.raw("b")
    if not signs and not found.raw("a")[0].isupper():
        return False
    return bool(signs) or not _followed(found, _NAME_FOLLOWS)


def _not_verb(found: Found) -> bool:
    """Ask for a capital and any sign, else for "in", "last" or "next", and for no verb after it."""
    if _followed(found, _AFTER_MODAL):
        return False
    if found.raw("a").istitle():
        return bool(found.raw("in") or found.raw("which") or found.raw("b"))
    sure = found.which() in {"last", "next"} or (found.which() == "this" and found.word("a") == "march")
    return sure or found.word("in") in _IN


def _followed(found: Found, by: re.Pattern[str]) -> bool:
    return by.match(found.match.string, found.match.end()) is not None


def _season(found: Found) -> Meaning:
    return Season(found.number("a") or 1, found.number("y"), found.steps("shift"), found.which())


_LEAD: Final = (
    r"(?P<in>(?:sometime |some time |back |as early as )?"
    r"(?:in|during|by|since|until|till|before|after|from|between|of|for|for the|to) (?:as early as |the )?)?"
)
_YEAR: Final = r"(?:(?:,| of)? {year:y}|,? (?:of )?(?P<shift>this|last|next) year)"
_PART_OF: Final = r"(?:(?:early|mid|late)(?:-| )|the (?:start|beginning|end|middle) of (?:the )?)?"

MONTH_RULES: Final = (
    rule(
        "month",
        _LEAD
        + r"(?:as early as )?(?:{part:p}(?: |-))?(?:(?P<which>{which}|the|a) )?{month:a}"
        + r"(?:{and}(?:{part:q}(?: |-))?{month:b})?"
        + _YEAR
        + r"?(?! ?\d)",
        _months,
    ),
    rule(
        "month",
        r"(?P<shift>last|this|next) year,? (?P<in>in) (?:{part:p}(?: |-))?{month:a}(?! ?\d)",
        _months,
    ),
    rule("season", r"(?:in )?" + _PART_OF + r"{which:which} {season:a}(?! (?:in|of)\b)", _season),
    rule("season", r"(?:in |during )?(?:the )?" + _PART_OF + r"{season:a}" + _YEAR, _season),
    rule("season", r"in (?:the )?" + _PART_OF + r"{season:a}(?! (?:in|of)\b)", _season),
)
