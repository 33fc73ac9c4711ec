"""The day of the story: what is told to be of one day stays so until another is told."""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Doc, Token

from pipeline.extract.dates.lexicon import ROWS
from pipeline.extract.frames import Encounter, When
from pipeline.extract.sentences import Sentences
from pipeline.extract.tellings import actors
from schemas.meeting import DatePrecision, Kind, Status

FRESH: Final = 7  # days around publication within which encounters are the news told
_NEXT: Final = 1  # sentences in which the same people are still at it, whatever the status
_SCENE: Final = 3  # sentences for which the day of held talks is still the one spoken of
_NEAR: Final = 4  # tokens around a trigger in which "earlier" puts it at another time
_EARLIER: Final = frozenset(ROWS["earlier"]["words"])
_SEQUEL: Final = frozenset(ROWS["sequel"]["words"])


def fresh(doc: Doc, when: When) -> bool:
    """Whether a day is near publication, or unknown."""
    published = doc._.published
    if when.start is None or published is None:
        return True
    nearest = min(max(published, when.start), when.end or when.start)
    return bool(abs((nearest - published).days) <= FRESH)


def earlier(doc: Doc, encounter: Encounter) -> bool:
    """Whether an encounter is told as something of another time."""
    start, end = encounter.sentence
    trigger = encounter.trigger[0]
    near = doc[max(trigger - _NEAR, start) : min(trigger + _NEAR + 1, end)]
    return "background" in encounter.features or any(_before_now(t) for t in near)


def _before_now(token: Token) -> bool:
    """Whether a word tells of another time; "earlier" alone tells of the same day, "earlier this year" does not."""
    if token.lower_ == "earlier":
        after = token.doc[token.i + 1 : token.i + 2].text.lower()
        return after in {"this", "in", "that", "meeting", "round", "talks", "visit"}
    return token.lower_ in _EARLIER


def people(encounter: Encounter) -> set[int]:
    """The people who take part by name."""
    return {p.person for p in encounter.parties if p.person is not None and p.name}


class Scene:
    """The days that the encounters of one Doc lend to those told after them."""

    def __init__(self, doc: Doc, sentences: Sentences) -> None:
        self.doc = doc
        self._sentences = sentences

    def day(self, encounter: Encounter, found: Sequence[Encounter]) -> When | None:
        """The day told last, of an encounter or of events, before a telling of this one that goes on from it."""
        others = [e for e in found if e is not encounter and self._tells_a_day(e)]
        for at in (encounter.trigger[0], *(s[0] for s in encounter.support if s != encounter.sentence)):
            near = [*self._of_encounters(encounter, at, others), *self._of_events(encounter, at)]
            if near:
                return max(near, key=lambda n: n[0])[1]
        return None

    def _of_encounters(
        self, encounter: Encounter, at: int, others: Sequence[Encounter]
    ) -> Iterator[tuple[int, When]]:
        for other in others:
            if other.trigger[0] < at and self._goes_on(other, encounter, at):
                yield other.trigger[0], other.when

    def _of_events(self, encounter: Encounter, at: int) -> Iterator[tuple[int, When]]:
        if encounter.status is not Status.HELD or not self._acts(encounter) or self._perfect(at):
            return
        reach = _SCENE if self._sequel(at) else _NEXT
        end = self._sentences.end(at)
        for day, when in self.doc._.days:
            if day < end and self._sentences.away(day, at) <= reach and fresh(self.doc, when):
                yield day, when

    def _perfect(self, at: int) -> bool:
        """Whether it is told in the present perfect, which names no day: "has held talks"."""
        start = self.doc[at].sent.start
        return any(t.lower_ in {"has", "have"} for t in self.doc[max(at - _NEAR, start) : at])

    def _acts(self, encounter: Encounter) -> bool:
        """Whether it is told as something that people did, not merely named."""
        return encounter.kind is not Kind.VISIT and "cue:bare" not in encounter.features

    def _tells_a_day(self, encounter: Encounter) -> bool:
        when = encounter.when
        return when.start is not None and when.precision is DatePrecision.DAY and fresh(self.doc, when)

    def _goes_on(self, a: Encounter, b: Encounter, at: int) -> bool:
        """Whether one is told right after another of the same people, or within one scene of held talks."""
        away = self._sentences.away(a.trigger[0], at)
        if a.status is not b.status or away > _SCENE:
            return False
        if away <= _NEXT and people(a) & people(b):
            return True
        held = a.status is Status.HELD and self._acts(b)
        return held and (bool(actors(a) & actors(b)) or self._sequel(at))

    def _sequel(self, at: int) -> bool:
        """As in "he also met", "later, together with": it follows what was told before."""
        sentence = self.doc[at].sent
        return any(t.lower_ in _SEQUEL for t in self.doc[sentence.start : min(at + _NEAR, sentence.end)])
