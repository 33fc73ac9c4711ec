"""Talks without parties of their own borrow those told before: "The last round", "The talks will be held in Rome"."""

from collections.abc import Sequence

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
            return self._same_talks(i, told), []
        if not told and self._of_body(i):
            return [], []
        past = described & {"last", "previous", "first", "earlier"}
        return self.ctx.refs.latest(i), ["background"] if past else []

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
