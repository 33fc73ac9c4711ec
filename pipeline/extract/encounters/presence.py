"""Visits told by where somebody is: "will be in Port Louis", "Dubois, in Rome for a summit, said"."""

from collections.abc import Iterator

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.journeys import Journeys
from pipeline.extract.encounters.triggers import Row
from pipeline.extract.frames import Encounter, Form, Where
from pipeline.extract.status import Reading
from schemas.meeting import Status

_ASIDE = 3  # tokens before a place that an aside takes: a name, a comma and "in"
_DUE = frozenset({"due", "expected"})  # adjectives that hold a copula's place; their status is read here


class PresenceFrames:
    """Frames of being somewhere."""

    def __init__(self, ctx: Context, journeys: Journeys) -> None:
        self.ctx = ctx
        self.journeys = journeys
        self.goals = journeys.goals

    def be_in(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "Krishna will be in Port Louis", "is due in Moscow"."""
        subject, goals = self._subject(i), self._there(i)
        if subject is None or not goals:
            return
        guests = [p for p in self.ctx.parties(subject) if p.somebody]
        yield from self.journeys.visits(i, row, self._reading(i), guests, goals)

    def _subject(self, i: int) -> int | None:
        """Who is there: the subject, or a mention that the place hangs on."""
        found = self.ctx.args.subject(i)
        head = self.ctx.graph.head(i)
        return found[0] if found else head if head in self.ctx.graph.mention_at else None

    def _there(self, i: int) -> list[Where]:
        """The place at token `i` behind "in"; where one is "due" or "expected", or who is "here"."""
        word = self.ctx.doc[i].lower_
        if self.ctx.place_at(i) and "in" in self.ctx.graph.case(i).split():
            return self.goals.destinations([i])
        if word not in _DUE | {"here"}:
            return []
        goals = self.goals.destinations(self.ctx.args.obliques(i, "in", "at")) or self.goals.here(i)
        return goals or (self.goals.home() if word == "here" else [])

    def _reading(self, i: int) -> Reading:
        """The status of the copula; "due" and "expected" are still to come."""
        reading, doc = self.ctx.status.of_verb(i), self.ctx.doc
        adverbs = {doc[c].lower_ for c in self.ctx.graph.children(i, "advmod", "amod")}
        due = _DUE & {*self.ctx.graph.case(i).split(), doc[i].lower_, *adverbs}
        return Reading(Status.PLANNED, "due") if due and reading.status is Status.HELD else reading

    def aside(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "Dubois, in Rome for a summit, said", by order."""
        if not self._opens(i):
            return
        for number, mention in enumerate(self.ctx.doc._.mentions):
            if mention.end == i - 2 and mention.form in {Form.NAMED, Form.OFFICE}:
                goals = self.goals.destinations([i])
                guests = self.ctx.refs.of_mention(number)
                yield from self.journeys.visits(i, row, Reading(Status.HELD, "in"), guests, goals)

    def _opens(self, i: int) -> bool:
        """Whether token `i` begins a place behind ", in" that "for", "on" or "to" follows."""
        place, doc = self.ctx.places.get(i), self.ctx.doc
        if place is None or place.start != i or i < _ASIDE:
            return False
        if doc[i - 1].lower_ != "in" or doc[i - 2].text != ",":
            return False
        end = place.end + (1 if doc[place.end : place.end + 1].text == "," else 0)
        return doc[end : end + 1].text.lower() in {"for", "on", "to"} and not self._dated(i, end)

    def _dated(self, i: int, end: int) -> bool:
        """Whether ", in Rome on Monday" tells where and when a verb before it happened."""
        doc = self.ctx.doc
        on_day = doc[end].lower_ == "on" and doc[end + 1 : end + 2].text[:1].isupper()
        return on_day and any(t.pos_ == "VERB" for t in doc[doc[i].sent.start : i])
