"""What a scraped page holds beside its article: links to other articles, old pictures' captions.

Whatever such a line tells is told elsewhere, so it is not read. Rows of `words/furniture.tsv` name the words.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pipeline.extract.rows import words

_BULLET: Final = frozenset("\u00b7\u2022\u25aa\u25cf\u25ba\u25b6\u00bb")
_ENDED: Final = re.compile(r"[.!?\u2026][\"'\u2019\u201d)\]]*\Z")
_SENTENCE: Final = 12  # words, with a full stop behind them, by which the article goes on
_CAPTION: Final = 60  # words of the longest caption


@cache
def _teaser() -> re.Pattern[str]:
    openers = "|".join(map(re.escape, sorted(words("furniture", "teaser"), key=len, reverse=True)))
    return re.compile(rf"[\W_]*(?:{openers})\s?(?:[:|>\u00bb\u203a\u2010-\u2015-]|\Z)", re.IGNORECASE)


@cache
def _old() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(words("furniture", "old picture"), key=len, reverse=True)))
    return re.compile(rf"\A[\W_]*(?:{signs})(?!\w)|(?<!\w)(?:{signs})[\W_]*\Z", re.IGNORECASE)


def ended(line: str) -> bool:
    """Whether a line closes as a sentence does; headlines and labels do not."""
    return _ENDED.search(line[-8:]) is not None


def unread(lines: Iterable[str]) -> Iterator[bool]:
    """For each line of a page in order: whether it belongs to no article, or to another one."""
    listed = False
    for line in lines:
        label = line.strip(" :.!\u2026\u203a\u00bb>-").casefold()
        if label in words("furniture", "list"):
            listed = True
        elif listed and ended(line) and len(line.split()) >= _SENTENCE:
            listed = False
        yield listed or _other(line)


def _other(line: str) -> bool:
    if line[0] in _BULLET and not ended(line):
        return True
    return bool(_teaser().match(line)) or (len(line.split()) <= _CAPTION and bool(_old().search(line)))
