"""Words that bring people along: "accompanied by", "including", "in the presence of"."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from pipeline.extract.rows import words


@cache
def _phrases(sort: str) -> dict[str, list[tuple[str, ...]]]:
    """First word → the phrases of a sort that begin with it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in words("companions", sort):
        first, *_ = phrase = tuple(form.split())
        found.setdefault(first, []).append(phrase)
    return found


def cues(doc: Doc, sort: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The token spans of a sort's phrases in [start, end)."""
    phrases = _phrases(sort)
    for i in range(start, len(doc) if end is None else end):
        for phrase in phrases.get(doc[i].lower_, ()):
            if tuple(t.lower_ for t in doc[i : i + len(phrase)]) == phrase:
                yield i, i + len(phrase)
