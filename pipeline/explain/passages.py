"""From tokens back to the article: where a stretch of tokens stands, and what it says there."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.explain.model import Part
from schemas.article import Article

Span = tuple[int, int]
"""First token, and the token after the last."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article's part, in code points."""

    part: Part
    start: int
    end: int


class Passages:
    """The article behind a Doc."""

    def __init__(self, doc: Doc, article: Article) -> None:
        self.doc = doc
        self._parts: dict[Part, str] = {"title": article.title or "", "text": article.text}

    def stretch(self, span: Span) -> Stretch | None:
        """Where a span stands; None for an empty one, and for one that leaves the headline."""
        if span[0] >= span[1]:
            return None
        (part, start), (last, tail) = self.doc._.offsets[span[0]], self.doc._.offsets[span[1] - 1]
        return Stretch(part, start, tail + len(self.doc[span[1] - 1])) if part == last else None

    def quoted(self, span: Span) -> str:
        """The article's own words, in quotation marks, white space collapsed."""
        found = self.stretch(span)
        told = self._parts[found.part][found.start : found.end] if found else self.doc[span[0] : span[1]].text
        return f"“{' '.join(told.split())}”"

    def found(self, words: str, within: tuple[Span, ...]) -> Stretch | None:
        """Where `words` stand in the first of the spans that holds them."""
        return next(self._finds(words, within), None)

    def _finds(self, words: str, within: tuple[Span, ...]) -> Iterator[Stretch]:
        for place in filter(None, map(self.stretch, within)):
            start = self._parts[place.part].find(words, place.start, place.end)
            if words and start >= 0:
                yield Stretch(place.part, start, start + len(words))

    def dateline(self) -> Stretch | None:
        """What stands before the first word of the body, when that is a dateline."""
        first = next((offset for part, offset in self.doc._.offsets if part == "text"), 0)
        head = self._parts["text"][:first]
        if not self.doc._.dateline_text or not head.strip():
            return None
        start = len(head) - len(head.lstrip())
        return Stretch("text", start, len(head.rstrip()))
