"""Visits told by a verb of travel: "visited Italy", "arrived in Rome", "led a delegation to Rome"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.journeys import Journeys
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.triggers import Row, of_travel
from pipeline.extract.frames import Encounter, Party, Where
from pipeline.extract.rows import words
from pipeline.extract.status import Reading
from schemas.meeting import Kind, Side, Status

_PARTICLES = frozenset({"off", "out", "down", "over"})  # "set off for", "touched down in"


class VisitFrames:
    """Frames of verbs of travel."""

    def __init__(self, ctx: Context, maker: Maker, journeys: Journeys) -> None:
        self.ctx = ctx
        self.maker = maker
        self.journeys = journeys
        self.goals = journeys.goals

    def visit(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "visited Italy"; "visited Rossi" is talks."""
        guests, passive = self.ctx.subject(i)
        if passive:
            return
        hosts = [p for p in self.ctx.parties_of(self.ctx.args.objects(i)) if p.name]
        if hosts and row.form == "visit":
            a, b = self.ctx.sided(guests, Side.GUEST), self.ctx.sided(hosts, Side.HOST)
            yield from self.maker.encounter(i, replace(row, kind=Kind.TALKS), a, [b])
        else:
            goals = self._visited(i, row, guests)
            yield from self.journeys.visits(i, row, self.ctx.status.of_verb(i), guests, goals)

    def _visited(self, i: int, row: Row, guests: Sequence[Party]) -> list[Where]:
        """What is visited: a place, "here", "the country", or where the sights lie."""
        objects = self.ctx.args.objects(i)
        home = frozenset(p.actor.country for p in guests if p.actor)
        return (
            self.goals.destinations(self.goals.places(objects) if row.form == "enter" else objects)
            or self.goals.here(i)
            or self.goals.the_country(objects, home)
            or self.goals.sights(i, objects)
        )

    def travel(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "arrived in Rome", "left for Rome"; "came together" is talks."""
        guests, passive = self.ctx.subject(i)
        if passive:
            return
        if row.form == "come" and self.ctx.doc[i : i + 2].text.lower().endswith("together"):
            yield from self.maker.make(i, replace(row, kind=Kind.TALKS), self.ctx.status.of_verb(i), guests)
            return
        reading = self.ctx.status.of_verb(i)
        if reading.cue == "is meeting" and row.form in words("frames", "setting out"):
            reading = Reading(Status.PLANNED, "is leaving")
        yield from self.journeys.visits(i, row, reading, guests, self._travelled_to(i, row))

    def _travelled_to(self, i: int, row: Row) -> list[Where]:
        """Behind a preposition of the row, "here", where the report comes from, or the place that is left."""
        prepositions = sorted(row.needs - {"here"})
        if row.needs & _PARTICLES:
            prepositions += ["to", "for", "in", "at"]
        return (
            self.goals.destinations(self.ctx.args.obliques(i, *prepositions))
            or self.goals.here(i)
            or self._arrived(i, row)
            or self._left(i, row)
            or self.goals.the_region(self.ctx.args.obliques(i, *prepositions))
        )

    def _arrived(self, i: int, row: Row) -> list[Where]:
        """As in "arrived on Monday": where the report comes from."""
        elsewhere = any(self.ctx.graph.case(o) in {"in", "at", "to"} for o in self.ctx.args.obliques(i))
        return self.goals.home() if row.form in words("frames", "arrival") and not elsewhere else []

    def _left(self, i: int, row: Row) -> list[Where]:
        """As in "left Italy"."""
        places = self.goals.places(self.ctx.args.objects(i)) if row.form == "leave" else []
        return self.goals.destinations(places)

    def lead(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "led a delegation to Rome"."""
        a, passive = self.ctx.subject(i)
        if passive:
            return
        nodes = [i, *self.ctx.args.objects(i)]
        goals = self.goals.destinations(n for k in nodes for n in self.ctx.args.obliques(k, "to"))
        guests = [p for p in a if p.somebody]
        yield from self.journeys.visits(i, row, self.ctx.status.of_verb(i), guests, goals)

    def sent(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "sent its envoy to Rome", "was dispatched to Rome", "a tour that took her to Italy"."""
        a, passive = self.ctx.subject(i)
        if row.form == "take" and (passive or not self._carries(i)):
            return
        sent = a if passive else self.ctx.parties_of(self.ctx.args.objects(i))
        goals = self.goals.destinations(self.ctx.args.obliques(i, "to"))
        guests = [g for g in sent if g.somebody]
        yield from self.journeys.visits(i, row, self.ctx.status.of_verb(i), guests, goals)

    def _carries(self, i: int) -> bool:
        """Whether the subject is a journey: "the tour", "the second leg of the trip"."""
        found = self.ctx.args.subject(i)
        nodes = [found[0], *self.ctx.graph.children(found[0], "nmod")] if found else []
        return any(of_travel("noun", self.ctx.lemma(n)) for n in nodes)
