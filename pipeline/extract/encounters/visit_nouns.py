"""Visits told by a noun: "a two-day visit to Italy", "is on her way to Rome"."""

from collections.abc import Iterator, Sequence

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.encounters.journeys import Journeys
from pipeline.extract.encounters.noun_parties import compounded
from pipeline.extract.encounters.triggers import Row
from pipeline.extract.frames import Actor, Encounter, Party, Where
from pipeline.extract.rows import words
from pipeline.extract.status import Reading
from schemas.meeting import Side, Status


class VisitNouns:
    """Frames of nouns of travel."""

    def __init__(self, ctx: Context, holders: Holders, journeys: Journeys) -> None:
        self.ctx = ctx
        self.holders = holders
        self.journeys = journeys
        self.goals = journeys.goals

    def noun(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "a two-day visit to Italy"."""
        if compounded(self.ctx, i) or self.ctx.doc[max(i - 1, 0) : i + 1].text.lower() == "in return":
            return
        holders, _ = self.holders.holder(i)
        goals = self._goals(i, row)
        guests = self._guests(i, row, holders, goals)
        hosts = self._hosts(i, [h for h in holders if h.name and h not in guests])
        yield from self.journeys.visits(i, row, self.ctx.status.of_noun(i), guests, goals, *hosts)

    def under_way(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "is on her way to Rome"."""
        if "on" not in self.ctx.graph.case(i).split():
            return
        guests = [g for g in self._owners(i) or self.ctx.subject(i)[0] if g.somebody]
        goals = self.goals.destinations(self.ctx.args.obliques(i, "to"))
        yield from self.journeys.visits(i, row, Reading(Status.PLANNED, "on the way"), guests, goals)

    # -- who goes ----------------------------------------------------------------------------------------------

    def _guests(self, i: int, row: Row, holders: Sequence[Party], goals: Sequence[Where]) -> list[Party]:
        """Whose visit it is, by the noun's own phrase, by the verb above, or by who is spoken of there."""
        told = self._owners(i) or self._makers(i) or holders or self._bearer(i)
        guests = [g for g in told if g.somebody]
        if not guests and goals and row.form in {"visit", "trip", "tour"}:
            visited = Party(None, None, Actor(country=goals[0].country))
            guests = [p for p in self.ctx.completed(i, [visited]) if p.name]
        return guests

    def _owners(self, i: int) -> list[Party]:
        """As in "Dubois's visit", "her way"."""
        owner = self.ctx.args.owner(i)
        return self.ctx.parties(owner) if owner is not None else []

    def _makers(self, i: int) -> list[Party]:
        """As in "a visit by Dubois", "the visit of the French president"."""
        told = [p for p in self.ctx.parties_of(self.ctx.args.obliques(i, "by", "of")) if p.somebody]
        return told or [p for g in self.ctx.onwards(i, ("by",)) for p in g if p.somebody]

    def _bearer(self, i: int) -> list[Party]:
        """As in "Pompeo, on a seven-hour stop in Kabul"; "the trip will take Jaishankar to Washington"."""
        head = self.ctx.graph.head(i)
        if head in self.ctx.graph.mention_at and self.ctx.graph.case(i) in {"on", "during"}:
            return self.ctx.parties(head)
        if any(True for _ in self.ctx.graph.children(i, "cop")) and "on" in self.ctx.graph.case(i).split():
            return self.ctx.subject(i)[0]
        if self.ctx.lemma(head) in words("deeds", "carry") and self.ctx.graph.dep(i).startswith("nsubj"):
            return self.ctx.parties_of(self.ctx.args.objects(head))
        return []

    def _hosts(self, i: int, holders: list[Party]) -> list[Party]:
        """As in "Rossi hosted a visit by Dubois"."""
        governor = self.ctx.args.governor(i)
        receiving = governor is not None and self.ctx.lemma(governor) in words("deeds", "receive")
        return self.ctx.sided(holders, Side.HOST) if receiving else []

    # -- where to ----------------------------------------------------------------------------------------------

    def _goals(self, i: int, row: Row) -> list[Where]:
        """Where it goes, by the noun's own phrase, by the verb above, or by where the report comes from."""
        return (
            self.goals.destinations(self.ctx.args.obliques(i, *_towards(row)))
            or self.goals.compound_goal(i)
            or self.goals.here(i)
            or self.goals.goal_onwards(i)
            or self._governed(i)
            or self._at_home(i)
        )

    def _governed(self, i: int) -> list[Where]:
        """As in "travelled to Rome on a visit", "left Paris after a visit"."""
        governor = self.ctx.args.governor(i)
        if governor is None:
            return []
        towards = self.ctx.args.obliques(governor, "to", "in", "for", "through", "around")
        return self.goals.destinations(towards) or self.goals.here(governor) or self._departed(governor)

    def _departed(self, verb: int) -> list[Where]:
        """As in "left Paris after a visit": the place that is left is the one that was visited."""
        if self.ctx.lemma(verb) not in words("frames", "departure"):
            return []
        return self.goals.destinations([*self.ctx.args.objects(verb), *self.ctx.args.obliques(verb, "from")])

    def _at_home(self, i: int) -> list[Where]:
        """As in "The visit is her first", "began a visit": where the report comes from."""
        elsewhere = any(True for _ in self.ctx.args.obliques(i, "to", "in", "at", "of"))
        determiners = self.ctx.graph.children(i, "det", "nmod:poss")
        known = any(self.ctx.doc[c].lower_ in {"the", "this", "his", "her"} for c in determiners)
        governor = self.ctx.args.governor(i)
        opened = governor is not None and self.ctx.lemma(governor) in words("frames", "opening")
        return self.goals.home() if (known and not elsewhere) or opened else []


def _towards(row: Row) -> tuple[str, ...]:
    """The prepositions behind which a visit's goal stands: "a stay in", "a return from"."""
    if row.form in words("frames", "stay"):
        return "to", "in", "of", "through", "around"
    return ("from",) if row.form == "return" else ("to",)
