"""Talks and calls told by a noun: "held talks with Rossi", "a telephone call between A and B"."""

from collections.abc import Iterator, Sequence

from pipeline.extract.encounters.borrowing import Borrowing
from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.noun_parties import NounParties, compounded
from pipeline.extract.encounters.parties import actors_of, distinct, flat
from pipeline.extract.encounters.triggers import Row, triggers
from pipeline.extract.frames import Encounter, Party
from pipeline.extract.rows import words
from schemas.meeting import Kind

_GATHERING = 3  # actors that make a gathering of states


class TalkNouns:
    """Frames of nouns of talks and calls."""

    def __init__(self, ctx: Context, maker: Maker, holders: Holders, parties: NounParties) -> None:
        self.ctx = ctx
        self.maker = maker
        self.holders = holders
        self.parties = parties
        self.borrowing = Borrowing(ctx, holders)

    def talks(self, i: int, row: Row) -> Iterator[Encounter]:
        """Talks and calls."""
        if not self._needed(i, row) or compounded(self.ctx, i) or self._retold(i):
            return
        groups, parties = self._told(i, row)
        kind, features = self._kind(i, row), self._tinge(i)
        if kind is Kind.TALKS and len(actors_of(parties)) < 2:  # noqa: PLR2004 - it takes two
            borrowed, more = self.borrowing.borrowed(i, parties)
            parties, features = [*parties, *borrowed], [*features, *more]
        if kind is Kind.TALKS and self._gathers(i, row, parties):
            kind = Kind.SUMMIT
        for some in self._each(i, parties, groups):
            yield from self.maker.make(i, row, self.ctx.status.of_noun(i), some, kind=kind, features=features)

    # -- whether it tells of an encounter ----------------------------------------------------------------------

    def _needed(self, i: int, row: Row) -> bool:
        """Whether the words that the row needs stand around the noun."""
        if self.ctx.doc[i : i + 2].text.lower() == "talk of":
            return False
        if not row.needs or row.needs & {"noun"}:
            return True
        if "phone" in row.needs:
            return self._telephonic(i)
        if "views" in row.needs:
            return any(t.lower_ in {"views", "view"} for t in self.ctx.doc[i : i + 4])
        return "with" not in row.needs or self._partnered(i)

    def _telephonic(self, i: int) -> bool:
        """Whether a call is one between people, and not one for action."""
        near = {t.lower_ for t in self.ctx.doc[max(i - 3, 0) : i]}
        return (
            bool(near & words("frames", "telephone"))
            or self.ctx.doc[i].lower_ != "call"
            or any(True for _ in self.ctx.args.obliques(i, "with", "between", "from"))
            or self.holders.placed_call(i)
            or any(True for n in self.ctx.args.obliques(i, "on") if n in self.ctx.graph.mention_at)
        )

    def _partnered(self, i: int) -> bool:
        """As in "lunch with Rossi", "had dinner with him", "gave Rossi lunch"."""
        governor = self.ctx.args.governor(i)
        nodes = [i] if governor is None else [i, governor]
        beside = any(True for n in nodes for _ in self.ctx.args.obliques(n, "with", "for", "to"))
        return beside or self.holders.treated(i)

    def _retold(self, i: int) -> bool:
        """As in "a round of the India-Japan dialogue": the inner noun tells of it, parties and all."""
        inner = (n for n in self.ctx.args.obliques(i, "of") if self.ctx.lemma(n) in triggers("noun"))
        return any(len(self.parties.modifiers(n)) > 1 for n in inner)

    # -- whose they are ----------------------------------------------------------------------------------------

    def _told(self, i: int, row: Row) -> tuple[list[list[Party]], list[Party]]:
        """(groups that it is held with, all parties) by the noun's phrase and the verb above."""
        holders, partners = self.holders.holder(i)
        groups = [*self.parties.groups(i), *partners]
        partnered = flat(groups)
        parties = [*holders, *partnered, *self._modifiers(i), *self._courtesy(i, row), *self._offered(i)]
        if not holders and any(p.name for p in partnered) and len(actors_of(parties)) == 1:
            parties = [*self.ctx.completed(i, partnered), *parties]
        return groups, parties

    def _modifiers(self, i: int) -> list[Party]:
        """Actors right before the noun, and no lone city: "the Venice talks"."""
        modifiers = self.parties.modifiers(i)
        place = self.maker.beside(i) if len(modifiers) == 1 else None
        return [] if place and place.city else modifiers

    def _courtesy(self, i: int, row: Row) -> list[Party]:
        """As in "paid a call on Rossi"."""
        if row.form != "call":
            return []
        return [p for p in self.ctx.parties_of(self.ctx.args.obliques(i, "on")) if p.somebody]

    def _offered(self, i: int) -> list[Party]:
        """As in "Rossi's offer of talks": whose the offer is."""
        head = self.ctx.graph.head(i)
        if self.ctx.lemma(head) not in words("frames", "offer") or self.ctx.graph.dep(i) != "nmod":
            return []
        holders, _ = self.holders.holder(head)
        return [*self.parties.modifiers(head), *holders, *flat(self.parties.groups(head))]

    def _each(
        self, i: int, parties: Sequence[Party], groups: Sequence[Sequence[Party]]
    ) -> Iterator[Sequence[Party]]:
        """As in "separate meetings with A and B", "meetings with the leaders of A and B": one by one."""
        with_ = self.ctx.parties_of(self.ctx.args.obliques(i, "with"))
        others = [p for p in parties if p not in with_]
        if with_ and not others and len({p.mention for p in with_}) == 1:
            return  # "in meetings with the leaders of A and B": these do not meet one another
        one, several = len(actors_of(others)) == 1, len({p.actor for p in with_}) > 1
        if one and several and all(p in flat(groups) for p in with_) and self.maker.apart(i):
            yield from ([*others, p] for p in with_)
        else:
            yield parties

    # -- what kind they are ------------------------------------------------------------------------------------

    def _kind(self, i: int, row: Row) -> Kind:
        """A courtesy call is talks."""
        if self._courtesy(i, row) or self.ctx.doc[max(i - 1, 0)].lower_ == "courtesy":
            return Kind.TALKS
        return Kind.CALL if row.kind is Kind.CALL else self.maker.kind(i, row)

    def _tinge(self, i: int) -> list[str]:
        """As in "their last meeting": told as background."""
        adjectives = {self.ctx.doc[c].lower_ for c in self.ctx.graph.children(i, "amod")}
        return ["background"] if adjectives & {"last", "previous", "earlier"} else []

    def _gathers(self, i: int, row: Row, parties: Sequence[Party]) -> bool:
        """Whether it is a summit: the assembly of an organisation, or a gathering of states."""
        meets = row.form in {"meeting", "session", "talk"} and not self.holders.mediated(i)
        return (meets and self.maker.assembles(distinct(parties))) or self._multilateral(i, parties)

    def _multilateral(self, i: int, parties: Sequence[Party]) -> bool:
        """As in "quadrilateral talks among Japan, Canada, France and Italy": states gather, not a few people."""
        before = {t.lower_ for t in self.ctx.doc[max(i - 5, self.ctx.doc[i].sent.start) : i]}
        gathered = len(actors_of(parties)) >= _GATHERING and not any(p.name for p in parties)
        return gathered and bool(before & words("frames", "multilateral"))
