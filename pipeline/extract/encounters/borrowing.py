"""Talks without parties of their own borrow those told before: "The last round", "The talks will be held in Rome"."""

from collections.abc import Iterator, Sequence

from pipeline.extract.dates.lexicon import MONTHS
from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.frames import Party
from pipeline.extract.rows import words

_DEFINITE = frozenset({"the", "this", "these", "those", "their"})
_DAYS = frozenset(MONTHS) | (words("frames", "time") - {"time", "hour", "minute"})


class Borrowing:
    """Lends a noun the parties of the encounter told before it."""

    def __init__(self, ctx: Context, holders: Holders) -> None:
        self.ctx = ctx
        self.holders = holders

    def borrowed(self, i: int, told: Sequence[Party]) -> tuple[list[Party], list[str]]:
        """(parties, features), as in "The last round opened on February 20"; `told` are the noun's own."""
        labels = ("amod", "nmod:desc", "compound")
        described = {self.ctx.doc[c].lower_ for c in self.ctx.graph.children(i, *labels)}
        if not described & words("rounds", "adjective"):
            return self._same_talks(i, told) or self._between_sides(i, told), []
        if not told and self._of_body(i):
            return [], []
        past = described & {"last", "previous", "first", "earlier"}
        lent = self.ctx.refs.latest(i) or self._between_sides(i, told)
        return lent, ["background"] if past else []

    def _of_body(self, i: int) -> bool:
        """As in "At preliminary meetings of the UN budget committee": others meet than those told before."""
        spans = (range(self.ctx.doc[n].left_edge.i, n + 1) for n in self.ctx.args.obliques(i, "of"))
        bodies = {a.start for a in self.ctx.doc._.actors if a.form in {"organization", "institution"}}
        return any(bodies & set(span) for span in spans)

    def _same_talks(self, i: int, told: Sequence[Party]) -> list[Party]:
        """As in "The talks will be held in Rome on Tuesday": the parties of the encounter told before."""
        determiners = self.ctx.graph.children(i, "det", "nmod:poss")
        definite = any(self.ctx.doc[c].lower_ in _DEFINITE for c in determiners)
        if not definite or not self.ctx.graph.dep(i).startswith("nsubj"):
            return []
        before = self.ctx.refs.latest(i)
        if told and self.holders.mediated(i):
            return before
        dated = any(t.lower_ in _DAYS for t in self.ctx.doc[i].sent)
        return before if dated and {p.actor for p in told} <= {p.actor for p in before} else []

    def _between_sides(self, i: int, told: Sequence[Party]) -> list[Party]:
        """As in "Earlier peace talks broke down last October": the sides that negotiate in the whole article."""
        if not self._negotiation(i) or not self._anchored(i):
            return []
        sides = self.ctx.refs.sides(i, of_states=bool(self._near(i) & words("rounds", "treaty")))
        return sides if {p.actor for p in told} <= {p.actor for p in sides} else []

    def _near(self, i: int) -> set[str]:
        """The noun and the words right before it: "ceasefire talks"."""
        return {t.lower_ for t in self.ctx.doc[max(i - 3, self.ctx.doc[i].sent.start) : i + 1]}

    def _negotiation(self, i: int) -> bool:
        """Whether a noun is of negotiations, tells of nobody who takes part, and is not told by a noun above it."""
        near = self._near(i)
        partners = any(True for _ in self.ctx.args.obliques(i, "with", "between", "among", "by"))
        above = self.ctx.graph.head(i) if self.ctx.graph.dep(i) == "nmod" else i
        measured = above == i or self.ctx.status.outer(i) == above
        told = not measured or self.ctx.refs.told_at(above)
        meant = near & (words("rounds", "negotiation") | words("rounds", "treaty"))
        return bool(meant) and not (partners or told or near & words("rounds", "private"))

    def _anchored(self, i: int) -> bool:
        """Whether a day or month is told beside it, or the town where it is held."""
        beside = {*self.ctx.graph.subtree(i), *self._beside(self.ctx.status.outer(i))}
        before = self.ctx.places.get(i - 1)
        places = (self.ctx.place_at(n) for n in self.ctx.args.obliques(i, "in", "at"))
        dated = any(self.ctx.doc[k].lower_ in _DAYS for k in beside)
        return dated or any(places) or bool(before and before.city)

    def _beside(self, i: int) -> Iterator[int]:
        """The tokens of what the verb of a noun has beside it: "broke down last October"."""
        verb = self.ctx.args.governor(i)
        verbs = [] if verb is None else [verb, *self.ctx.graph.children(verb, "xcomp")]
        for child in (c for v in verbs for c in self.ctx.graph.children(v, "obl", "advmod", "nmod")):
            if child > i:
                yield from self.ctx.graph.subtree(child)
