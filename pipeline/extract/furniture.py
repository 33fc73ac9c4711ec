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
_TAIL: Final = 100  # characters at the end of a line among which a sign stands, and the marks behind it


@cache
def _teaser() -> re.Pattern[str]:
    openers = "|".join(map(re.escape, sorted(words("furniture", "teaser"), key=len, reverse=True)))
    return re.compile(rf"[\W_]*(?:{openers})\s?(?:[:|>\u00bb\u203a\u2010-\u2015-]|\Z)", re.IGNORECASE)


@cache
def _old() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Signs of an old picture at the beginning and at the end of a line."""
    signs = "|".join(map(re.escape, sorted(words("furniture", "old picture"), key=len, reverse=True)))
    begins, ends = rf"[\W_]*(?:{signs})(?!\w)", rf"(?<!\w)(?:{signs})[\W_]*\Z"
    return re.compile(begins, re.IGNORECASE), re.compile(ends, re.IGNORECASE)


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
    begins, ends = _old()
    old = begins.match(line) or ends.search(line, max(len(line) - _TAIL, 0))
    return bool(_teaser().match(line)) or (old is not None and len(line.split()) <= _CAPTION)
