"""Who holds the talks that a noun names, by the verb that governs it: "held talks with", "in a meeting with"."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.frames import Party
from pipeline.extract.rows import words
from schemas.meeting import Side

_BESIDE = frozenset({"at", "during"})  # what was done there is another thing: "won support at a meeting"

Held = tuple[list[Party], list[list[Party]]]  # those who hold it, those it is held with


class Holders:
    """Finds the parties that the verb above a noun has: "talks", "visit", "summit"."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def holder(self, i: int) -> Held:
        """(those who hold it, those it is held with), from the verb that governs the noun."""
        i = self.ctx.status.outer(i)
        governor = self.ctx.args.governor(i)
        if governor is None:
            return self._misread(i), []
        if self.ctx.graph.dep(i) == "nmod" and self.ctx.lemma(self.ctx.graph.head(i)) in words(
            "frames", "account"
        ):
            return [], []
        if self.ctx.lemma(governor) == "follow" and self.ctx.doc[governor].tag_ == "VBG":
            return self._afterwards(i, governor), []
        light = self._light(governor)
        present = self._present(i, governor, light=light)
        if not light or len(present) > 1:
            return present, []
        return self._subject(i, governor), self._partners(i, governor)

    def _light(self, verb: int) -> bool:
        """Whether a verb says nothing but that there was an encounter: "hold", "have"."""
        return self.ctx.lemma(verb) in words("frames", "light")

    def _subject(self, i: int, governor: int) -> list[Party]:
        """Who does what the verb says of the noun; as mediators where the verb brings others together."""
        if self.ctx.graph.dep(i).startswith("nsubj"):
            return self.ctx.parties_of(self.ctx.args.obliques(governor, "by"))
        holders = self._holding(governor, awaited=self._awaited(i, governor))
        others = any(True for _ in self.ctx.args.obliques(i, "between", "with"))
        return self._mediators(governor, holders) if others else holders

    def _holding(self, verb: int, *, awaited: bool) -> list[Party]:
        """The subject of an active verb, or who is awaited; by order when the tree gives none."""
        found = self._called(verb) or self.ctx.args.subject(verb)
        if found is not None:
            nodes = (*self.ctx.right_before(verb, found[0]), found[0])
            return [] if found[1] and not awaited else self.ctx.parties_of(nodes)
        finite = self.ctx.doc[verb].tag_ in {"VBD", "VBZ", "VBP"}
        return [p for p in self.ctx.before(verb) if p.somebody] if finite else []

    def _mediators(self, verb: int, holders: Sequence[Party]) -> list[Party]:
        mediates = self.ctx.lemma(verb) in words("frames", "mediate")
        return [replace(h, side=Side.MEDIATOR) for h in holders] if mediates else list(holders)

    def _partners(self, i: int, governor: int) -> list[list[Party]]:
        """Whom the verb has beside its subject: "held talks with Rossi", "gave Rossi a dinner"."""
        calls = ("from", "to") if self.ctx.doc[i].lemma_ == "call" else ()
        partners = self.ctx.partners(governor, "with", "between", "among", *calls)
        if self.ctx.lemma(governor) in words("frames", "treat"):
            objects = (o for o in self.ctx.args.objects(governor) if o != i)
            partners = partners + self.ctx.partners(governor, "to", "for")
            partners = partners + [g for o in objects if (g := self.ctx.parties(o))]
        return partners

    def _awaited(self, i: int, governor: int) -> bool:
        """As in "Merkel is expected in Ankara for talks": she holds them, for all the passive."""
        awaits = self.ctx.lemma(governor) in words("frames", "awaited")
        return awaits and self.ctx.graph.case(i).split(" ")[0] in {"for", "in"}

    def _called(self, governor: int) -> tuple[int, bool] | None:
        """As in "Dubois held what both sides described as talks": not who so describes them, but who held them."""
        first = next(self.ctx.graph.children(governor, "nsubj"), None)
        number = None if first is None else self.ctx.refs.at(first)
        if number is None or self.ctx.doc[self.ctx.doc._.mentions[number].start - 1].lower_ != "what":
            return None
        above = (u for u in self.ctx.graph.ancestors(governor) if self.ctx.doc[u].pos_ == "VERB")
        return next((f for u in above if (f := self.ctx.args.subject(u))), None)

    def _afterwards(self, i: int, following: int) -> list[Party]:
        """As in "Following a meeting with Dubois, Rossi said": the subject, by order when the tree gives none."""
        if any(True for _ in self.ctx.args.obliques(i, "between", "among")):
            return []
        verb = self.ctx.graph.head(following)
        found = self.ctx.args.subject(verb)
        subject = self.ctx.parties(found[0]) if found else []
        return subject or [p for p in self.ctx.before(verb) if p.somebody]

    def _misread(self, i: int) -> list[Party]:
        """As in "Dubois hosted talks", where the parser took the verb for an adjective."""
        for child in self.ctx.graph.children(i, "amod", "acl"):
            verb = child < i and self.ctx.doc[child].tag_ in {"VBD", "VBN"}
            if verb and self._light(child):
                return self._mediators(child, [p for p in self.ctx.before(child) if p.somebody])
        return []

    # -- what was done there -----------------------------------------------------------------------------------

    def _present(self, i: int, governor: int, *, light: bool) -> list[Party]:
        """Whom the clause around an aside tells of: "in a meeting with Rossi, Dubois said"."""
        dep = self.ctx.graph.dep(i)
        oblique = dep.startswith("obl")
        beside = oblique and self.ctx.graph.case(i).split(" ")[0] in _BESIDE
        aside = oblique or (dep == "nmod" and self.ctx.graph.head(i) in self.ctx.graph.mention_at)
        return self._circumstance(i, governor) if aside and (beside or not light) else []

    def _circumstance(self, i: int, governor: int) -> list[Party]:
        """As in "In a meeting with Bukele, Gordon emphasized", "during a visit, Howard said"."""
        ahead = any(t.lower_ in {"ahead", "advance", "eve"} for t in self.ctx.doc[max(i - 4, 0) : i])
        if not ahead and self.ctx.graph.case(i).split(" ")[0] not in words("frames", "circumstance"):
            return []
        parties = self.ctx.doers(governor)
        if not any(True for _ in self.ctx.args.obliques(i, "with", "between", "of")):
            parties = parties + self._affected(governor)
        return [p for p in parties or self.ctx.before(governor) if p.somebody]

    def _affected(self, verb: int) -> list[Party]:
        """As in "won the backing of Rossi at a meeting", "a promise from Rossi": the objects, and of whom they are."""
        objects = list(self.ctx.args.objects(verb))
        givers = [n for o in objects for n in self.ctx.args.obliques(o, "of", "from")]
        return self.ctx.parties_of((*objects, *givers))

    # -- what the verb does with the noun ----------------------------------------------------------------------

    def _governing(self, i: int) -> str:
        """The lemma of the verb above a noun; empty when there is none."""
        governor = self.ctx.args.governor(i)
        return self.ctx.lemma(governor) if governor is not None else ""

    def mediated(self, i: int) -> bool:
        """As in "The UN sponsored the meeting": the holder brings others together."""
        return self._governing(i) in words("frames", "mediate") - words("deeds", "preside")

    def treated(self, i: int) -> bool:
        """As in "gave Rossi lunch", "granted him an audience"."""
        return self._governing(i) in words("deeds", "grant")

    def placed_call(self, i: int) -> bool:
        """As in "took a call from", "made similar calls to"."""
        placed = self._governing(i) in words("deeds", "place")
        return placed and self.ctx.graph.dep(i) == "obj"
