"""Summits, conferences and assemblies told by a noun: "the Venice summit", "attended the conference"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.noun_parties import NounParties, compounded
from pipeline.extract.encounters.parties import actors_of, flat
from pipeline.extract.encounters.talk_nouns import TalkNouns
from pipeline.extract.encounters.triggers import Row, of_travel
from pipeline.extract.frames import Encounter, Party
from pipeline.extract.rows import words
from schemas.meeting import Kind

_TWO = 2


class SummitNouns:
    """Frames of nouns of gatherings."""

    def __init__(
        self, ctx: Context, maker: Maker, holders: Holders, parties: NounParties, talks: TalkNouns
    ) -> None:
        self.ctx = ctx
        self.maker = maker
        self.holders = holders
        self.parties = parties
        self.talks = talks

    def summit(self, i: int, row: Row) -> Iterator[Encounter]:
        """Summits, conferences and assemblies; a telephone conference is a call."""
        before = {t.lower_ for t in self.ctx.doc[max(i - 2, 0) : i]}
        if row.form == "conference" and before & words("frames", "telephone"):
            call = replace(row, form="teleconference", frame="call", kind=Kind.CALL)
            yield from self.talks.talks(i, call)
        elif not self._something_else(i):
            yield from self._gathering(i, row)

    def _something_else(self, i: int) -> bool:
        """As in "press conference", "party congress", "conference call"."""
        return (
            compounded(self.ctx, i)
            or any(t.lower_ in words("deeds", "no gathering") for t in self.ctx.doc[max(i - 1, 0) : i])
            or self.ctx.doc[i + 1 : i + 2].text.lower() in {"call", "calls"}
        )

    def _gathering(self, i: int, row: Row) -> Iterator[Encounter]:
        holders, partners = self.holders.holder(i)
        attendants = self._attendants(i)
        told = [*(holders or attendants), *flat(self.parties.groups(i)), *self.parties.modifiers(i)]
        told += flat(partners)
        placed = [] if told else self._present(i, row)
        attended = bool(attendants) and self._international(i, row)
        regional = bool(placed) or (row.form == "summit" and self._regional(i))
        features = [*(["attended"] if attended else []), *(["regional"] if regional else [])]
        parties = [*told, *placed]
        kind = Kind.SUMMIT if attendants else _size(parties)
        yield from self.maker.make(i, row, self.ctx.status.of_noun(i), parties, kind=kind, features=features)

    def _present(self, i: int, row: Row) -> list[Party]:
        """As in "Italy will push for a statement at the June economic summit in Venice": who acts at a summit."""
        ctx = self.ctx
        after = ctx.place_at(i + 2) if ctx.doc[i + 1 : i + 2].text == "in" else None
        towns = (after, self.maker.beside(i))
        at = ctx.graph.case(i).split(" ")[0] == "at"
        if row.form != "summit" or not at or not any(t and t.city for t in towns):
            return []
        verb = next((u for u in ctx.graph.ancestors(i) if ctx.doc[u].pos_ == "VERB"), None)
        return [] if verb is None else [p for p in ctx.doers(verb) if p.actor]

    def _regional(self, i: int) -> bool:
        """Whether the states of a part of the world meet: "the Franco-African summit", "the Russia-Africa summit"."""
        near = range(max(i - 3, 0), i)
        return any(a.form == "region" and a.start in near for a in self.ctx.doc._.actors)

    def _attendants(self, i: int) -> list[Party]:
        """Who goes there, as in "attended the summit", "flew to Rome for the summit"."""
        governor = self.ctx.args.governor(i)
        if governor is None:
            return []
        lemma = self.ctx.lemma(governor)
        bound = self.ctx.graph.case(i) == "for" and of_travel("verb", lemma)
        if not bound and lemma not in words("frames", "attend"):
            return []
        return [p for p in self.ctx.doers(governor) if p.somebody]

    def _international(self, i: int, row: Row) -> bool:
        """Whether states meet there: a summit, or a conference that is called international or has a name."""
        near = {t.lower_ for t in self.ctx.doc[max(i - 4, 0) : i]}
        named = self.ctx.doc[i].text[:1].isupper() and bool(near & words("frames", "world"))
        return row.form in {"summit", "mini-summit"} or named or "international" in near or "regional" in near


def _size(parties: Sequence[Party]) -> Kind:
    """A "summit" of two states is talks."""
    states = actors_of(parties)
    return Kind.TALKS if len(states) == _TWO and all(a.country for a in states) else Kind.SUMMIT
