"""Talks told by what people do face to face: they sign a treaty, hand over a letter, speak to a visitor."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.journeys import Journeys
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.parties import actors_of
from pipeline.extract.encounters.triggers import Row, of_travel, triggers
from pipeline.extract.encounters.verbs import VerbFrames
from pipeline.extract.frames import Encounter, Form, Party, Where
from pipeline.extract.rows import words
from pipeline.extract.status import Reading
from schemas.meeting import Kind, Side, Status

_PAIR = 2


class DeedFrames:
    """Frames of verbs that tell of an encounter by what was done there."""

    def __init__(self, ctx: Context, maker: Maker, verbs: VerbFrames, journeys: Journeys) -> None:
        self.ctx = ctx
        self.maker = maker
        self.verbs = verbs
        self.journeys = journeys

    def jointly(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "Dubois and Rossi signed a treaty", "the treaty was signed by Dubois and Rossi"; not at a summit."""
        if self._aside(i):
            return
        a, passive = self.ctx.subject(i)
        doers = self.ctx.parties_of(self.ctx.args.obliques(i, "by")) if passive else a
        doers += self.ctx.parties_of(self.ctx.args.obliques(i, "with"))
        people = [p for p in doers if p.actor and p.somebody]
        if len(actors_of(people)) >= _PAIR and any(map(self._named, people)):
            yield from self.maker.make(i, row, self.ctx.status.of_verb(i), people)

    def _aside(self, i: int) -> bool:
        """Whether it is an aim ("was invited to sign"), or was done at a summit that the sentence tells of."""
        to = self.ctx.doc[max(i - 1, 0)].lower_ == "to"
        rows = (triggers("noun").get(t.lemma_.lower()) for t in self.ctx.doc[i].sent)
        return to or any(row is not None and row.kind is Kind.SUMMIT for row in rows)

    def _named(self, party: Party) -> bool:
        """Whether a party is named there, and not one of "the two sides"."""
        return party.mention is not None and self.ctx.doc._.mentions[party.mention].form is Form.NAMED

    def deliver(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "handed Rossi a letter from Dubois", "delivered a verbal message to Rossi"."""
        a, passive = self.ctx.subject(i)
        things = [o for o in self.ctx.args.objects(i) if self.ctx.lemma(o) in row.needs]
        if passive or not any(self._in_person(o) for o in things):
            return
        givers = [p for p in a if p.somebody]
        takers = [p for p in self.ctx.parties_of(self._receivers(i, things)) if p.somebody]
        if givers and takers:
            givers, takers = self.ctx.sided(givers, Side.GUEST), self.ctx.sided(takers, Side.HOST)
            yield from self.maker.encounter(i, row, givers, [takers])

    def _receivers(self, i: int, things: Sequence[int]) -> Iterator[int]:
        """Yield to whom things are handed over: "to Rossi", "handed Rossi a letter", "a letter from him to Rossi"."""
        yield from self.ctx.args.obliques(i, "to")
        yield from (o for o in self.ctx.args.objects(i) if o not in things)
        senders = (n for o in things for n in self.ctx.args.obliques(o, "from", "of"))
        yield from (n for o in (*things, *senders) for n in self.ctx.args.obliques(o, "to"))

    def _in_person(self, thing: int) -> bool:
        """Whether what is handed over is a paper, or the words of somebody else; no figure of speech."""
        doc = self.ctx.doc
        if self.ctx.lemma(thing) in words("frames", "paper"):
            return True
        told = {doc[c].lower_ for c in self.ctx.graph.children(thing, "amod", "compound")}
        return bool(told & words("frames", "verbal")) or any(
            True for _ in self.ctx.args.obliques(thing, "from", "of")
        )

    def tell(self, i: int, row: Row) -> Iterator[Encounter]:
        """By telephone a call; otherwise talks where one of the two is said to be a visitor, or went there."""
        if self.maker.kind(i, replace(row, frame="with", kind=Kind.TALKS)) is Kind.CALL:
            yield from self._telephoned(i, replace(row, kind=Kind.CALL, needs=frozenset()))
            return
        a, passive = self.ctx.subject(i)
        b = self.ctx.objects(i)
        if passive:
            a, b = self.ctx.parties_of(self.ctx.args.obliques(i, "by")), a
        visiting = any(self.visitor(p) for p in (*a, *b))
        if a and b and (visiting or self._went_to(i, a, b)):
            if visiting:
                a, b = self._received(a), self._received(b)
            yield from self.maker.encounter(i, replace(row, kind=Kind.TALKS), a, [b])

    def _telephoned(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "spoke by telephone to Rossi", "briefed Rossi by telephone"."""
        beside = any(True for _ in self.ctx.args.obliques(i, "with", "to"))
        frame = self.verbs.with_ if beside and not self.ctx.args.objects(i) else self.verbs.guest
        yield from frame(i, row)

    def _went_to(self, i: int, tellers: Sequence[Party], told: Sequence[Party]) -> bool:
        """As in "flew to Paris to brief Dubois"."""
        travels = of_travel("verb", self.ctx.lemma(self.ctx.graph.head(i)))
        aim = self.ctx.graph.dep(i) in {"advcl", "xcomp"} and self.ctx.doc[max(i - 1, 0)].lower_ == "to"
        theirs = {p.actor for p in tellers}
        known = None not in theirs and any(p.name and p.actor not in theirs for p in told)
        return aim and known and travels

    def visitor(self, party: Party) -> bool:
        """Whether a party is called a visiting one."""
        if party.mention is None:
            return False
        mention = self.ctx.doc._.mentions[party.mention]
        near = self.ctx.doc[max(mention.start - 1, 0) : mention.end - 1]
        return any(t.lower_ in words("deeds", "visitor") for t in near)

    def _received(self, parties: Sequence[Party]) -> list[Party]:
        return self.ctx.sided(list(parties), Side.GUEST if any(map(self.visitor, parties)) else Side.HOST)

    def visits_of(self, told: Encounter) -> Iterator[Encounter]:
        """The visit that "met visiting Foreign Minister Rossi" tells of beside the talks."""
        guests = [p for p in told.parties if self.visitor(p) and p.actor]
        states = {p.actor.country for p in told.parties if p.actor and p not in guests} - {None}
        hosts = [p for p in told.parties if p not in guests]
        if told.kind is not Kind.TALKS or not guests or len(states) != 1:
            return
        row = Row("visiting", "visit", Kind.VISIT, frozenset())
        goal = Where(country=next(iter(states)))
        receiving = self.ctx.sided([h for h in hosts if h.name], Side.HOST)
        reading = Reading(Status.HELD, "visiting")
        for each in self.journeys.visits(told.trigger[0], row, reading, guests, [goal]):
            yield replace(each, parties=(*each.parties, *receiving))

    def escort(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "accompanied Rossi to the airport", "saw Rossi off"."""
        a, passive = self.ctx.subject(i)
        if passive:
            return
        b = [p for p in self.ctx.objects(i) if p.name]
        forms = {self.ctx.doc._.mentions[p.mention].form for p in a if p.mention is not None}
        if b and Form.PRONOUN not in forms:
            yield from self.maker.encounter(i, row, a, [b])
