"""What is said of an encounter after it was told: "The session has been put off", "ruled this out"."""

from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.triggers import triggers
from pipeline.extract.frames import Encounter
from pipeline.extract.rows import words
from pipeline.extract.status import table
from schemas.meeting import Status

_ENDINGS = frozenset({"postponed", "cancelled", "refused"})
_UNDECIDED = frozenset({Status.PLANNED, Status.PROPOSED, Status.CANCELLED})
_DEFINITE = frozenset({"the", "that", "this", "his", "her", "their", "its"})
_REACH = 40  # tokens between an encounter and what is said of it later


class Echoes:
    """Hears whether a later verb ends an encounter."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def heard(self, i: int, last: Encounter) -> Encounter:
        """Return the encounter told last, changed by the verb at token `i` if that speaks of it."""
        if not self._ends(i, last) or self.ctx.status.negated(i):
            return last
        subjects = self.ctx.graph.children(i, "nsubj:pass")
        if not any(self._means(o) for o in (*self.ctx.args.objects(i), *subjects)):
            return last
        sent = self.ctx.doc[i].sent
        status = Status(table("verb")[self.ctx.status.lemma(i)])
        return replace(last, status=status, support=(*last.support, (sent.start, sent.end)))

    def _ends(self, i: int, last: Encounter) -> bool:
        token = self.ctx.doc[i]
        if token.pos_ != "VERB" or last.status not in _UNDECIDED or i <= last.trigger[0]:
            return False
        near = token.sent.start - last.sentence[1] <= _REACH
        return near and table("verb").get(self.ctx.status.lemma(i)) in _ENDINGS

    def _means(self, node: int) -> bool:
        """Whether a noun or pronoun stands for the encounter."""
        token = self.ctx.doc[node]
        if token.lower_ in {"this", "it", "that"}:
            return True
        lemma = token.lemma_.lower()
        children = self.ctx.graph.children(node, "det", "nmod:poss")
        definite = any(self.ctx.doc[c].lower_ in _DEFINITE for c in children)
        return definite and (lemma in triggers("noun") or lemma in words("frames", "offer"))
