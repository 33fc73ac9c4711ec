"""Date expressions in a text: what they say and where they stand."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.dates.lexicon import ROWS, SHORT_WEEKDAYS, pattern
from pipeline.extract.dates.model import DateExpression
from pipeline.extract.dates.rule import Found
from pipeline.extract.dates.rules_calendar import CALENDAR_RULES
from pipeline.extract.dates.rules_months import MONTH_RULES
from pipeline.extract.dates.rules_periods import PERIOD_RULES
from pipeline.extract.dates.rules_weekdays import WEEKDAY_RULES
from pipeline.extract.dates.seeds import windows

RULES: Final = (*WEEKDAY_RULES, *CALENDAR_RULES, *MONTH_RULES, *PERIOD_RULES)
_FRIENDS: Final = tuple(pattern(row["phrase"]) for row in ROWS["false_friend"])
_FRIEND_REACH: Final = 40  # characters around an expression in which its false friends are sought
_LEAD: Final = r"(since|until|till|by|before|after|ahead of|from|following|no later than)"
_LEAD_INSIDE: Final = re.compile(_LEAD + r"\b", re.IGNORECASE)
_LEAD_BEFORE: Final = re.compile(rf"\b{_LEAD}\s{{1,3}}(?:the\s)?$", re.IGNORECASE)
_LEAD_REACH: Final = 20  # characters: the longest lead, its blanks and its article
_WORDLIKE: Final = 3  # letters of the short forms that are also words
_SHORT: Final = re.compile(rf"\b(?:{'|'.join(SHORT_WEEKDAYS)})\b", re.IGNORECASE)


def find_dates(text: str) -> list[DateExpression]:
    """Return the date expressions of a text, left to right; of those that overlap the longest stays.

    A dateline's own date is found like any other: leave out what lies before `find_dateline(text).end`.
    Time grows with the length of the text, whatever it holds.
    """
    kept: dict[int, DateExpression] = {}
    taken = bytearray(len(text))
    for each in sorted(_candidates(text), key=lambda one: (one.start - one.end, one.start)):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\x01" * (each.end - each.start)
            kept[each.start] = each
    return [kept[start] for start in sorted(kept) if not _false(text, kept[start])]


def _candidates(text: str) -> Iterator[DateExpression]:
    stretches = windows(text)
    for rule in RULES:
        for low, high in stretches.get(rule.seed, ()):
            for match in rule.pattern.finditer(text, low, high):
                meaning = None if _too_short(match) else rule.build(Found(match))
                if meaning is not None:
                    end = match.end() + _open(match)
                    yield DateExpression(match.start(), end, text[match.start() : end], meaning, _lead(match))


def _open(match: re.Match[str]) -> bool:
    """Whether a bracket that opened inside the match closes right behind it."""
    return "(" in match[0] and ")" not in match[0] and match.string.startswith(")", match.end())


def _lead(match: re.Match[str]) -> str:
    low = max(0, match.start() - _LEAD_REACH)
    found = _LEAD_INSIDE.match(match[0]) or _LEAD_BEFORE.search(match.string[low : match.start()])
    return found[1].lower() if found else ""


def _too_short(match: re.Match[str]) -> bool:
    """Whether "sun", "sat" or "wed" stands here without a capital, or with no other word of time."""
    short = _SHORT.search(match[0])
    if short is None or len(short[0]) > _WORDLIKE:
        return False
    return not short[0].istitle() or match[0].rstrip(".") == short[0]


def _false(text: str, found: DateExpression) -> bool:
    low, high = max(0, found.start - _FRIEND_REACH), found.end + _FRIEND_REACH
    spans = (match.span() for each in _FRIENDS for match in each.finditer(text, low, high))
    return any(start < found.end and found.start < end for start, end in spans)
