"""The encounters of one Doc, and the journeys during which people met."""

from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.extract.frames import Encounter
from pipeline.extract.scene import earlier, fresh
from pipeline.extract.sentences import Sentences
from pipeline.extract.tellings import dates_agree
from schemas.meeting import Kind, Side

ELSEWHEN = frozenset({"after", "before", "following", "since", "from"})  # prepositions of another time
NEAR = 2  # sentences for which what is told of a place is still the scene


def guests(visit: Encounter) -> set[int]:
    """The people who come, by number."""
    return {p.person for p in visit.parties if p.side is Side.GUEST and p.person is not None}


class Story:
    """What is told of one Doc so far; `found` and `visits` change as encounters learn from one another."""

    def __init__(self, doc: Doc, found: Sequence[Encounter]) -> None:
        self.doc = doc
        self.sentences = Sentences(doc)
        self.found = list(found)
        self.visits = [e for e in found if e.kind is Kind.VISIT]

    def news(self, encounter: Encounter) -> bool:
        """Whether an encounter is news: no background, and of a day near publication or of none."""
        return "background" not in encounter.features and fresh(self.doc, encounter.when)

    def during(self, encounter: Encounter) -> Encounter | None:
        """The visit during which people met: of one of them, to another's country or to where they met."""
        if encounter.kind is not Kind.TALKS:
            return None
        for visit in sorted(self.visits, key=lambda v: self._away(v, encounter)):
            met = guests(visit) & {p.person for p in encounter.parties}
            if met and self._there(visit, encounter) and dates_agree(visit.when, encounter.when):
                return visit
        return None

    def _there(self, visit: Encounter, encounter: Encounter) -> bool:
        """Whether people met where a visit goes: by the encounter's own place, else by who it was or how it is told."""
        country = visit.where.country
        if encounter.where.country:
            return encounter.where.country == country
        local = country in {p.actor.country for p in encounter.parties if p.actor}
        return local or self.journeyed(visit, encounter) or self._arrived(visit, encounter)

    def _away(self, visit: Encounter, encounter: Encounter) -> int:
        """How far before the encounter a journey's goal stands in its sentence: the last one counts."""
        before = encounter.trigger[0] - visit.where.span[1] if visit.where.span else -1
        return before if visit.sentence == encounter.sentence and before >= 0 else len(self.doc)

    def journeyed(self, visit: Encounter, encounter: Encounter) -> bool:
        """As in "came to Brussels on Monday for talks with"; not "flew to Brussels after meeting"."""
        if visit.sentence != encounter.sentence or visit.where.span is None:
            return False
        between = self.doc[visit.where.span[1] : encounter.trigger[0]]
        went = visit.trigger[0] < visit.where.span[1] <= encounter.trigger[0]
        return went and not any(t.lower_ in ELSEWHEN for t in between)

    def _arrived(self, visit: Encounter, encounter: Encounter) -> bool:
        """As in "flew to Muscat on Monday. They spent two hours with the rebels": told right after the journey."""
        away = self.sentences.away(visit.trigger[0], encounter.trigger[0])
        there = visit.where.city is not None and visit.status is encounter.status
        return there and 0 < away <= NEAR and not earlier(self.doc, encounter)
