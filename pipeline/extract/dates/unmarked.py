"""Datelines with few marks of their own, as pages lose them: whether their cities exist is for the reader to check."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.dates.dateline import DAY, NAME, NAMES, Dateline, Place, told_day
from pipeline.extract.dates.lexicon import fill

_CAPITALS: Final = r"[A-Z](?:[A-Z'\u2019-])+[A-Z]"
_MOST: Final = 3  # words of a city in capitals
_PROSE: Final = 12  # words of a paragraph that is no headline
_BREAK: Final = r"\s?(?:--?|[\u2010-\u2015])\s"
# "MOSCOW U.S. Secretary of State ...", "SEOUL/WASHINGTON The House ..."
_BARE: Final = re.compile(
    rf"(?P<city>{_CAPITALS}(?: {_CAPITALS}){{0,{_MOST - 1}}})(?:/{_CAPITALS}(?: {_CAPITALS})?)*"
    r"(?= (?:[\"\u201c]?[A-Z]))"
)
# In brackets: "Nov 25, 2005 (ADDIS ABABA) - ..."
_BRACKETED: Final = re.compile(
    rf"(?:{DAY.pattern} )?\((?P<city>{NAME})(?:, {NAME})?\){_BREAK}", re.IGNORECASE
)
# Run together: "Singapore (CNN)The ..."
_GLUED: Final = re.compile(
    rf"(?P<city>{NAME})(?:, {NAME})? ?\((?P<agency>{NAMES}|[A-Z]{{2,8}})\)(?=[\"\u201c]?[A-Z])"
)
# Behind the agency: "Xinhua News Agency, Seoul, May 23 (Reporter Li Ming) ..."
_FILED: Final = re.compile(
    rf"(?P<agency>{NAMES})(?: news agency)? ?, (?P<city>{NAME}) ?(?:\( ?{NAME} ?\) ?)?,? ?"
    + fill(r"(?:{month:m} {day:d}|{day:e} {month:n})")
    + r"(?: ?\( ?(?:reporters? |by )[^()\n]{2,60}\))?(?:,|:|\s?--?|\s?[\u2010-\u2015])?\s",
    re.IGNORECASE,
)


def unmarked(text: str) -> Iterator[Dateline]:
    """Yield what may be a dateline at the beginning of a text, the likeliest first; none of them is `sure`."""
    for form in (_FILED, _BRACKETED, _GLUED):
        if match := form.match(text):
            yield _read(match, match.end())
    prose = len(text.split(maxsplit=_PROSE)) > _PROSE
    if prose and (bare := _BARE.match(text)):
        words = bare["city"].split(" ")
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            yield _dateline(bare, Place(0, len(name), name), bare.end() if size == len(words) else len(name))


def _read(match: re.Match[str], end: int) -> Dateline:
    return _dateline(match, Place(match.start("city"), match.end("city"), match["city"]), end)


def _dateline(match: re.Match[str], city: Place, end: int) -> Dateline:
    groups = match.groupdict()
    return Dateline(0, end, (city,), None, groups.get("agency"), told_day(match), None, sure=False)
