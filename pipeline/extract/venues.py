"""Buildings and rooms in which people meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.extract.atlas import Atlas, Span
from pipeline.extract.frames import Where
from pipeline.extract.rows import rows, words

_INDOORS = frozenset({"at", "in", "on", "inside", "aboard"})
_LEFT, _RIGHT = 5, 4  # words of a venue's name before and after its head
_OWN = frozenset({"his", "her", "their", "own", "private", "official"})


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue as the text names it."""

    start: int
    end: int
    text: str
    where: Where  # what is known of it
    owned: bool = False  # "at her residence"


@cache
def _known() -> dict[str, tuple[str | None, str]]:
    """Folded name → (city, country) of the venues that the vocabulary places."""
    return {
        r["form"].casefold(): (r["city"] or None, r["country"])
        for r in rows("venues")
        if r["sort"] == "known"
    }


class Venues:
    """Finds the venues of one Doc."""

    def __init__(self, doc: Doc, atlas: Atlas) -> None:
        self.doc = doc
        self.atlas = atlas

    def within(self, sentence: Span) -> Iterator[Venue]:
        """Yield the venues of a sentence: known ones, and others behind "at", "in", "on" or "aboard"."""
        start, end = sentence
        for i in range(start, end):
            known = self._listed(i, end)
            if known:
                yield known
            elif self.doc[i].lower_ in words("venues", "head"):
                found = self._phrase(i, sentence)
                if found:
                    yield found

    def _listed(self, i: int, end: int) -> Venue | None:
        """A venue of the vocabulary that begins at a token and that a preposition introduces."""
        for size in range(min(_LEFT, end - i), 0, -1):
            text = self.doc[i : i + size].text
            known = _known().get(text.casefold()) if text[:1].isupper() else None
            if known and self.atlas.preposition(i)[0] in _INDOORS | {"of"}:
                return Venue(i, i + size, text, Where(text, *known, (i, i + size)))
        return None

    def _phrase(self, i: int, sentence: Span) -> Venue | None:
        left, right = i, i + 1
        while left > sentence[0] and i - left < _LEFT and self._names(self.doc[left - 1]):
            left -= 1
        while right < sentence[1] and right - i < _RIGHT and _proper(self.doc[right]):
            right += 1
        preposition, at = self.atlas.preposition(left)
        if preposition not in _INDOORS:
            return None
        left = self._trimmed(left, i)
        owned = any(t.lower_ in _OWN for t in self.doc[at + 1 : i])
        text = self.doc[left:right].text
        return Venue(left, right, text, Where(text, None, None, (left, right)), owned)

    def _names(self, token: Token) -> bool:
        return token.pos_ in {"PROPN", "NOUN", "ADJ"} or token.text == "'s"

    def _trimmed(self, left: int, head: int) -> int:
        """Leave out whose it is: of "her own residence" the residence stays."""
        while left < head and self.doc[left].lower_ in {"own", "private", "his", "her", "their"}:
            left += 1
        return left


def _proper(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ == "PROPN"
