"""Where dates may stand: one quick pass for the words that rules need, so that the rules read little."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.dates.lexicon import MONTHS, SEASONS, WEEKDAYS

BEFORE: Final = (
    64  # characters of a date before its seed, and after it, at most: lists of days are the longest
)
AFTER: Final = 96
_SEEDS: Final = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)}|to(?:day|night|morrow)|yesterday|night|eve|evening|morning|afternoon|noon"
    r"|midday|midnight|nightfall|dawn|dusk|daybreak|lunchtime"
    r"|of the day|in the day)"
    rf"|(?P<month>{'|'.join(MONTHS)})|(?P<season>{'|'.join(SEASONS)})"
    r"|(?P<unit>(?:day|week|fortnight|month|year)s?|weekend)"
    r"|(?P<hours>hours?|minutes)"
    r"|(?P<vague>soon|shortly|recently|future|date)|(?P<fixed>christmas|boxing|new year))\b"
    r"|(?P<year>(?:19|20)\d\d)|(?P<ordinal>\d(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_ALSO: Final = {"unit": ("vague",), "month": ("fixed",)}

Windows = dict[str, list[tuple[int, int]]]


def windows(text: str) -> Windows:
    """Return, for each kind of seed, the stretches of text around its words, left to right and apart."""
    found: Windows = {}
    for kind, start, end in _seeds(text):
        low, high = max(0, start - BEFORE), _word_end(text, min(len(text), end + AFTER))
        mine = found.setdefault(kind, [])
        if mine and low <= mine[-1][1]:
            mine[-1] = (mine[-1][0], high)
        else:
            mine.append((low, high))
    return found


def _seeds(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _SEEDS.finditer(text):
        kind = match.lastgroup or ""
        for each in (kind, *_ALSO.get(kind, ())):
            yield each, match.start(), match.end()


def _word_end(text: str, position: int) -> int:
    """Move to the end of the word that a window would cut, within reason."""
    while position < len(text) and text[position].isalnum() and position % AFTER:
        position += 1
    return position
