"""Encounters: what the text says happened between whom.

Each row of `words/encounters.tsv` names a verb or a noun, the frame that its arguments follow, and the kind of
encounter. The frames read the collapsed dependency tree, and fall back on the order of mentions when it fails them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.extract.arguments import Arguments
from pipeline.extract.capitals import capital
from pipeline.extract.frames import Actor, ActorMention, Encounter, Form, Mention, Party, Where
from pipeline.extract.graph import Graph
from pipeline.extract.reference import References
from pipeline.extract.rows import rows, words
from pipeline.extract.status import Reading, StatusReader, table
from schemas.meeting import Kind, Side, Status

Doc.set_extension("encounters", default=(), force=True)

_TELEPHONE = frozenset("telephone phone telephonic video videoconference tele teleconference".split())
_LIGHT = frozenset(
    "hold have conduct open begin start conclude end attend schedule resume continue seek request cancel postpone "
    "reject propose offer plan host chair co-chair lead finish complete enter arrange agree wrap conclude kick sustain "
    "get make pay receive take launch convene stage arrive come go travel fly leave meet join sit be do do take give "
    "due discuss speak talk participate engage describe call want demand refuse decline rule turn accept put set due expect drive return press wind broker mediate facilitate sponsor organise organize moderate grant convene emerge participate break resume see".split()
)
_SUMMIT_SIZE = 3
_SMALL_GROUP = 4  # actors that still hold talks; more make a summit
_TIMES = frozenset("monday tuesday wednesday thursday friday saturday sunday time hour minute day week month year morning afternoon evening night today yesterday".split())
_CLAUSE = 16  # tokens that an order-based search may cover


_ENDINGS = frozenset({"postponed", "cancelled", "refused"})
_UNDECIDED = frozenset({Status.PLANNED, Status.PROPOSED, Status.CANCELLED})
_OFFERS = frozenset({"invitation", "offer", "proposal", "request", "idea", "plan", "trip", "appointment"})
_CHIEFS = frozenset("minister ministers leader leaders head heads president presidents representative representatives chief chiefs".split())
_MEDIATE = frozenset("broker mediate host facilitate sponsor arrange organise organize moderate chair".split())
_ECHO = 40  # tokens between an encounter and what is said of it later


@dataclass(frozen=True, slots=True)
class Row:
    """A trigger of the vocabulary."""

    form: str
    frame: str
    kind: Kind
    needs: frozenset[str]


@cache
def triggers(sort: str) -> dict[str, Row]:
    """form → row, of verbs or nouns."""
    return {
        r["form"]: Row(r["form"], r["frame"], Kind(r["kind"]), frozenset(filter(None, r["needs"].split("|"))))
        for r in rows("encounters")
        if r["sort"] == sort
    }


class Finder:
    """Finds the encounters of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.graph = Graph(doc, doc._.mentions)
        self.args = Arguments(self.graph)
        self.status = StatusReader(self.graph)
        self.refs = References(doc, self.graph)
        self.places: dict[int, ActorMention] = {i: a for a in doc._.actors for i in range(a.start, a.end)}
        self._mentioned = {i for m in doc._.mentions if m.form is not Form.PRONOUN for i in range(m.start, m.end)}
        self.frames: dict[str, Callable[[int, Row], Iterator[Encounter]]] = {
            "reciprocal": self._reciprocal, "with": self._with, "speak": self._with, "discuss": self._discuss,
            "exchange": self._with, "host": self._host, "guest": self._guest, "phone": self._guest, "visit": self._visit,
            "travel": self._travel, "be_in": self._be_in, "invite": self._invite, "gather": self._gather,
            "spend": self._spend, "by_telephone": self._by_telephone, "invitation": self._invitation,
            "together": self._together, "host_passive": self._attended,
            "talks": self._noun_talks, "call": self._noun_talks, "summit": self._noun_summit,
        }  # fmt: skip

    def run(self) -> list[Encounter]:
        """All encounters, in text order."""
        found: list[Encounter] = []
        for token in self.doc:
            new = list(self._at(token.i))
            for encounter in new:
                self.refs.remember(token.i, encounter.parties)
            found.extend(new)
            if found and not new:
                found[-1] = self._echoed(token.i, found[-1])
        return found

    def _echoed(self, i: int, last: Encounter) -> Encounter:
        """The encounter just told, with what is said of it later: "The session has been put off", "ruled this out"."""
        effect = table("verb").get(self.status.lemma(i)) if self.doc[i].pos_ == "VERB" else None
        if effect not in _ENDINGS or last.status not in _UNDECIDED or i <= last.trigger[0]:
            return last
        if self.doc[i].sent.start - last.sentence[1] > _ECHO:
            return last
        objects = [o for o in (*self.args.objects(i), *self.graph.children(i, "nsubj:pass"))]
        if not any(self._echoes(o) for o in objects) or self.status.negated(i):
            return last
        sent = self.doc[i].sent
        return replace(last, status=Status(effect), support=(*last.support, (sent.start, sent.end)))

    def _echoes(self, node: int) -> bool:
        token = self.doc[node]
        definite = any(self.doc[c].lower_ in {"the", "that", "this", "his", "her", "their", "its"} for c in self.graph.children(node, "det", "nmod:poss"))
        return token.lower_ in {"this", "it", "that"} or (definite and (token.lemma_.lower() in triggers("noun") or token.lemma_.lower() in _OFFERS))

    def _at(self, i: int) -> Iterator[Encounter]:
        token = self.doc[i]
        lemma = token.lemma_.lower()
        if i in self._mentioned:
            if any(True for _ in self.graph.children(i, "cop")):
                yield from self._be_in(i, triggers("verb")["be"])
            return
        if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
            row = triggers("verb").get(lemma)
            if row and self._needed(i, row):
                yield from self.frames[row.frame](i, row)
        elif token.pos_ in {"NOUN", "PROPN"}:
            row = triggers("noun").get(lemma)
            if row:
                frame = self._noun_visit if row.kind is Kind.VISIT else self.frames[row.frame]
                yield from frame(i, row)
        if lemma in {"due", "be", "expect"} or any(True for _ in self.graph.children(i, "cop")):
            yield from self._be_in(i, triggers("verb")["be"])

    def _needed(self, i: int, row: Row) -> bool:
        if row.frame == "be_in":
            return False
        if not row.needs or row.form in {"arrive", "land", "sit", "call"}:
            return True
        near = {t.lower_ for t in self.doc[i + 1 : i + 4]} | {self.doc[c].lower_ for c in self.graph.children(i, "compound:prt", "advmod")}
        cases = {w for c in self.args.obliques(i) for w in self.graph.case(c).split()}
        return bool(row.needs & (near | cases)) or any(self.doc[o].lemma_.lower() in row.needs for o in self.args.objects(i))

    # -- building ----------------------------------------------------------------------------------------------

    def _make(self, i: int, row: Row, reading: Reading, parties: Sequence[Party], *, kind: Kind | None = None,
              where: Where | None = None, features: Sequence[str] = ()) -> Iterator[Encounter]:  # fmt: skip
        if reading.status is None or self._habitual(i):
            return
        sent = self.doc[i].sent
        unique = _distinct(parties)
        chosen = kind or row.kind
        actors = {p.actor for p in unique if p.actor}
        if chosen is Kind.TALKS and len(actors) > _SMALL_GROUP:
            chosen = Kind.SUMMIT
        destination = where.country if where else None
        codes = {a.code for a in actors} | ({destination} if destination and chosen is Kind.VISIT else set())
        if chosen in {Kind.TALKS, Kind.CALL} and len(codes) < 2:  # noqa: PLR2004 - it takes two
            return
        if chosen is Kind.VISIT and (not actors or len(codes) < 2):  # noqa: PLR2004 - a guest and somewhere to go
            return
        if chosen is Kind.SUMMIT and not (len(codes) >= _SUMMIT_SIZE or any(a.organization for a in actors)):
            if len(codes) < 2 or ("gathering" not in features and row.form != "summit"):  # noqa: PLR2004 - it takes two
                return
        beside = self._beside(i) if where is None and self.doc[i].pos_ in {"NOUN", "PROPN"} else None
        if beside is not None and beside.city and chosen is not Kind.CALL:
            where = self._where(beside)
        if {t.lower_ for t in self.doc[max(i - 3, sent.start) : i + 4]} & {"again", "next", "another", "resume"}:
            features = [*features, "again"]
        if self.doc[i].pos_ == "VERB" and {self.doc[c].lower_ for c in self.graph.children(i, "advmod", "amod")} & {"last", "previously", "first"}:
            features = [*features, "background"]
        yield Encounter(
            trigger=(i, i + 1), sentence=(sent.start, sent.end), kind=chosen, status=reading.status,
            parties=tuple(unique), rule=f"{row.frame}:{row.form}", where=where or Where(),
            features=frozenset({*features, f"cue:{reading.cue}", f"frame:{row.frame}"}),
        )  # fmt: skip

    def _habitual(self, i: int) -> bool:
        """"meet regularly", "talks are held each year": no one encounter."""
        clause = {i} | {g for g in [self.args.governor(i)] if g is not None}
        near = {self.doc[c].lower_ for n in clause for c in self.graph.children(n, "advmod")}
        if any(t.lower_ in words("habits", "adverb") for t in self.doc[max(i - 2, 0) : i + 5] if t.sent == self.doc[i].sent):
            return True
        every = any(self.doc[c].lower_ in {"each", "every"} for n in clause for o in self.graph.children(n, "obl", "nsubj", "nmod") for c in self.graph.children(o, "det"))
        return every or bool(near & words("habits", "adverb"))

    def _parties(self, node: int) -> list[Party]:
        """The parties of a node and of all that is coordinated with it."""
        return [p for n in self.graph.conjuncts(node) for p in self.refs.parties(n)]

    def _subject(self, i: int) -> tuple[list[Party], bool]:
        """(parties, passive) of the subject; by order when the tree gives none."""
        found = self.args.subject(i)
        if found and found[0] > i and not found[1] and self.graph.dep(i) in {"amod", "acl"}:
            return self._before(i), False
        if found:
            siblings = [n for n in self.graph.children(self.graph.head(found[0]), "nsubj") if n != found[0]]
            parties = [p for n in (found[0], *siblings) for p in self._parties(n)]
            if parties or self.refs.at(found[0]) is not None:
                return parties, found[1]
            if self.doc[found[0]].pos_ in {"NOUN", "PROPN", "PRON"}:
                return [], found[1]
        return self._before(i), bool(found and found[1])

    def _before(self, i: int) -> list[Party]:
        """The nearest mention to the left in the sentence that no preposition governs."""
        start = self.doc[i].sent.start
        for k in range(len(self.doc._.mentions) - 1, -1, -1):
            mention = self.doc._.mentions[k]
            node = self.graph.node(mention.root)
            if start <= mention.start and mention.end <= i and not self._introduced(mention):
                return self._parties(node)
        return []

    def _introduced(self, mention: Mention) -> bool:
        """Whether a preposition stands right before a mention."""
        return mention.start > 0 and self.doc[mention.start - 1].pos_ == "ADP"

    def _kind(self, i: int, row: Row) -> Kind:
        """A call when a telephone is the means."""
        words_before = {t.lower_ for t in self.doc[max(i - 3, 0) : i + 1]} if self.doc[i].pos_ in {"NOUN", "PROPN"} else set()
        means = {t.lower_ for c in self.args.obliques(i, "by", "over", "on", "via", "in", "through") for t in self._head_and_modifiers(c)}
        if (words_before | means) & _TELEPHONE:
            return Kind.CALL
        if row.frame == "speak" and any(self._place(c) for c in self.args.obliques(i, "in", "at")):
            return Kind.TALKS
        return row.kind

    def _soft(self, i: int, row: Row) -> list[str]:
        """Speaking "with" somebody may be by telephone or face to face: other tellings decide."""
        return ["soft"] if row.frame == "speak" and self._kind(i, replace(row, frame="with", kind=Kind.TALKS)) is Kind.TALKS else []

    def _head_and_modifiers(self, node: int) -> list[Token]:
        return [self.doc[node], *(c for c in self.doc[node].children if c.dep_ in {"compound", "amod"})]

    def _place(self, node: int) -> ActorMention | None:
        return self.places.get(node)

    def _completed(self, i: int, partners: Sequence[Party]) -> list[Party]:
        """Who meets these partners, when the tree does not say: somebody of the sentence, else the protagonist."""
        theirs = {p.actor for p in partners}
        sent = self.doc[i].sent
        for k, mention in enumerate(self.doc._.mentions):
            if sent.start <= mention.start < i and not self.graph.case(self.graph.node(mention.root)):
                found = [p for p in self.refs.of_mention(k) if p.actor and p.actor not in theirs and (p.name or p.role)]
                if found:
                    return found
        return [p for p in self.refs.protagonist(i) if p.actor not in theirs]

    # -- verbs -------------------------------------------------------------------------------------------------

    def _split(self, groups: list[list[Party]]) -> list[list[Party]]:
        """Partners met one by one: several people of one country, or each behind a preposition of its own."""
        flat = [p for g in groups for p in g]
        if len(groups) > 1:
            return groups
        actors = [p.actor for p in flat]
        named = [p for p in flat if p.name or p.role]
        if len(flat) > 1 and len(set(actors)) == 1 and len(named) == len(flat):
            return [[p] for p in flat]
        return [flat]

    def _encounter(self, i: int, row: Row, a: list[Party], groups: list[list[Party]], **kw: object) -> Iterator[Encounter]:
        reading = self.status.of_verb(i)
        kind = self._kind(i, row)
        if not any(p.name or p.role for g in [a, *groups] for p in g):
            return
        known = [p for g in groups for p in g]
        if not [p for p in a if p.actor] and any(p.name for p in known):
            a = self._completed(i, known)
        apart = any(self.doc[c].lower_ == "separately" for c in self.graph.children(i, "advmod"))
        if apart and len(a) == 1:
            groups = [[p] for g in groups for p in g]
        for b in self._split([g for g in groups if g]):
            for each in [[p] for p in a] if apart and len(a) > 1 else [a]:
                yield from self._make(i, row, reading, [*each, *b], kind=kind, features=self._soft(i, row))

    def _partners(self, i: int, *prepositions: str) -> list[list[Party]]:
        groups = [g for o in self.args.obliques(i, *prepositions) for g in self._apart(o, prepositions)]
        return groups or self._onwards(i, prepositions)

    def _apart(self, node: int, prepositions: Sequence[str]) -> list[list[Party]]:
        """The parties of a node, a group of its own for each that repeats the preposition: "with A and with B"."""
        groups: list[list[Party]] = [[]]
        for n in self.graph.conjuncts(node):
            if n != node and groups[-1] and self.graph.case(n).split(" ")[0] in prepositions:
                groups.append([])
            groups[-1].extend(p for p in self.refs.parties(n) if p not in groups[-1])
        return [g for g in groups if g]

    def _onwards(self, i: int, prepositions: Sequence[str]) -> list[list[Party]]:
        """By order: the next party to the right that one of `prepositions` introduces, within the clause."""
        for j in range(i + 1, min(i + _CLAUSE, self.doc[i].sent.end - 1)):
            token = self.doc[j]
            if token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"}:
                break
            if token.lower_ in prepositions:
                number = next((k for k, m in enumerate(self.doc._.mentions) if m.start in {j + 1, j + 2} and self._node_of(m) is not None), None)
                if number is not None and (parties := self._parties(self.graph.node(self.doc._.mentions[number].root))):
                    return [parties]
        return []

    def _objects(self, i: int) -> list[Party]:
        """The parties of the verb's objects; by order, the party right after it, when the tree gives none."""
        found = [p for o in self.args.objects(i) for p in self._parties(o)]
        if found or any(True for _ in self.args.objects(i)):
            return found
        for m in self.doc._.mentions:
            if i < m.start <= i + 2 and self.graph.node(m.root) not in self.graph.children(i) and not self.graph.case(self.graph.node(m.root)):
                return self._parties(self.graph.node(m.root))
        return []

    def _node_of(self, mention: Mention) -> int | None:
        return None if mention.form is Form.PRONOUN and self.doc[mention.start].lower_ in {"who", "which", "whose", "its"} else self.graph.node(mention.root)

    def _reciprocal(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        if passive:
            a = []
        objects = [o for o in self.args.objects(i) if self.doc[o].lemma_.lower() not in _TIMES]
        direct = [self._parties(o) for o in objects]
        if objects and not any(direct):
            return
        groups = [g for g in direct if g] + self._partners(i, "with")
        if groups:
            yield from self._encounter(i, row, a, groups)
        elif any(p.name or p.role for p in a):
            several = len({p.actor for p in a}) > 4  # noqa: PLR2004 - more than a small group
            kind = Kind.SUMMIT if several or self._assembles(_distinct(a)) else None
            yield from self._make(i, row, self.status.of_verb(i), a, kind=kind)

    def _with(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        groups = self._partners(i, "with", "to", *(("from", "opposite") if row.form == "sit" else ())) or [g for o in self.args.objects(i) for n in self.args.obliques(o, "with") if (g := self._parties(n))]
        if row.form == "join":
            groups = [self._parties(o) for o in self.args.objects(i)]
        if groups and (not passive or row.form == "closet"):
            yield from self._encounter(i, row, a, groups)
        elif len(a) > 1 and not passive and any(p.name or p.role for p in a):
            yield from self._make(i, row, self.status.of_verb(i), a, kind=self._kind(i, row), features=self._soft(i, row))

    def _spend(self, i: int, row: Row) -> Iterator[Encounter]:
        """"spent five hours with Rossi", "spent Friday in the Kazakh capital"."""
        if any(True for _ in self.args.obliques(i, "with")):
            yield from self._with(i, row)
        else:
            a, _ = self._subject(i)
            yield from self._journey(i, row, self.status.of_verb(i), a, self._destinations(list(self.args.obliques(i, "in"))))

    def _by_telephone(self, i: int, row: Row) -> Iterator[Encounter]:
        """"informed President Bush of the mission by telephone"."""
        if self._kind(i, replace(row, frame="with", kind=Kind.TALKS)) is Kind.CALL:
            yield from self._guest(i, replace(row, kind=Kind.CALL, needs=frozenset()))

    def _discuss(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        if passive:
            return
        groups = self._partners(i, "with")
        groups += [g for o in self.args.objects(i) for n in self.args.obliques(o, "with") if (g := self._parties(n))]
        kind = self._kind(i, row)
        if groups:
            yield from self._encounter(i, row, a, groups)
        elif kind is Kind.CALL and len(a) > 1:
            yield from self._make(i, row, self.status.of_verb(i), a, kind=kind)

    def _sided(self, parties: list[Party], side: Side) -> list[Party]:
        return [replace(p, side=p.side or side) for p in parties]

    def _host(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        if passive:
            guests, hosts = a, [p for n in self.args.obliques(i, "by") for p in self._parties(n)]
        else:
            hosts, guests = a, self._objects(i)
        if all(p.name is None and p.role is None for p in guests):
            return
        yield from self._encounter(i, row, self._sided(hosts, Side.HOST), [self._sided(guests, Side.GUEST)])

    def _guest(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        prepositions = sorted(row.needs & {"on", "to"})
        if passive and not prepositions:
            return
        if row.form == "call" and not any(self.graph.case(o) == "on" and o in self.graph.mention_at for o in self.args.obliques(i)):
            yield from self._rung(i, row)
            return
        targets = [n for n in self.args.obliques(i, *prepositions)] if prepositions else self.args.objects(i)
        b = [p for n in targets for p in self._parties(n)]
        if not any(p.name or p.role for p in b) or self._asks(i, row):
            return
        if row.frame == "guest" and row.form != "see":
            a, b = self._sided(a, Side.GUEST), self._sided(b, Side.HOST)
        yield from self._encounter(i, row, a, [b])

    def _rung(self, i: int, row: Row) -> Iterator[Encounter]:
        """"called Rossi on Monday to discuss": on the telephone."""
        a, passive = self._subject(i)
        b = [p for o in self.args.objects(i) for p in self._parties(o) if p.name]
        names_him = any(True for _ in self.graph.children(i, "xcomp", "ccomp"))
        if b and not passive and not names_him and len(self.args.objects(i)) == 1:
            yield from self._make(i, row, self.status.of_verb(i), [*a, *b], kind=Kind.CALL)

    def _asks(self, i: int, row: Row) -> bool:
        """"called on Iran to stop", "appealed to the king for help": words, not an encounter."""
        if row.form not in {"call", "appeal", "see"}:
            return False
        if any(True for _ in self.graph.children(i, "xcomp", "ccomp")) or any(True for _ in self.args.obliques(i, "for", "as")):
            return True
        return any(self.graph.token(c).tag_ == "VB" for c in self.graph.children(i, "advcl")) and row.form != "see"

    # -- visits ------------------------------------------------------------------------------------------------

    def _destinations(self, nodes: Sequence[int]) -> list[Where]:
        found = []
        for node in nodes:
            for n in self.graph.conjuncts(node):
                place = self._place(n) or self._place(self.graph.node(n))
                if place is None:
                    place = self._inside(n)
                if place:
                    found.append(self._where(place))
        return _by_country(found)

    def _inside(self, n: int) -> ActorMention | None:
        """A place inside a phrase that is not a party: "the Iranian capital", "Manila's airport"."""
        number = self.refs.at(n)
        if number is not None:
            return None
        for i in self.graph.subtree(n):
            place = self.places.get(i)
            if place and abs(i - n) <= 4:  # noqa: PLR2004 - within the noun phrase
                return self._capital(place) if self.doc[n].lower_ == "capital" else place
        return None

    def _capital(self, place: ActorMention) -> ActorMention:
        """"the Kazakh capital" is a city."""
        country = place.actor.country if place.actor else None
        return replace(place, city=capital(country, self.doc._.published) or place.city, place_country=country) if country else place

    def _where(self, place: ActorMention) -> Where:
        country = place.place_country or (place.actor.country if place.actor else None)
        return Where(None, place.city, country, (place.start, place.end))

    def _here(self, i: int) -> list[Where]:
        near = any(t.lower_ == "here" for t in self.doc[i + 1 : i + 3]) or any(self.doc[c].lower_ == "here" for c in self.graph.children(i, "advmod"))
        dateline: Where | None = self.doc._.dateline
        if near and dateline:
            return [dateline]
        there = any(t.lower_ == "there" for t in self.doc[i + 1 : i + 3])
        earlier = [a for a in self.doc._.actors if a.start < self.doc[i].sent.start and a.city] if there else []
        return [self._where(earlier[-1])] if earlier else []

    def _journey(self, i: int, row: Row, reading: Reading, guests: list[Party], goals: list[Where]) -> Iterator[Encounter]:
        guests = [replace(p, side=Side.GUEST) for p in guests if p.actor]
        hosts = self._inviters(i)
        for goal in goals:
            travellers = [p for p in guests if p.actor and p.actor.country != goal.country and (p.name or p.role)]
            if travellers and goal.country:
                own = [h for h in hosts if h.actor and h.actor.country == goal.country]
                yield from self._make(i, row, reading, [*travellers, *own], kind=Kind.VISIT, where=goal)

    def _inviters(self, i: int) -> list[Party]:
        """"at the invitation of Chinese Premier Li Keqiang"."""
        for token in self.doc[i].sent:
            if token.lower_ == "invitation":
                found = [p for n in self.args.obliques(token.i, "of", "from") for p in self._parties(n) if p.name]
                return self._sided(found, Side.HOST)
        return []

    def _visit(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        objects = self.args.objects(i)
        goals = self._destinations(objects)
        if passive:
            return
        hosts = [p for o in objects for p in self._parties(o) if p.name]
        if hosts and row.form == "visit":
            yield from self._encounter(i, row, self._sided(a, Side.GUEST), [self._sided(hosts, Side.HOST)], kind=Kind.TALKS)
            return
        yield from self._journey(i, row, self.status.of_verb(i), a, goals or self._here(i))

    def _travel(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        if passive:
            return
        prepositions = sorted(row.needs - {"here"})
        goals = self._destinations(list(self.args.obliques(i, *prepositions))) or self._here(i)
        if not goals and row.form in {"arrive", "land", "fly"} and self.doc._.dateline and not any(self.graph.case(o) in {"in", "at", "to"} for o in self.args.obliques(i)):
            goals = [self.doc._.dateline]
        yield from self._journey(i, row, self.status.of_verb(i), a, goals)

    def _be_in(self, i: int, row: Row) -> Iterator[Encounter]:
        """"Krishna will be in Port Louis", "is due in Moscow"."""
        found = self.args.subject(i) or ((self.graph.head(i), False) if self.graph.head(i) in self.graph.mention_at else None)
        if found is None:
            return
        subject = found[0]
        place = self._place(i)
        if place and "in" in self.graph.case(i).split():
            goals = self._destinations([i])
        elif self.doc[i].lower_ in {"due", "here", "expected"}:
            goals = self._destinations(list(self.args.obliques(i, "in", "at"))) or self._here(i)
            if not goals and self.doc[i].lower_ == "here" and self.doc._.dateline:
                goals = [self.doc._.dateline]
        else:
            return
        reading = self.status.of_verb(i)
        due = set(self.graph.case(i).split()) | {self.doc[i].lower_} | {self.doc[c].lower_ for c in self.graph.children(i, "advmod", "amod")}
        if due & {"due", "expected"} and reading.status is Status.HELD:
            reading = Reading(Status.PLANNED, "due")
        yield from self._journey(i, row, reading, [p for p in self._parties(subject) if p.name or p.role], goals)

    def _invite(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        hosts = [p for n in self.args.obliques(i, "by") for p in self._parties(n)] if passive else a
        guests = a if passive else [p for o in self.args.objects(i) for p in self._parties(o)]
        goals = self._destinations(list(self.args.obliques(i, "to")))
        for c in self.graph.children(i, "xcomp", "advcl", "ccomp"):
            goals += self._destinations([*self.args.objects(c), *self.args.obliques(c, "to", "in")])
        if not goals and hosts and hosts[0].actor and hosts[0].actor.country:
            goals = [Where(country=hosts[0].actor.country)]
        guests = self._sided([g for g in guests if g.name or g.role], Side.GUEST)
        for goal in goals[:1]:
            hosting = [p for p in self._sided(hosts, Side.HOST) if p.actor and p.actor.country == goal.country]
            yield from self._make(i, row, Reading(Status.PROPOSED, "invite"), [*guests, *hosting], kind=Kind.VISIT, where=goal)

    def _invitation(self, i: int, row: Row) -> Iterator[Encounter]:
        """"rejected an invitation from mediators to resume peace talks"."""
        governor = self.args.governor(i)
        lemma = self.status.lemma(governor) if governor is not None else ""
        effect = Status.PLANNED if lemma in {"accept", "take up"} else Status.REFUSED if table("verb").get(lemma) == "refused" else None
        if governor is None or effect is None or self.graph.dep(i) not in {"obj", "nsubj:pass"}:
            return
        found = self.args.subject(governor)
        guests = self._parties(found[0]) if found and not found[1] else []
        hosts = [p for n in self.args.obliques(i, "from", "by", "of") for p in self._parties(n)]
        goals = self._destinations([n for c in self.graph.children(i, "acl", "xcomp", "advcl") for n in (*self.args.objects(c), *self.args.obliques(c, "to"))])
        kind = Kind.VISIT if goals else Kind.TALKS
        parties = [*self._sided(guests, Side.GUEST), *self._sided(hosts, Side.HOST)]
        yield from self._make(i, row, Reading(effect, "invitation"), parties, kind=kind, where=goals[0] if goals else None)

    def _together(self, i: int, row: Row) -> Iterator[Encounter]:
        """"The meeting brought together the ministers of France and Italy"."""
        a, passive = self._subject(i)
        hosts = [] if passive else [replace(p, side=Side.MEDIATOR) for p in a if p.name or p.role]
        parties = a if passive else self._objects(i)
        yield from self._make(i, row, self.status.of_verb(i), [*parties, *hosts])

    def _attended(self, i: int, row: Row) -> Iterator[Encounter]:
        """"talks attended by ..." is told by its noun; a person "attended by" another is received."""
        a, passive = self._subject(i)
        hosts = [p for n in self.args.obliques(i, "by") for p in self._parties(n) if p.name or p.role]
        if passive and hosts and any(p.name or p.role for p in a):
            yield from self._make(i, row, self.status.of_verb(i), [*self._sided(hosts, Side.HOST), *self._sided(a, Side.GUEST)])

    def _gather(self, i: int, row: Row) -> Iterator[Encounter]:
        a, passive = self._subject(i)
        actors = {p.actor for p in a if p.actor}
        kind = Kind.SUMMIT if len(actors) > _SMALL_GROUP or self._assembles(_distinct(a)) else Kind.TALKS
        yield from self._make(i, row, self.status.of_verb(i), a, kind=kind, features=["gathering"])

    # -- nouns -------------------------------------------------------------------------------------------------

    def _modifiers(self, i: int) -> list[Party]:
        """Actors right before the noun: "U.S.-Soviet arms control talks", "OPEC meeting"."""
        found: list[Party] = []
        j = i - 1
        start = self.doc[i].sent.start
        while j >= start and i - j < 8:  # noqa: PLR2004 - the length of a compound
            number = next((k for k, m in enumerate(self.doc._.mentions) if m.start <= j < m.end), None)
            token = self.doc[j]
            if number is not None:
                mention = self.doc._.mentions[number]
                if mention.form is not Form.ACTOR:
                    break
                if not self.graph.case(self.graph.node(mention.root)) or found or j == i - 1:
                    found = self.refs.of_mention(number) + found
                j = mention.start - 1
                continue
            if token.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM"} and token.text not in {"-", "'s", "'", "\u2013", "/"}:
                break
            j -= 1
        return found

    def _noun_parties(self, i: int) -> list[list[Party]]:
        towards = {"call": ("to",), "audience": ("to", "for"), "dinner": ("for",), "lunch": ("for",), "luncheon": ("for",), "breakfast": ("for",)}
        prepositions = ("between", "among", "with", "of", "by", "from", *towards.get(self.doc[i].lemma_, ()))
        groups = [g for n in self.args.obliques(i, *prepositions) if (g := self._parties(n))]
        if sum(len(g) for g in groups) < 2:  # noqa: PLR2004 - it takes two
            groups = self._between(i) or groups
        owner = self.args.owner(i)
        if owner is not None and (owned := self._parties(owner)):
            groups.insert(0, owned)
        return groups

    def _between(self, i: int) -> list[list[Party]]:
        """By order: "between A, who took office on Saturday, and his counterpart B"."""
        for j in range(i + 1, min(i + 6, self.doc[i].sent.end)):
            if self.doc[j].lower_ != "between":
                continue
            mentions = [m for m in self.doc._.mentions if j < m.start < self.doc[i].sent.end and m.form is not Form.PRONOUN]
            first = mentions[:1]
            second = [m for m in mentions[1:] if self.doc[m.start - 1].lower_ == "and" or (m.start > 1 and self.doc[m.start - 2].lower_ == "and")][:1]
            if first and second:
                return [self.refs.parties(self.graph.node(m.root)) for m in (*first, *second)]
        return []

    def _borrowed(self, i: int) -> tuple[list[Party], list[str]]:
        """"The last round opened on February 20": the parties of the encounter told before."""
        described = {self.doc[c].lower_ for c in self.graph.children(i, "amod", "nmod:desc", "compound")}
        if not described & words("rounds", "adjective"):
            return [], []
        past = described & {"last", "previous", "first", "earlier"}
        return self.refs.latest(i), ["background"] if past else []

    def _holder(self, i: int) -> tuple[list[Party], list[list[Party]]]:
        """(those who hold it, those it is held with), from the verb that governs the noun."""
        i = self.status.outer(i)
        governor = self.args.governor(i)
        if governor is not None and self.doc[governor].lemma_.lower() == "follow" and self.doc[governor].tag_ == "VBG":
            found = self.args.subject(self.graph.head(governor))
            return (self._parties(found[0]) if found else []), []
        if governor is None:
            return self._misread(i), []
        dep = self.graph.dep(i)
        if self.doc[governor].lemma_.lower() not in _LIGHT:
            aside = dep.startswith("obl") or (dep == "nmod" and self.graph.head(i) in self.graph.mention_at)
            return (self._circumstance(i, governor), []) if aside else ([], [])
        partners = self._partners(governor, "with", "between", "among", *(("from", "to") if self.doc[i].lemma_ == "call" else ()))
        if self.doc[governor].lemma_.lower() in {"give", "grant"}:
            partners = partners + self._partners(governor, "to", "for")
            partners = partners + [g for o in self.args.objects(governor) if o != i and (g := self._parties(o))]
        if dep.startswith("nsubj"):
            agents = [p for n in self.args.obliques(governor, "by") for p in self._parties(n)]
            return agents, partners
        found = self.args.subject(governor)
        holders = [] if found is None or found[1] else self._parties(found[0])
        if self.doc[governor].lemma_.lower() in _MEDIATE and any(True for _ in self.args.obliques(i, "between", "with")):
            holders = [replace(h, side=Side.MEDIATOR) for h in holders]
        return holders, partners

    def _misread(self, i: int) -> list[Party]:
        """Who comes before a verb that the parser took for an adjective: "Dubois hosted talks between ..."."""
        for child in self.graph.children(i, "amod", "acl"):
            if child < i and self.doc[child].tag_ in {"VBD", "VBN"} and self.doc[child].lemma_.lower() in _LIGHT:
                holders = [p for p in self._before(child) if p.name or p.role]
                mediates = self.doc[child].lemma_.lower() in _MEDIATE
                return [replace(h, side=Side.MEDIATOR) for h in holders] if mediates else holders
        return []

    def _treated(self, i: int) -> bool:
        """"gave Rossi lunch", "granted him an audience"."""
        governor = self.args.governor(i)
        return governor is not None and self.doc[governor].lemma_.lower() in {"give", "grant", "offer"}

    def _placed_call(self, i: int) -> bool:
        """"took a call from", "made similar calls to"."""
        governor = self.args.governor(i)
        return governor is not None and self.doc[governor].lemma_.lower() in {"take", "make", "place", "receive", "hold", "have"} and self.graph.dep(i) == "obj"

    def _circumstance(self, i: int, governor: int) -> list[Party]:
        """"In a meeting with Bukele, Gordon emphasized ...", "during a visit to Tokyo, Howard said ..."."""
        ahead = any(t.lower_ in {"ahead", "advance", "eve"} for t in self.doc[max(i - 4, 0) : i])
        if not ahead and self.graph.case(i).split(" ")[0] not in {"in", "during", "at", "after", "following", "on", "before", "for", "over", "from"}:
            return []
        found = self.args.subject(governor)
        parties = self._parties(found[0]) if found and not found[1] else []
        if not any(True for _ in self.args.obliques(i, "with", "between", "of")):
            parties = parties + [p for o in self.args.objects(governor) for p in self._parties(o)]
        parties = parties or self._before(governor)
        return [p for p in parties if p.name or p.role]

    def _noun_needs(self, i: int, row: Row) -> bool:
        if not row.needs or row.needs & {"noun"}:
            return True
        if "phone" in row.needs:
            return bool({t.lower_ for t in self.doc[max(i - 3, 0) : i]} & _TELEPHONE) or self.doc[i].lower_ != "call" or any(True for _ in self.args.obliques(i, "with", "between", "from")) or self._placed_call(i) or any(True for n in self.args.obliques(i, "on") if n in self.graph.mention_at)
        if "views" in row.needs:
            return any(t.lower_ in {"views", "view"} for t in self.doc[i : i + 4])
        if "with" in row.needs:
            nodes = [i, *(g for g in [self.args.governor(i)] if g is not None)]
            return any(True for n in nodes for _ in self.args.obliques(n, "with", "for", "to")) or self._treated(i)
        return True

    def _noun_talks(self, i: int, row: Row) -> Iterator[Encounter]:
        if not self._noun_needs(i, row) or self._compounded(i):
            return
        holders, partners = self._holder(i)
        groups = self._noun_parties(i)
        modifiers = self._modifiers(i)
        if len(modifiers) == 1 and (place := self._beside(i)) and place.city:
            modifiers = []
        parties = [*holders, *[p for g in groups for p in g], *[p for g in partners for p in g], *modifiers]
        courtesy = [p for n in self.args.obliques(i, "on") for p in self._parties(n) if p.name or p.role] if row.form == "call" else []
        parties += courtesy
        kind = Kind.TALKS if courtesy else Kind.CALL if row.kind is Kind.CALL else self._kind(i, row)
        head = self.graph.head(i)
        if self.doc[head].lemma_.lower() in _OFFERS and self.graph.dep(i) == "nmod":
            parties += [*self._modifiers(head), *self._holder(head)[0], *[p for g in self._noun_parties(head) for p in g]]
        partnered = [p for g in (*groups, *partners) for p in g]
        if not holders and any(p.name for p in partnered) and len({p.actor for p in parties if p.actor}) == 1:
            parties = [*self._completed(i, partnered), *parties]
        features: list[str] = []
        if len({p.actor for p in parties if p.actor}) < 2 and kind is Kind.TALKS:  # noqa: PLR2004 - it takes two
            borrowed, features = self._borrowed(i)
            parties += borrowed
        if {self.doc[c].lower_ for c in self.graph.children(i, "amod")} & {"last", "previous", "earlier"}:
            features.append("background")
        if kind is Kind.TALKS and self._assembles(_distinct(parties)) and row.form in {"meeting", "session", "talk"}:
            kind = Kind.SUMMIT
        yield from self._make(i, row, self.status.of_noun(i), parties, kind=kind, features=features)

    def _assembles(self, parties: Sequence[Party]) -> bool:
        """Whether an international organisation meets: "OPEC meeting", "talks of ASEAN foreign ministers"."""
        bodies = {a.actor for a in self.doc._.actors if a.form in {"organization", "institution"}}
        members = [p for p in parties if p.actor in bodies and p.actor and p.actor.organization]
        several = any(set((p.role or "").lower().replace("-", " ").split()) & _CHIEFS and not p.name for p in members)
        return bool(members) and (len(parties) == 1 or several)

    def _beside(self, i: int) -> ActorMention | None:
        """A place right before the noun or its modifiers: "the Venice economic summit"."""
        for j in range(i - 1, max(i - 4, -1), -1):
            if j in self.places:
                return self.places[j]
            if self.doc[j].pos_ not in {"ADJ", "NOUN", "PROPN"}:
                break
        return None

    def _compounded(self, i: int) -> bool:
        """"meeting room", "conference call": the noun only describes another."""
        return self.graph.dep(i) == "compound" and self.graph.head(i) == i + 1 and self.doc[i + 1].pos_ == "NOUN" and self.doc[i + 1].lemma_.lower() not in triggers("noun")

    def _noun_visit(self, i: int, row: Row) -> Iterator[Encounter]:
        if self._compounded(i):
            return
        holders, _ = self._holder(i)
        owner = self.args.owner(i)
        guests = self._parties(owner) if owner is not None else []
        guests = guests or [p for n in self.args.obliques(i, "by", "of") for p in self._parties(n) if p.name or p.role]
        guests = guests or [p for g in self._onwards(i, ("by",)) for p in g if p.name or p.role]
        goals = self._destinations(list(self.args.obliques(i, "to", "in", "of") if row.form in {"tour", "stay", "stopover", "stop", "arrival"} else self.args.obliques(i, "from") if row.form == "return" else self.args.obliques(i, "to")))
        if not goals:
            goals = self._compound_goal(i) or self._here(i) or self._goal_onwards(i)
        if not guests:
            guests = holders or self._bearer(i)
        governor = self.args.governor(i)
        if not goals and governor is not None:
            goals = self._destinations(list(self.args.obliques(governor, "to", "in", "for"))) or self._here(governor)
            if not goals and self.doc[governor].lemma_.lower() in {"leave", "depart", "return"}:
                goals = self._destinations([*self.args.objects(governor), *self.args.obliques(governor, "from")])
        if not goals and any(self.doc[c].lower_ in {"the", "this", "his", "her"} for c in self.graph.children(i, "det", "nmod:poss")):
            goals = [self.doc._.dateline] if self.doc._.dateline else []
        if not goals and governor is not None and self.doc[governor].lemma_.lower() in {"arrive", "fly", "land", "come", "begin", "start", "end", "conclude", "wind"}:
            goals = [self.doc._.dateline] if self.doc._.dateline else []
        guests = [g for g in guests if g.name or g.role]
        if not guests and goals and row.form in {"visit", "trip", "tour"}:
            guests = [p for p in self._completed(i, [Party(None, None, Actor(country=goals[0].country))]) if p.name]
        yield from self._journey(i, row, self.status.of_noun(i), guests, goals)

    def _bearer(self, i: int) -> list[Party]:
        """"Pompeo, on a seven-hour stop in Kabul"; "the trip will take Jaishankar to Washington"."""
        head = self.graph.head(i)
        if head in self.graph.mention_at and self.graph.case(i) in {"on", "during"}:
            return self._parties(head)
        if self.doc[head].lemma_.lower() in {"take", "bring", "carry"} and self.graph.dep(i).startswith("nsubj"):
            return [p for o in self.args.objects(head) for p in self._parties(o)]
        return []

    def _goal_onwards(self, i: int) -> list[Where]:
        """By order: "the first-ever visit by an Israeli head of state, President Isaac Herzog, to Jordan"."""
        for j in range(i + 1, min(i + _CLAUSE, self.doc[i].sent.end - 1)):
            if self.doc[j].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
                break
            if self.doc[j].lower_ == "to":
                place = self.places.get(j + 1) or (self.places.get(j + 2) if self.doc[j + 1].lower_ == "the" else None)
                if place:
                    return [self._where(place)]
        return []

    def _compound_goal(self, i: int) -> list[Where]:
        """"a Washington visit"."""
        place = self.places.get(i - 1)
        if place and place.form in {"city", "metonym", "country"}:
            return [self._where(place)]
        return []

    def _noun_summit(self, i: int, row: Row) -> Iterator[Encounter]:
        if row.form == "conference" and {t.lower_ for t in self.doc[max(i - 2, 0) : i]} & _TELEPHONE:
            yield from self._noun_talks(i, replace(row, form="teleconference", frame="call", kind=Kind.CALL))
            return
        if self._compounded(i) or any(t.lower_ in {"press", "news", "party"} for t in self.doc[max(i - 1, 0) : i]):
            return
        holders, partners = self._holder(i)
        parties = [*[p for g in self._noun_parties(i) for p in g], *self._modifiers(i)]
        parties = [*holders, *parties]
        parties += [p for g in partners for p in g]
        states = {p.actor for p in parties if p.actor}
        two = len(states) == 2 and all(a.country for a in states)  # noqa: PLR2004 - a "summit" of two is talks
        yield from self._make(i, row, self.status.of_noun(i), parties, kind=Kind.TALKS if two else Kind.SUMMIT)


def _distinct(parties: Sequence[Party]) -> list[Party]:
    """Each party once; a bare actor gives way to a person or collective of it."""
    kept: list[Party] = []
    for party in parties:
        if party.actor is None and party.name is None:
            continue
        if any(_same(party, k) for k in kept):
            continue
        kept.append(party)
    fuller = {p.actor for p in kept if p.name or p.role}
    return [p for p in kept if p.name or p.role or p.actor not in fuller]


def _same(a: Party, b: Party) -> bool:
    if a.person is not None or b.person is not None:
        return a.person == b.person
    return a.actor == b.actor and a.role == b.role and a.name == b.name


def _by_country(places: list[Where]) -> list[Where]:
    """One place a country: the city when there is one."""
    best: dict[str | None, Where] = {}
    for place in places:
        if place.country not in best or (place.city and not best[place.country].city):
            best[place.country] = place
    return list(best.values())


@Language.component("readout_encounters", assigns=["doc._.encounters"], requires=["doc._.mentions", "doc._.people"])
def encounters(doc: Doc) -> Doc:
    """Set `doc._.encounters`."""
    doc._.encounters = tuple(Finder(doc).run())
    return doc
