"""Buildings and rooms in which people meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.tokens import Doc, Token

from pipeline.extract.atlas import Atlas, Span
from pipeline.extract.dates.lexicon import MONTHS, WEEKDAYS
from pipeline.extract.frames import Where
from pipeline.extract.gazetteer import Entry, resolve
from pipeline.extract.rows import rows, words

_INDOORS = frozenset({"at", "in", "on", "inside", "aboard"})
_LEFT, _RIGHT = 5, 4  # words of a venue's name before and after its head
_FAR = 3  # words between a verb of motion and "to"
_MOTION = frozenset({"go", "come", "travel", "drive", "fly", "welcome", "invite", "bring", "take", "summon"})
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
def _openings() -> frozenset[str]:
    """What the first token of a known venue may be, folded: the first word of its name, or a part of it."""
    firsts = {name.split()[0] for name in _known()}
    return frozenset(first[:size] for first in firsts for size in range(1, len(first) + 1))


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
        self._found: dict[Span, tuple[Venue, ...]] = {}

    def within(self, sentence: Span) -> tuple[Venue, ...]:
        """The venues of a sentence: known ones, and others behind "at", "in", "on" or "aboard"."""
        if sentence not in self._found:
            self._found[sentence] = tuple(self._search(sentence))
        return self._found[sentence]

    @cached_property
    def known(self) -> tuple[Venue, ...]:
        """The venues of the text whose city or country the vocabulary tells."""
        size = len(self.doc)
        return tuple(v for i in self._candidates if (v := self._listed(i, size)))

    @cached_property
    def _candidates(self) -> tuple[int, ...]:
        """Where a known venue may begin."""
        openings = _openings()
        return tuple(token.i for token in self.doc if token.text.casefold() in openings)

    @cached_property
    def _heads(self) -> tuple[int, ...]:
        """Where the head of another may stand."""
        heads = words("venues", "head")
        return tuple(token.i for token in self.doc if token.lower_ in heads)

    def _search(self, sentence: Span) -> Iterator[Venue]:
        start, end = sentence
        for i in sorted({i for i in (*self._candidates, *self._heads) if start <= i < end}):
            found = self._listed(i, end)
            if not found and self.doc[i].lower_ in words("venues", "head"):
                found = self._phrase(i, sentence)
            if found:
                yield found

    def _listed(self, i: int, end: int) -> Venue | None:
        """A venue of the vocabulary that begins at a token and that a preposition introduces."""
        for size in range(min(_LEFT, end - i), 0, -1):
            text = self.doc[i : i + size].text
            known = _known().get(text.casefold()) if text[:1].isupper() or text[:1].isdigit() else None
            if known and self._inside(i):
                city, country = known
                state = resolve(Entry("city", text, country), self.doc._.published)
                return Venue(i, i + size, text, Where(text, city, state, (i, i + size)))
        return None

    def _inside(self, i: int) -> bool:
        """Whether somebody is, or goes, there: "at the Elysee", "went to the Elysee"; not "a message to the Elysee"."""
        preposition, at = self.atlas.preposition(i)
        went = any(t.lemma_.lower() in _MOTION for t in self.doc[max(at - _FAR, 0) : at])
        return preposition in _INDOORS | {"of"} or (preposition == "to" and went)

    def _phrase(self, i: int, sentence: Span) -> Venue | None:
        left, right = i, i + 1
        while left > sentence[0] and i - left < _LEFT and self._names(self.doc[left - 1]):
            left -= 1
        while right < sentence[1] and right - i < _RIGHT and _proper(self.doc[right]):
            right += 1
        preposition, at = self.atlas.preposition(left)
        town = right < sentence[1] and self.doc[i].lower_ == "resort" and self.doc[right].lower_ == "of"
        if preposition not in _INDOORS or town:
            return None
        left = self._trimmed(left, i)
        owned = any(t.lower_ in _OWN for t in self.doc[at + 1 : i])
        text = self.doc[left:right].text
        return Venue(left, right, text, Where(text, None, None, (left, right)), owned)

    def _names(self, token: Token) -> bool:
        return token.pos_ in {"PROPN", "NOUN", "ADJ"} or token.text == "'s"

    def _of_place(self, i: int) -> bool:
        return any(a.start <= i < a.end for a in self.doc._.actors)

    def _trimmed(self, left: int, head: int) -> int:
        """Leave out whose it is: of "her own residence", "Helsinki's Presidential Palace" what is owned."""
        for i in range(head - 1, left, -1):
            if self.doc[i].text == "'s" and (self._of_place(i - 1) or self.doc[i - 1].text.islower()):
                return i + 1
        while left < head and self.doc[left].lower_ in {"own", "private", "his", "her", "their"}:
            left += 1
        return left


def _proper(token: Token) -> bool:
    dated = token.lower_ in WEEKDAYS or token.lower_ in MONTHS
    return token.text[:1].isupper() and token.pos_ == "PROPN" and not dated
