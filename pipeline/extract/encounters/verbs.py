"""Talks and calls told by a verb: "met", "received", "telephoned"."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.journeys import Journeys
from pipeline.extract.encounters.making import SMALL_GROUP, Maker
from pipeline.extract.encounters.parties import actors_of, distinct, flat
from pipeline.extract.encounters.triggers import Row
from pipeline.extract.frames import Encounter, Party
from pipeline.extract.rows import words
from schemas.meeting import Kind, Side

_QUOTES = frozenset({"'", '"', "\u2018", "\u2019", "\u201c", "``"})


class VerbFrames:
    """Frames of verbs."""

    def __init__(self, ctx: Context, maker: Maker, journeys: Journeys) -> None:
        self.ctx = ctx
        self.maker = maker
        self.journeys = journeys

    def reciprocal(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "met", with an object, a partner, or a plural subject."""
        a, passive = self.ctx.subject(i)
        if passive:
            yield from self.host(i, row)
            return
        objects = [o for o in self.ctx.args.objects(i) if self.ctx.lemma(o) not in words("frames", "time")]
        direct = [g for o in objects if (g := self.ctx.parties(o))]
        if objects and not direct:
            return
        groups = [*direct, *self.ctx.partners(i, "with")]
        if groups:
            yield from self.maker.encounter(i, row, a, groups)
        elif any(p.somebody for p in a):
            several = len({p.actor for p in a}) > SMALL_GROUP
            kind = Kind.SUMMIT if several or self.maker.assembles(distinct(a)) else None
            yield from self.maker.make(i, row, self.ctx.status.of_verb(i), a, kind=kind)

    def with_(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "conferred with": a subject and partners behind "with" or "to"; else a plural subject."""
        a, passive = self.ctx.subject(i)
        groups = self._beside(i, row)
        if (passive and row.form != "closet") or (row.form == "sit" and self._seated(i)):
            return
        if groups:
            yield from self.maker.encounter(i, row, a, groups)
        elif len(a) > 1 and self.ctx.graph.dep(i) != "amod" and any(p.somebody for p in a):
            kind, soft = self.maker.kind(i, row), self.maker.soft(i, row)
            yield from self.maker.make(i, row, self.ctx.status.of_verb(i), a, kind=kind, features=soft)

    def _seated(self, i: int) -> bool:
        """As in "India, which will sit with Malta on the Security Council": members of a body, not of a meeting."""
        return any(self.ctx.doc[n].ent_type_ == "ORG" for n in self.ctx.args.obliques(i, "on"))

    def _beside(self, i: int, row: Row) -> list[list[Party]]:
        """Partners behind the verb, or behind its object: "joined Rossi", "sat opposite Rossi"."""
        if row.form == "join":
            return [self.ctx.parties(o) for o in self.ctx.args.objects(i)]
        facing = ("from", "opposite") if row.form == "sit" else ()
        return self.ctx.partners(i, "with", "to", *facing) or self._of_objects(i)

    def _of_objects(self, i: int) -> list[list[Party]]:
        """As in "discussed ties with Rossi": partners whom the tree hangs on the object."""
        nodes = (n for o in self.ctx.args.objects(i) for n in self.ctx.args.obliques(o, "with"))
        return [g for n in nodes if (g := self.ctx.parties(n))]

    def spend(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "spent five hours with Rossi", "spent Friday in the Kazakh capital"."""
        if self.ctx.partners(i, "with"):
            yield from self.with_(i, row)
        elif row.form == "have":
            yield from self._had(i, row)
        else:
            a, _ = self.ctx.subject(i)
            goals = self.journeys.goals.destinations(self.ctx.args.obliques(i, "in"))
            yield from self.journeys.visits(i, row, self.ctx.status.of_verb(i), a, goals)

    def _had(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "had two hours with Rossi", "had a word with Rossi"."""
        spent = [o for o in self.ctx.args.objects(i) if self.ctx.lemma(o) in row.needs]
        if any(True for o in spent for _ in self.ctx.args.obliques(o, "with")):
            yield from self.with_(i, row)

    def discuss(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "discussed trade with Rossi"."""
        a, passive = self.ctx.subject(i)
        if passive:
            return
        groups = [*self.ctx.partners(i, "with"), *self._of_objects(i)]
        kind = self.maker.kind(i, row)
        if groups:
            yield from self.maker.encounter(i, row, a, groups)
        elif kind is Kind.CALL and len(a) > 1:
            yield from self.maker.make(i, row, self.ctx.status.of_verb(i), a, kind=kind)

    def host(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "received Rossi": the subject is host, the object guest."""
        a, passive = self.ctx.subject(i)
        if passive:
            hosts, guests = self._receiving(i, row), a
        else:
            hosts, guests = a, self._received(i, row)
        if any(p.somebody for p in guests):
            hosts, guests = self.ctx.sided(hosts, Side.HOST), self.ctx.sided(guests, Side.GUEST)
            yield from self.maker.encounter(i, row, hosts, [guests])

    def _receiving(self, i: int, row: Row) -> list[Party]:
        """As in "was received by Rossi", "was summoned to the foreign ministry"."""
        agents = list(self.ctx.args.obliques(i, "by"))
        if row.form == "summon":
            agents = agents or list(self.ctx.args.obliques(i, "to", "at"))
        return self.ctx.parties_of(agents)

    def _received(self, i: int, row: Row) -> list[Party]:
        """As in "received Rossi", "played host to Rossi"."""
        if row.form == "play":
            return flat(self.ctx.partners(i, "to")) or self._hosted(i)
        return self._accredited(i) or self.ctx.objects(i)

    def _accredited(self, i: int) -> list[Party]:
        """As in "received the credentials of Ambassador Rossi"."""
        papers = [o for o in self.ctx.args.objects(i) if self.ctx.lemma(o) in words("deeds", "papers")]
        owners = (
            n for o in papers for n in (self.ctx.args.owner(o), *self.ctx.args.obliques(o, "of", "from"))
        )
        return self.ctx.parties_of(n for n in owners if n is not None)

    def _hosted(self, i: int) -> list[Party]:
        """As in "played host to Rossi", where the tree hangs him on the object."""
        nodes = (n for o in self.ctx.args.objects(i) for n in self.ctx.args.obliques(o, "to"))
        return self.ctx.parties_of(nodes)

    def guest(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "called on Rossi", "called Rossi on Monday", "called in the ambassador"."""
        if row.form == "call" and self._called_in(i):
            yield from self.host(i, row)
        elif row.form == "call" and not self._called_on(i):
            yield from self._rung(i, row)
        else:
            yield from self._called(i, row)

    def _called(self, i: int, row: Row) -> Iterator[Encounter]:
        """The subject is guest, the object host."""
        a, passive = self.ctx.subject(i)
        prepositions = sorted(row.needs & {"on", "to"})
        if passive and not prepositions:
            return
        targets = self.ctx.args.obliques(i, *prepositions) if prepositions else self.ctx.args.objects(i)
        b = self.ctx.parties_of(targets)
        if not any(p.somebody for p in b) or self._asks(i, row):
            return
        if row.frame == "guest" and row.form != "see":
            a, b = self.ctx.sided(a, Side.GUEST), self.ctx.sided(b, Side.HOST)
        each = row.frame == "phone" and all(p.name for p in b)
        yield from self.maker.encounter(i, row, a, [[p] for p in b] if each else [b])

    def _called_on(self, i: int) -> bool:
        """As in "called on Rossi"."""
        on = (o for o in self.ctx.args.obliques(i) if self.ctx.graph.case(o) == "on")
        return any(o in self.ctx.graph.mention_at for o in on)

    def _called_in(self, i: int) -> bool:
        """As in "called in the ambassador"."""
        return any(self.ctx.doc[c].lower_ == "in" for c in self.ctx.graph.children(i, "compound:prt"))

    def _rung(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "called Rossi on Monday to discuss": on the telephone."""
        a, passive = self.ctx.subject(i)
        b = [p for p in self.ctx.parties_of(self.ctx.args.objects(i)) if p.name]
        told = self.ctx.graph.children(i, "xcomp", "ccomp")
        names_him = any(self.ctx.doc[c].tag_ != "VB" for c in told) or self._quotes(i)
        if b and not passive and not names_him and len(self.ctx.args.objects(i)) == 1:
            yield from self.maker.make(i, row, self.ctx.status.of_verb(i), [*a, *b], kind=Kind.CALL)

    def _quotes(self, i: int) -> bool:
        """As in "calls Rossi 'a true partner'": a word for him in quotation marks, and no telephone."""
        ends = (m.end for m in self.ctx.doc._.mentions if i < m.start)
        end = next(ends, i)
        return any(t.text in _QUOTES for t in self.ctx.doc[end : end + 3])

    def _asks(self, i: int, row: Row) -> bool:
        """As in "called on Iran to stop", "appealed to the king for help": words, not an encounter."""
        if row.form not in {"call", "appeal", "see"}:
            return False
        told = any(True for _ in self.ctx.graph.children(i, "xcomp", "ccomp"))
        if told or any(True for _ in self.ctx.args.obliques(i, "for", "as")):
            return True
        aims = self.ctx.graph.children(i, "advcl") if row.form != "see" else ()
        return any(self.ctx.graph.token(c).tag_ == "VB" for c in aims)

    def together(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "The meeting brought together the ministers of France and Italy"."""
        a, passive = self.ctx.subject(i)
        hosts = [] if passive else [replace(p, side=Side.MEDIATOR) for p in a if p.somebody]
        parties = a if passive else self.ctx.objects(i)
        yield from self.maker.make(i, row, self.ctx.status.of_verb(i), [*parties, *hosts])

    def attended(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "talks attended by ..." is told by its noun; a person "attended by" another is received."""
        a, passive = self.ctx.subject(i)
        hosts = [p for p in self.ctx.parties_of(self.ctx.args.obliques(i, "by")) if p.somebody]
        if passive and hosts and any(p.somebody for p in a):
            parties = [*self.ctx.sided(hosts, Side.HOST), *self.ctx.sided(a, Side.GUEST)]
            yield from self.maker.make(i, row, self.ctx.status.of_verb(i), parties)

    def gather(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "gathered in Rome": the subject is many."""
        a, _ = self.ctx.subject(i)
        chiefs = any(set((p.role or "").lower().split()) & words("frames", "chief") for p in a)
        many = len(actors_of(a)) >= SMALL_GROUP + (0 if chiefs else 1)
        kind = Kind.SUMMIT if many or self.maker.assembles(distinct(a)) else Kind.TALKS
        yield from self.maker.make(i, row, self.ctx.status.of_verb(i), a, kind=kind, features=["gathering"])
