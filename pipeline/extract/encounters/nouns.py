"""Talks, calls and summits told by a noun."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.encounters.making import Maker, distinct
from pipeline.extract.encounters.triggers import Row, triggers
from pipeline.extract.frames import Encounter, Party
from pipeline.extract.rows import words
from schemas.meeting import Kind

_GATHERING = 3  # actors that make a gathering of states


class NounFrames:
    """Frames of nouns."""

    def __init__(self, ctx: Context, maker: Maker, holders: Holders) -> None:
        self.ctx = ctx
        self.maker = maker
        self.holders = holders

    def _noun_needs(self, i: int, row: Row) -> bool:
        if self.ctx.doc[i : i + 2].text.lower() == "talk of":
            return False
        if not row.needs or row.needs & {"noun"}:
            return True
        if "phone" in row.needs:
            return (
                bool({t.lower_ for t in self.ctx.doc[max(i - 3, 0) : i]} & words("frames", "telephone"))
                or self.ctx.doc[i].lower_ != "call"
                or any(True for _ in self.ctx.args.obliques(i, "with", "between", "from"))
                or self.holders.placed_call(i)
                or any(True for n in self.ctx.args.obliques(i, "on") if n in self.ctx.graph.mention_at)
            )
        if "views" in row.needs:
            return any(t.lower_ in {"views", "view"} for t in self.ctx.doc[i : i + 4])
        if "with" in row.needs:
            nodes = [i, *(g for g in [self.ctx.args.governor(i)] if g is not None)]
            return any(
                True for n in nodes for _ in self.ctx.args.obliques(n, "with", "for", "to")
            ) or self.holders.treated(i)
        return True

    def talks(self, i: int, row: Row) -> Iterator[Encounter]:
        """Talks and calls."""
        if not self._noun_needs(i, row) or self.holders.compounded(i) or self._retold(i):
            return
        holders, partners = self.holders.holder(i)
        groups = self.holders.parties(i)
        modifiers = self.holders.modifiers(i)
        if len(modifiers) == 1 and (place := self.maker.beside(i)) and place.city:
            modifiers = []
        parties = [*holders, *[p for g in groups for p in g], *[p for g in partners for p in g], *modifiers]
        courtesy = (
            [p for n in self.ctx.args.obliques(i, "on") for p in self.ctx.parties(n) if p.name or p.role]
            if row.form == "call"
            else []
        )
        parties += courtesy
        courteous = self.ctx.doc[max(i - 1, 0)].lower_ == "courtesy"
        kind = (
            Kind.TALKS
            if courtesy or courteous
            else Kind.CALL
            if row.kind is Kind.CALL
            else self.maker.kind(i, row)
        )
        head = self.ctx.graph.head(i)
        if self.ctx.doc[head].lemma_.lower() in words("frames", "offer") and self.ctx.graph.dep(i) == "nmod":
            parties += [
                *self.holders.modifiers(head),
                *self.holders.holder(head)[0],
                *[p for g in self.holders.parties(head) for p in g],
            ]
        partnered = [p for g in (*groups, *partners) for p in g]
        if not holders and any(p.name for p in partnered) and len({p.actor for p in parties if p.actor}) == 1:
            parties = [*self.ctx.completed(i, partnered), *parties]
        features: list[str] = []
        if len({p.actor for p in parties if p.actor}) < 2 and kind is Kind.TALKS:  # noqa: PLR2004 - it takes two
            borrowed, features = self.holders.borrowed(i, parties)
            parties += borrowed
        if {self.ctx.doc[c].lower_ for c in self.ctx.graph.children(i, "amod")} & {
            "last",
            "previous",
            "earlier",
        }:
            features.append("background")
        if (
            kind is Kind.TALKS
            and self.maker.assembles(distinct(parties))
            and not self.holders.mediated(i)
            and row.form in {"meeting", "session", "talk"}
        ):
            kind = Kind.SUMMIT
        if kind is Kind.TALKS and self._multilateral(i, parties):
            kind = Kind.SUMMIT
        for told in self._each(i, parties, [*groups, *partners]):
            yield from self.maker.make(i, row, self.ctx.status.of_noun(i), told, kind=kind, features=features)

    def _multilateral(self, i: int, parties: list[Party]) -> bool:
        """As in "quadrilateral talks among Japan, Canada, France and Italy": states gather, not a few people."""
        before = {t.lower_ for t in self.ctx.doc[max(i - 5, self.ctx.doc[i].sent.start) : i]}
        actors = {p.actor for p in parties if p.actor}
        return (
            len(actors) >= _GATHERING
            and not any(p.name for p in parties)
            and bool(before & words("frames", "multilateral"))
        )

    def _retold(self, i: int) -> bool:
        """As in "a round of the India-Japan dialogue": the inner noun tells of it, parties and all."""
        inner = (
            n for n in self.ctx.args.obliques(i, "of") if self.ctx.doc[n].lemma_.lower() in triggers("noun")
        )
        return any(len(self.holders.modifiers(n)) > 1 for n in inner)

    def _each(self, i: int, parties: list[Party], groups: list[list[Party]]) -> Iterator[list[Party]]:
        """As in "separate meetings with A and B", "meetings with the leaders of A and B": one by one."""
        with_ = [p for n in self.ctx.args.obliques(i, "with") for p in self.ctx.parties(n)]
        others = [p for p in parties if p not in with_]
        flat = [p for g in groups for p in g]
        one = len({p.actor for p in others if p.actor}) == 1
        if with_ and not others and len({p.mention for p in with_}) == 1:
            return  # "in meetings with the leaders of A and B": these do not meet one another
        if (
            self.maker.apart(i)
            and one
            and len({p.actor for p in with_}) > 1
            and all(p in flat for p in with_)
        ):
            yield from ([*others, p] for p in with_)
        else:
            yield parties

    def summit(self, i: int, row: Row) -> Iterator[Encounter]:
        """Summits, conferences and assemblies."""
        if row.form == "conference" and {t.lower_ for t in self.ctx.doc[max(i - 2, 0) : i]} & words(
            "frames", "telephone"
        ):
            yield from self.talks(i, replace(row, form="teleconference", frame="call", kind=Kind.CALL))
            return
        if (
            self.holders.compounded(i)
            or any(t.lower_ in {"press", "news", "party"} for t in self.ctx.doc[max(i - 1, 0) : i])
            or self.ctx.doc[i + 1 : i + 2].text.lower() in {"call", "calls"}
        ):
            return
        holders, partners = self.holders.holder(i)
        parties = [*[p for g in self.holders.parties(i) for p in g], *self.holders.modifiers(i)]
        attendants = self._attendants(i)
        parties = [*(holders or attendants), *parties]
        parties += [p for g in partners for p in g]
        placed = [] if parties else self._present(i, row)
        parties += placed
        states = {p.actor for p in parties if p.actor}
        # A "summit" of two is talks, but for what one goes to.
        two = len(states) == 2 and all(a.country for a in states) and not attendants  # noqa: PLR2004
        yield from self.maker.make(
            i,
            row,
            self.ctx.status.of_noun(i),
            parties,
            kind=Kind.TALKS if two else Kind.SUMMIT,
            features=[
                *(["attended"] if attendants and self._international(i, row) else []),
                *(["regional"] if placed or (row.form == "summit" and self._regional(i)) else []),
            ],
        )

    def _present(self, i: int, row: Row) -> list[Party]:
        """As in "Italy will push for a statement at the June economic summit in Venice": who acts at a summit."""
        ctx = self.ctx
        after = ctx.place_at(i + 2) if ctx.doc[i + 1 : i + 2].text == "in" else None
        towns = (after, self.maker.beside(i))
        at = ctx.graph.case(i).split(" ")[0] == "at"
        if row.form != "summit" or not at or not any(t and t.city for t in towns):
            return []
        verb = next((u for u in ctx.graph.ancestors(i) if ctx.doc[u].pos_ == "VERB"), None)
        found = None if verb is None else ctx.args.subject(verb)
        return [p for p in ctx.parties(found[0]) if p.actor] if found and not found[1] else []

    def _regional(self, i: int) -> bool:
        """Whether the states of a part of the world meet: "the Franco-African summit", "the Russia-Africa summit"."""
        near = range(max(i - 3, 0), i)
        return any(a.form == "region" and a.start in near for a in self.ctx.doc._.actors)

    def _attendants(self, i: int) -> list[Party]:
        """Who goes there, as in "attended the summit", "flew to Rome for the summit"."""
        governor = self.ctx.args.governor(i)
        if governor is None:
            return []
        lemma, case = self.ctx.doc[governor].lemma_.lower(), self.ctx.graph.case(i)
        travels = (row := triggers("verb").get(lemma)) is not None and row.kind is Kind.VISIT
        if lemma not in words("frames", "attend") and not (case == "for" and travels):
            return []
        found = self.ctx.args.subject(governor)
        return [p for p in self.ctx.parties(found[0]) if p.name or p.role] if found and not found[1] else []

    def _international(self, i: int, row: Row) -> bool:
        """Whether states meet there: a summit, or a conference that is called international or has a name."""
        near = {t.lower_ for t in self.ctx.doc[max(i - 4, 0) : i]}
        named = self.ctx.doc[i].text[:1].isupper() and bool(near & words("frames", "world"))
        return row.form in {"summit", "mini-summit"} or named or "international" in near or "regional" in near
