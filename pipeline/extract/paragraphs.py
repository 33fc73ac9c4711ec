"""A text cut into paragraphs: its lines, but where lines are wrapped at a width, what they wrap."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.furniture import ended, unread

Span = tuple[int, int]
_LINE: Final = re.compile(r"[^\n]+")
_WIDEST: Final = 110  # characters of a line that a program wrapped
_SIGNS: Final = 2  # lines cut within a sentence by which a text counts as wrapped
_SLACK: Final = 6  # characters by which a wrapped line may fall short of the width
_INDENT: Final = 3  # blanks by which a line begins a paragraph


def paragraphs(text: str) -> Iterator[Span]:
    """The spans of a text's paragraphs, without white space around them and without what is no article's."""
    lines = [span for match in _LINE.finditer(text) if (span := _stripped(text, match.span()))]
    spans = list(_joined(text, lines)) if _wrapped(text, lines) else lines
    left_out = unread(text[start:end] for start, end in spans)
    return (span for span, out in zip(spans, left_out, strict=True) if not out)


def lined(text: str) -> str:
    """The text with line ends only where paragraphs end, its length unchanged; where a line is long, all are kept."""
    if max(map(len, text.split("\n"))) > _WIDEST:
        return text
    parts: list[str] = []
    last = 0
    for start, end in paragraphs(text):
        parts += text[last:start], text[start:end].replace("\n", " ")
        last = end
    return "".join((*parts, text[last:]))


def _stripped(text: str, span: Span) -> Span | None:
    line = text[span[0] : span[1]]
    start = span[0] + len(line) - len(line.lstrip())
    return (start, start + len(line.strip())) if line.strip() else None


def _wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Whether lines break within sentences, none of them long."""
    if any(end - start > _WIDEST for start, end in lines):
        return False
    cut = sum(
        _adjacent(text, a, b) and text[b[0]].islower() and not ended(text[a[0] : a[1]])
        for a, b in pairwise(lines)
    )
    return cut >= _SIGNS


def _joined(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    width = max(end - start for start, end in lines)
    start, last = lines[0][0], lines[0]
    for line in lines[1:]:
        if not (_adjacent(text, last, line) and _full(text, last, line, width)):
            yield start, last[1]
            start = line[0]
        last = line
    yield start, last[1]


def _adjacent(text: str, a: Span, b: Span) -> bool:
    """Whether one line follows the other, with no empty one between and no indentation."""
    between = text[a[1] : b[0]]
    return between.count("\n") == 1 and len(between.rpartition("\n")[2]) < _INDENT


def _full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next word had no room on the line."""
    word = text[following[0] : following[1]].split(maxsplit=1)[0]
    return line[1] - line[0] + 1 + len(word) > width - _SLACK
