"""Visits and talks told by an invitation: "invited Dubois to visit Rome", "rejected an invitation to talks"."""

from collections.abc import Iterator, Sequence

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.journeys import Journeys, at_home
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.triggers import Row, of_travel, triggers
from pipeline.extract.frames import Encounter, Party, Where
from pipeline.extract.rows import words
from pipeline.extract.status import Reading, table
from schemas.meeting import Kind, Side, Status


class InvitationFrames:
    """Frames of inviting, and of what becomes of an invitation."""

    def __init__(self, ctx: Context, maker: Maker, journeys: Journeys) -> None:
        self.ctx = ctx
        self.maker = maker
        self.goals = journeys.goals

    def invite(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "invited Dubois to visit Rome"."""
        a, passive = self.ctx.subject(i)
        hosts = self.ctx.parties_of(self.ctx.args.obliques(i, "by")) if passive else a
        asked = a if passive else self.ctx.parties_of(self.ctx.args.objects(i))
        guests = self.ctx.sided([g for g in asked if g.somebody], Side.GUEST)
        reading = Reading(Status.PROPOSED, "invite")
        for goal in self._asked_to(i, hosts)[:1]:
            parties = [*guests, *at_home(self.ctx.sided(hosts, Side.HOST), goal)]
            yield from self.maker.make(i, row, reading, parties, kind=Kind.VISIT, where=goal)

    def _asked_to(self, i: int, hosts: Sequence[Party]) -> list[Where]:
        """Where the verb asks one to come; where nothing is said, to the country of who invites."""
        goals = self.goals.destinations(self.ctx.args.obliques(i, "to"))
        for c in self.ctx.graph.children(i, "xcomp", "advcl", "ccomp"):
            nodes = [*self.ctx.args.objects(c), *self.ctx.args.obliques(c, "to", "in")]
            goals += self.goals.destinations(nodes)
        home = hosts[0].actor.country if hosts and hosts[0].actor else None
        return goals or ([Where(country=home)] if home else [])

    def invitation(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "rejected an invitation from mediators to resume peace talks", "extended an invitation to Rossi"."""
        governor = self.ctx.args.governor(i)
        if governor is None or self.ctx.graph.dep(i) not in {"obj", "nsubj:pass"}:
            return
        effect = _answer(self.ctx.status.lemma(governor))
        if effect is Status.PROPOSED:
            yield from self._extended(i, governor, row)
        elif effect is not None:
            yield from self._answered(i, governor, row, effect)

    def _extended(self, i: int, governor: int, row: Row) -> Iterator[Encounter]:
        """As in "extended an invitation to Rossi to visit Paris"."""
        guests, goals = self._invited(i, governor), self._invited_to(i, governor)
        if goals and guests:
            parties = self._sides(guests, self.ctx.doers(governor), goals[0])
            yield from self._made(i, row, Status.PROPOSED, parties, goals[0])

    def _answered(self, i: int, governor: int, row: Row, effect: Status) -> Iterator[Encounter]:
        """As in "accepted an invitation from Dubois to visit Paris", "rejected an invitation to talks"."""
        hosts = self.ctx.parties_of(self.ctx.args.obliques(i, "from", "by", "of"))
        where = next(iter(self._invited_to(i, governor)), None)
        parties = self._sides(self.ctx.doers(governor), hosts, where)
        yield from self._made(i, row, effect, parties, where)

    def _sides(self, guests: list[Party], hosts: list[Party], where: Where | None) -> list[Party]:
        """Both, without the hosts who are said to be of elsewhere."""
        own = [h for h in hosts if where is None or not h.actor or h.actor.country == where.country]
        return [*self.ctx.sided(guests, Side.GUEST), *self.ctx.sided(own, Side.HOST)]

    def _made(
        self, i: int, row: Row, effect: Status, parties: list[Party], where: Where | None
    ) -> Iterator[Encounter]:
        kind, reading = Kind.VISIT if where else Kind.TALKS, Reading(effect, "invitation")
        yield from self.maker.make(i, row, reading, parties, kind=kind, where=where)

    def _invited_to(self, i: int, governor: int) -> list[Where]:
        """Where an invitation asks one to come."""
        asked = [
            c
            for k in (i, governor)
            for c in self.ctx.graph.children(k, "acl", "xcomp", "advcl")
            if c > i and self._goes(c)
        ]
        nodes = [n for c in asked for n in (*self.ctx.args.objects(c), *self.ctx.args.obliques(c, "to"))]
        nodes += [m for n in nodes for m in self.ctx.args.obliques(n, "to")]
        towards = (n for k in (i, governor) for n in self.ctx.args.obliques(k, "to") if n > i)
        return self.goals.destinations([*nodes, *towards])

    def _invited(self, i: int, governor: int) -> list[Party]:
        """Whom an invitation is extended to."""
        nodes = [n for k in (i, governor) for n in self.ctx.args.obliques(k, "to")]
        nodes += [o for o in self.ctx.args.objects(governor) if o != i]
        return [p for p in self.ctx.parties_of(nodes) if p.somebody]

    def _goes(self, verb: int) -> bool:
        """Whether one is asked to come, not to meet somebody."""
        lemma = self.ctx.lemma(verb)
        return lemma not in triggers("verb") or of_travel("verb", lemma)


def _answer(lemma: str) -> Status | None:
    """What a verb makes of an invitation: accepted, rejected or extended."""
    if lemma in words("deeds", "accept"):
        return Status.PLANNED
    if lemma in words("deeds", "extend"):
        return Status.PROPOSED
    return Status.REFUSED if table("verb").get(lemma) == "refused" else None
