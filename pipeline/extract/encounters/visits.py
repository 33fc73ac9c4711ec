"""Visits: somebody travels to another country, or to the seat of an organisation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.goals import Goals
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.triggers import Row, triggers
from pipeline.extract.frames import Actor, Encounter, Form, Party, Where
from pipeline.extract.rows import words
from pipeline.extract.status import Reading, table
from schemas.meeting import Kind, Side, Status

_ASIDE = 3  # tokens before a place that an aside takes: a name, a comma and "in"
_PARTICLES = frozenset({"off", "out", "down", "over"})  # "set off for", "touched down in"


class VisitFrames:
    """Frames of verbs and nouns of travel."""

    def __init__(self, ctx: Context, maker: Maker, holders: Holders) -> None:
        self.ctx = ctx
        self.maker = maker
        self.holders = holders
        self.goals = Goals(ctx)

    def journey(
        self,
        i: int,
        row: Row,
        reading: Reading,
        guests: list[Party],
        goals: list[Where],
        *hosts: Party,
    ) -> Iterator[Encounter]:
        """Yield a visit for each goal that is abroad for a guest."""
        guests = [replace(p, side=Side.GUEST) for p in guests if p.actor]
        receiving = [*hosts, *self._inviters(i)]
        for goal in goals:
            travellers = [
                p for p in guests if p.actor and p.actor.country != goal.country and (p.name or p.role)
            ]
            if travellers and goal.country:
                own = [h for h in receiving if h.actor and h.actor.country == goal.country]
                yield from self.maker.make(i, row, reading, [*travellers, *own], kind=Kind.VISIT, where=goal)

    def _inviters(self, i: int) -> list[Party]:
        """As in "at the invitation of Chinese Premier Li Keqiang"."""
        for token in self.ctx.doc[i].sent:
            if token.lower_ == "invitation":
                found = [
                    p
                    for n in self.ctx.args.obliques(token.i, "of", "from")
                    for p in self.ctx.parties(n)
                    if p.name
                ]
                return self.ctx.sided(found, Side.HOST)
        return []

    def visit(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "visited Italy"; "visited Rossi" is talks."""
        a, passive = self.ctx.subject(i)
        objects = self.ctx.args.objects(i)
        goals = self.goals.destinations(self._places(objects) if row.form == "enter" else objects)
        if passive:
            return
        hosts = [p for o in objects for p in self.ctx.parties(o) if p.name]
        if hosts and row.form == "visit":
            yield from self.maker.encounter(
                i,
                replace(row, kind=Kind.TALKS),
                self.ctx.sided(a, Side.GUEST),
                [self.ctx.sided(hosts, Side.HOST)],
            )
            return
        home = frozenset(p.actor.country for p in a if p.actor)
        goals = (
            goals or self.goals.here(i) or self.goals.the_country(objects, home) or self._sights(i, objects)
        )
        yield from self.journey(i, row, self.ctx.status.of_verb(i), a, goals)

    def _sights(self, i: int, objects: Sequence[int]) -> list[Where]:
        """As in "visited the camps at Mardan", "toured a plant in Turin": where what is seen lies."""
        if not objects or any(self.ctx.refs.at(o) is not None for o in objects):
            return []
        return self.goals.destinations(self._places(list(self.ctx.args.obliques(i, "in", "at", "near"))))

    def travel(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "arrived in Rome", "left for Rome"."""
        a, passive = self.ctx.subject(i)
        if passive:
            return
        if row.form == "come" and self.ctx.doc[i : i + 2].text.lower().endswith("together"):
            yield from self.maker.make(i, replace(row, kind=Kind.TALKS), self.ctx.status.of_verb(i), a)
            return
        prepositions = sorted(row.needs - {"here"})
        if row.needs & _PARTICLES:
            prepositions += ["to", "for", "in", "at"]
        goals = self.goals.destinations(list(self.ctx.args.obliques(i, *prepositions))) or self.goals.here(i)
        if (
            not goals
            and row.form in words("frames", "arrival")
            and self.ctx.doc._.dateline
            and not any(self.ctx.graph.case(o) in {"in", "at", "to"} for o in self.ctx.args.obliques(i))
        ):
            goals = [self.ctx.doc._.dateline]
        if not goals and row.form == "leave":
            goals = self.goals.destinations(self._places(self.ctx.args.objects(i)))
        reading = self.ctx.status.of_verb(i)
        if reading.cue == "is meeting" and row.form in words("frames", "setting out"):
            reading = Reading(Status.PLANNED, "is leaving")
        yield from self.journey(i, row, reading, a, goals)

    def _places(self, nodes: Sequence[int]) -> list[int]:
        """Those that name a place, and not something there: "left Italy", not "left the Italian party"."""
        return [n for n in nodes if self.ctx.place_at(n) or self.ctx.doc[n].lower_ == "capital"]

    def lead(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "led a delegation to Rome"."""
        a, passive = self.ctx.subject(i)
        if passive:
            return
        nodes = [i, *self.ctx.args.objects(i)]
        goals = self.goals.destinations([n for k in nodes for n in self.ctx.args.obliques(k, "to")])
        reading = self.ctx.status.of_verb(i)
        yield from self.journey(i, row, reading, [p for p in a if p.name or p.role], goals)

    def sent(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "sent its envoy to Rome", "was dispatched to Rome", "a tour that took her to Italy"."""
        a, passive = self.ctx.subject(i)
        if row.form == "take" and (passive or not self._carries(i)):
            return
        guests = a if passive else [p for o in self.ctx.args.objects(i) for p in self.ctx.parties(o)]
        goals = self.goals.destinations(list(self.ctx.args.obliques(i, "to")))
        yield from self.journey(
            i, row, self.ctx.status.of_verb(i), [g for g in guests if g.name or g.role], goals
        )

    def _carries(self, i: int) -> bool:
        """Whether the subject is a journey: "the tour", "the second leg of the trip"."""
        found = self.ctx.args.subject(i)
        nodes = [found[0], *self.ctx.graph.children(found[0], "nmod")] if found else []
        rows = (triggers("noun").get(self.ctx.doc[n].lemma_.lower()) for n in nodes)
        return any(row is not None and row.kind is Kind.VISIT for row in rows)

    def be_in(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "Krishna will be in Port Louis", "is due in Moscow"."""
        found = self.ctx.args.subject(i) or (
            (self.ctx.graph.head(i), False) if self.ctx.graph.head(i) in self.ctx.graph.mention_at else None
        )
        if found is None:
            return
        subject = found[0]
        place = self.ctx.place_at(i)
        if place and "in" in self.ctx.graph.case(i).split():
            goals = self.goals.destinations([i])
        elif self.ctx.doc[i].lower_ in {"due", "here", "expected"}:
            goals = self.goals.destinations(list(self.ctx.args.obliques(i, "in", "at"))) or self.goals.here(i)
            if not goals and self.ctx.doc[i].lower_ == "here" and self.ctx.doc._.dateline:
                goals = [self.ctx.doc._.dateline]
        else:
            return
        reading = self.ctx.status.of_verb(i)
        due = (
            set(self.ctx.graph.case(i).split())
            | {self.ctx.doc[i].lower_}
            | {self.ctx.doc[c].lower_ for c in self.ctx.graph.children(i, "advmod", "amod")}
        )
        if due & {"due", "expected"} and reading.status is Status.HELD:
            reading = Reading(Status.PLANNED, "due")
        yield from self.journey(
            i, row, reading, [p for p in self.ctx.parties(subject) if p.name or p.role], goals
        )

    def aside(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "Dubois, in Rome for a summit, said", by order."""
        place, doc = self.ctx.places.get(i), self.ctx.doc
        if (
            place is None
            or place.start != i
            or i < _ASIDE
            or doc[i - 1].lower_ != "in"
            or doc[i - 2].text != ","
        ):
            return
        end = place.end + (1 if doc[place.end : place.end + 1].text == "," else 0)
        if doc[end : end + 1].text.lower() not in {"for", "on", "to"} or self._dated(i, end):
            return
        for number, mention in enumerate(doc._.mentions):
            if mention.end == i - 2 and mention.form in {Form.NAMED, Form.OFFICE}:
                goals = self.goals.destinations([i])
                reading = Reading(Status.HELD, "in")
                yield from self.journey(i, row, reading, self.ctx.refs.of_mention(number), goals)

    def _dated(self, i: int, end: int) -> bool:
        """Whether ", in Rome on Monday" tells where and when a verb before it happened."""
        doc = self.ctx.doc
        on_day = doc[end].lower_ == "on" and doc[end + 1 : end + 2].text[:1].isupper()
        return on_day and any(t.pos_ == "VERB" for t in doc[doc[i].sent.start : i])

    def invite(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "invited Dubois to visit Rome"."""
        a, passive = self.ctx.subject(i)
        hosts = [p for n in self.ctx.args.obliques(i, "by") for p in self.ctx.parties(n)] if passive else a
        guests = a if passive else [p for o in self.ctx.args.objects(i) for p in self.ctx.parties(o)]
        goals = self.goals.destinations(list(self.ctx.args.obliques(i, "to")))
        for c in self.ctx.graph.children(i, "xcomp", "advcl", "ccomp"):
            goals += self.goals.destinations(
                [*self.ctx.args.objects(c), *self.ctx.args.obliques(c, "to", "in")]
            )
        if not goals and hosts and hosts[0].actor and hosts[0].actor.country:
            goals = [Where(country=hosts[0].actor.country)]
        guests = self.ctx.sided([g for g in guests if g.name or g.role], Side.GUEST)
        for goal in goals[:1]:
            hosting = [
                p for p in self.ctx.sided(hosts, Side.HOST) if p.actor and p.actor.country == goal.country
            ]
            yield from self.maker.make(
                i, row, Reading(Status.PROPOSED, "invite"), [*guests, *hosting], kind=Kind.VISIT, where=goal
            )

    def invitation(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "rejected an invitation from mediators to resume peace talks", "extended an invitation to Rossi"."""
        governor = self.ctx.args.governor(i)
        lemma = self.ctx.status.lemma(governor) if governor is not None else ""
        effect = _answer(lemma)
        if governor is None or effect is None or self.ctx.graph.dep(i) not in {"obj", "nsubj:pass"}:
            return
        found = self.ctx.args.subject(governor)
        guests = self.ctx.parties(found[0]) if found and not found[1] else []
        hosts = [p for n in self.ctx.args.obliques(i, "from", "by", "of") for p in self.ctx.parties(n)]
        goals = self._invited_to(i, governor)
        if effect is Status.PROPOSED:
            hosts, guests = guests, self._invited(i, governor)
        kind = Kind.VISIT if goals else Kind.TALKS
        if effect is Status.PROPOSED and not (goals and guests):
            return
        hosts = [h for h in hosts if not goals or not h.actor or h.actor.country == goals[0].country]
        parties = [*self.ctx.sided(guests, Side.GUEST), *self.ctx.sided(hosts, Side.HOST)]
        yield from self.maker.make(
            i, row, Reading(effect, "invitation"), parties, kind=kind, where=goals[0] if goals else None
        )

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
        return [p for n in nodes for p in self.ctx.parties(n) if p.name or p.role]

    def _goes(self, verb: int) -> bool:
        """Whether one is asked to come, not to meet somebody."""
        row = triggers("verb").get(self.ctx.doc[verb].lemma_.lower())
        return row is None or row.kind is Kind.VISIT

    def noun(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "a two-day visit to Italy"."""
        if self.holders.compounded(i) or self.ctx.doc[max(i - 1, 0) : i + 1].text.lower() == "in return":
            return
        holders, _ = self.holders.holder(i)
        owner = self.ctx.args.owner(i)
        guests = self.ctx.parties(owner) if owner is not None else []
        guests = guests or [
            p for n in self.ctx.args.obliques(i, "by", "of") for p in self.ctx.parties(n) if p.name or p.role
        ]
        guests = guests or [p for g in self.ctx.onwards(i, ("by",)) for p in g if p.name or p.role]
        goals = self.goals.destinations(
            list(
                self.ctx.args.obliques(i, "to", "in", "of", "through", "around")
                if row.form in words("frames", "stay")
                else self.ctx.args.obliques(i, "from")
                if row.form == "return"
                else self.ctx.args.obliques(i, "to")
            )
        )
        if not goals:
            goals = self.goals.compound_goal(i) or self.goals.here(i) or self.goals.goal_onwards(i)
        if not guests:
            guests = holders or self._bearer(i)
        governor = self.ctx.args.governor(i)
        if not goals and governor is not None:
            goals = self.goals.destinations(
                list(self.ctx.args.obliques(governor, "to", "in", "for", "through", "around"))
            ) or self.goals.here(governor)
            if not goals and self.ctx.doc[governor].lemma_.lower() in words("frames", "departure"):
                goals = self.goals.destinations(
                    [*self.ctx.args.objects(governor), *self.ctx.args.obliques(governor, "from")]
                )
        elsewhere = any(True for _ in self.ctx.args.obliques(i, "to", "in", "at", "of"))
        if (
            not goals
            and not elsewhere
            and any(
                self.ctx.doc[c].lower_ in {"the", "this", "his", "her"}
                for c in self.ctx.graph.children(i, "det", "nmod:poss")
            )
        ):
            goals = [self.ctx.doc._.dateline] if self.ctx.doc._.dateline else []
        if (
            not goals
            and governor is not None
            and self.ctx.doc[governor].lemma_.lower() in words("frames", "opening")
        ):
            goals = [self.ctx.doc._.dateline] if self.ctx.doc._.dateline else []
        guests = [g for g in guests if g.name or g.role]
        if not guests and goals and row.form in {"visit", "trip", "tour"}:
            guests = [
                p
                for p in self.ctx.completed(i, [Party(None, None, Actor(country=goals[0].country))])
                if p.name
            ]
        receiving = governor is not None and self.ctx.doc[governor].lemma_.lower() in {"host", "receive"}
        hosts = self.ctx.sided([h for h in holders if h.name and h not in guests], Side.HOST)
        yield from self.journey(
            i, row, self.ctx.status.of_noun(i), guests, goals, *(hosts if receiving else ())
        )

    def under_way(self, i: int, row: Row) -> Iterator[Encounter]:
        """As in "is on her way to Rome"."""
        if "on" not in self.ctx.graph.case(i).split():
            return
        owner = self.ctx.args.owner(i)
        guests = self.ctx.parties(owner) if owner is not None else []
        guests = guests or self.ctx.subject(i)[0]
        goals = self.goals.destinations(list(self.ctx.args.obliques(i, "to")))
        reading = Reading(Status.PLANNED, "on the way")
        yield from self.journey(i, row, reading, [g for g in guests if g.name or g.role], goals)

    def _bearer(self, i: int) -> list[Party]:
        """As in "Pompeo, on a seven-hour stop in Kabul"; "the trip will take Jaishankar to Washington"."""
        head = self.ctx.graph.head(i)
        if head in self.ctx.graph.mention_at and self.ctx.graph.case(i) in {"on", "during"}:
            return self.ctx.parties(head)
        if any(True for _ in self.ctx.graph.children(i, "cop")) and "on" in self.ctx.graph.case(i).split():
            return self.ctx.subject(i)[0]
        if self.ctx.doc[head].lemma_.lower() in {"bring", "carry"} and self.ctx.graph.dep(i).startswith(
            "nsubj"
        ):
            return [p for o in self.ctx.args.objects(head) for p in self.ctx.parties(o)]
        return []


def _answer(lemma: str) -> Status | None:
    """What a verb makes of an invitation: accepted, rejected or extended."""
    if lemma in {"accept", "take up"}:
        return Status.PLANNED
    if lemma in {"extend", "issue", "hand", "give", "convey", "renew", "deliver", "present", "send", "offer"}:
        return Status.PROPOSED
    return Status.REFUSED if table("verb").get(lemma) == "refused" else None
