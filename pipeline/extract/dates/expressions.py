"""Date expressions in a text: what they say and where they stand."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.dates.lexicon import ROWS, SHORT_WEEKDAYS, pattern
from pipeline.extract.dates.model import DateExpression
from pipeline.extract.dates.rules_days import DAY_RULES
from pipeline.extract.dates.rules_periods import PERIOD_RULES

_FRIENDS: Final = tuple(pattern(row["phrase"]) for row in ROWS["false_friend"])
_LEAD: Final = re.compile(
    r"\b(since|until|till|by|before|after|ahead of|from|following)\s{1,3}(?:the\s)?$", re.IGNORECASE
)
_LEAD_REACH: Final = 14  # characters: the longest lead and its blanks
_SHORT: Final = re.compile(rf"\b(?:{'|'.join(SHORT_WEEKDAYS)})\b", re.IGNORECASE)


def find_dates(text: str) -> list[DateExpression]:
    """Return the date expressions of a text, left to right; of those that overlap the longest stays.

    A dateline's own date is found like any other: pass the text after `find_dateline(text).end`.
    """
    friends = [match.span() for each in _FRIENDS for match in each.finditer(text)]
    found = [each for each in _candidates(text) if not _touches((each.start, each.end), friends)]
    kept: dict[int, DateExpression] = {}
    taken = bytearray(len(text))
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\x01" * (each.end - each.start)
            kept[each.start] = each
    return [kept[start] for start in sorted(kept)]


def _candidates(text: str) -> Iterator[DateExpression]:
    for rule in (*DAY_RULES, *PERIOD_RULES):
        for match in rule.pattern.finditer(text):
            meaning = None if _too_short(match) else rule.build(match)
            if meaning is not None:
                lead = _LEAD.search(text, max(0, match.start() - _LEAD_REACH), match.start())
                yield DateExpression(
                    match.start(), match.end(), match[0], meaning, lead[1].lower() if lead else ""
                )


def _too_short(match: re.Match[str]) -> bool:
    """Whether "sun", "sat" or "wed" stands here without a cue that makes it a weekday."""
    short = _SHORT.search(match[0])
    if short is None:
        return False
    alone = match[0].rstrip(".").lower() == short[0].lower()
    return alone or not short[0][0].isupper()


def _touches(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
