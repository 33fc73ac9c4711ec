"""A journey becomes a visit: for those of its guests to whom the goal is abroad."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.goals import Goals
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.triggers import Row
from pipeline.extract.frames import Encounter, Party, Where
from pipeline.extract.status import Reading
from schemas.meeting import Kind, Side, Status


class Journeys:
    """Makes visits; `goals` finds where they go."""

    def __init__(self, ctx: Context, maker: Maker) -> None:
        self.ctx = ctx
        self.maker = maker
        self.goals = Goals(ctx)

    def visits(
        self,
        i: int,
        row: Row,
        reading: Reading,
        guests: Sequence[Party],
        goals: Sequence[Where],
        *hosts: Party,
    ) -> Iterator[Encounter]:
        """Yield a visit for each goal that is abroad for a guest, with the hosts who are at home there."""
        guests = [replace(p, side=Side.GUEST) for p in guests if p.actor]
        receiving = [*hosts, *self._inviters(i)]
        for goal in goals:
            travellers = [p for p in guests if p.actor and p.actor.country != goal.country and p.somebody]
            # Where a tour of a part of the world has led is told by its stops.
            ahead = reading.status is not Status.HELD and self.goals.part_of_the_world(goal)
            if not travellers or not (goal.country or ahead):
                continue
            own = at_home(receiving, goal) if goal.country else []
            # A part of the world, as in "left for the Middle East", is abroad for all: no second party is needed.
            features = [] if goal.country else ["abroad"]
            yield from self.maker.make(
                i, row, reading, [*travellers, *own], kind=Kind.VISIT, where=goal, features=features
            )

    def _inviters(self, i: int) -> list[Party]:
        """As in "at the invitation of Chinese Premier Li Keqiang"."""
        for token in self.ctx.doc[i].sent:
            if token.lower_ == "invitation":
                found = self.ctx.parties_of(self.ctx.args.obliques(token.i, "of", "from"))
                return self.ctx.sided([p for p in found if p.name], Side.HOST)
        return []


def at_home(parties: Sequence[Party], where: Where) -> list[Party]:
    """Those of the country where a place is."""
    return [p for p in parties if p.actor and p.actor.country == where.country]
