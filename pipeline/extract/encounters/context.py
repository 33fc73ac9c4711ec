"""What the frames share: the tree, the mentions, and whom a verb or noun has beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.arguments import Arguments
from pipeline.extract.frames import ActorMention, Form, Mention, Party, Where
from pipeline.extract.graph import Graph
from pipeline.extract.reference import References
from pipeline.extract.rows import words
from pipeline.extract.status_nouns import StatusReader
from schemas.meeting import Side

_CLAUSE = 16  # tokens that an order-based search may cover
_APPOSED = 6  # tokens from a word for a person to his name: "his closest ally in Europe, "


class Context:
    """One Doc, and how its parties hang in it; `references` tell whom its mentions stand for."""

    def __init__(self, doc: Doc, references: type[References] = References) -> None:
        self.doc = doc
        self.graph = Graph(doc, doc._.mentions)
        self.args = Arguments(self.graph)
        self.status = StatusReader(self.graph)
        self.refs = references(doc, self.graph)
        self.places: dict[int, ActorMention] = {i: a for a in doc._.actors for i in range(a.start, a.end)}

    def parties(self, node: int) -> list[Party]:
        """The parties of a node and of all that is coordinated with it."""
        return [p for n in self.graph.conjuncts(node) for p in (self.refs.parties(n) or self._apposed(n))]

    def _apposed(self, node: int) -> list[Party]:
        """As in "met his old foe, President Rossi": who is named after a word for what he is to the other."""
        if self.lemma(node) not in words("frames", "peer") or self.refs.at(node) is not None:
            return []
        for j in range(node + 1, min(node + _APPOSED, self.doc[node].sent.end - 1)):
            if self.doc[j].text in {",", "--", "-", "("} or j == node + 1:
                named = next((m for m in self.doc._.mentions if m.start in {j, j + 1}), None)
                if named is not None and named.form in {Form.NAMED, Form.OFFICE}:
                    return self.refs.parties(self.graph.node(named.root))
        return []

    def parties_of(self, nodes: Iterable[int]) -> list[Party]:
        """The parties of several nodes, each with all that is coordinated with it."""
        return [p for n in nodes for p in self.parties(n)]

    def lemma(self, i: int) -> str:
        """The lemma of a token, in lower case."""
        return self.doc[i].lemma_.lower()

    def subject(self, i: int) -> tuple[list[Party], bool]:
        """(parties, passive) of the subject; by order when the tree gives none."""
        found = self.args.subject(i)
        if found and found[0] > i and not found[1] and self.graph.dep(i) in {"amod", "acl"}:
            return self.before(i), False
        if found:
            siblings = [n for n in self.graph.children(self.graph.head(found[0]), "nsubj") if n != found[0]]
            parties = [
                p for n in (*self.right_before(i, found[0]), found[0], *siblings) for p in self.parties(n)
            ]
            if parties or self.refs.at(found[0]) is not None:
                return parties, found[1]
            if self.doc[found[0]].pos_ in {"NOUN", "PROPN", "PRON"}:
                return [], found[1]
        return self.before(i), bool(found and found[1])

    def doers(self, verb: int) -> list[Party]:
        """The parties of the subject that the tree gives an active verb; empty otherwise."""
        found = self.args.subject(verb)
        return self.parties(found[0]) if found and not found[1] else []

    def right_before(self, i: int, subject: int) -> list[int]:
        """As in "Together with Rossi, Dubois met": who stands before the verb, when the tree took his company."""
        number = self.refs.at(subject)
        if number is None or "with" not in self.graph.case(subject).split():
            return []
        later = (m for m in self.doc._.mentions[number + 1 :] if m.end == i)
        return [self.graph.node(m.root) for m in later if self.doc[m.start - 1].text == ","]

    def before(self, i: int) -> list[Party]:
        """The nearest mention to the left in the sentence that no preposition governs."""
        start = self.doc[i].sent.start
        for k in range(len(self.doc._.mentions) - 1, -1, -1):
            mention = self.doc._.mentions[k]
            node = self.graph.node(mention.root)
            if start <= mention.start and mention.end <= i and not self._introduced(mention):
                return self.parties(node)
        return []

    def _introduced(self, mention: Mention) -> bool:
        """Whether a preposition stands right before a mention."""
        return mention.start > 0 and self.doc[mention.start - 1].pos_ == "ADP"

    def objects(self, i: int) -> list[Party]:
        """The parties of the verb's objects; by order, the party right after it, when the tree gives none."""
        found = [p for o in self.args.objects(i) for p in self.parties(o)]
        if found or any(True for _ in self.args.objects(i)):
            return found
        for m in self.doc._.mentions:
            if (
                i < m.start <= i + 2
                and self.graph.node(m.root) not in self.graph.children(i)
                and not self.graph.case(self.graph.node(m.root))
            ):
                return self.parties(self.graph.node(m.root))
        return []

    def partners(self, i: int, *prepositions: str) -> list[list[Party]]:
        """Return the parties behind prepositions, in groups told apart; by order when the tree gives none."""
        groups = [
            g
            for o in self.args.obliques(i, *prepositions)
            if ";" not in {t.text for t in self.doc[min(i, o) : max(i, o)]}
            for g in self._apart(o, prepositions)
        ]
        return groups or self.onwards(i, prepositions)

    def _apart(self, node: int, prepositions: Sequence[str]) -> list[list[Party]]:
        """As in "with A and with B": a group for each that repeats the preposition."""
        groups: list[list[Party]] = [[]]
        for n in self.graph.conjuncts(node):
            if n != node and groups[-1] and self.graph.case(n).split(" ")[0] in prepositions:
                groups.append([])
            groups[-1].extend(p for p in self.refs.parties(n) if p not in groups[-1])
        return [g for g in groups if g]

    def onwards(self, i: int, prepositions: Sequence[str]) -> list[list[Party]]:
        """By order: the next party to the right that one of `prepositions` introduces, within the clause."""
        for j in range(i + 1, min(i + _CLAUSE, self.doc[i].sent.end - 1)):
            token = self.doc[j]
            if token.text == ";" or (token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"}):
                break
            behind = self._behind(j) if token.lower_ in prepositions else None
            parties = self.parties(self.graph.node(behind.root)) if behind else []
            if parties:
                return [parties]
        return []

    def _behind(self, preposition: int) -> Mention | None:
        """The mention right behind a preposition, or one word on."""
        verb = self.doc[preposition + 1].pos_ == "VERB"
        mentions: Sequence[Mention] = self.doc._.mentions
        for mention in mentions:
            near = mention.start == preposition + 1 or (mention.start == preposition + 2 and not verb)
            if near and not self._relative(mention):
                return mention
        return None

    def _relative(self, mention: Mention) -> bool:
        """Whether a mention is a word for somebody named before: "with whose", "of which"."""
        word = self.doc[mention.start].lower_
        return mention.form is Form.PRONOUN and word in {"who", "which", "whose", "its"}

    def completed(self, i: int, partners: Sequence[Party]) -> list[Party]:
        """Return who meets these partners when the tree does not say: of the sentence, or the main person."""
        theirs = {p.actor for p in partners}
        start, end = self._clause(i)
        inside = [k for k, m in enumerate(self.doc._.mentions) if start <= m.start < end]
        before = [
            k for k in inside if self.doc._.mentions[k].start < i and not self.graph.case(self._root(k))
        ]
        after = [k for k in inside if self.doc._.mentions[k].start > i and self._acts(k)]
        for k in (*before, *after):
            parties = [p for n in self.graph.conjuncts(self._root(k)) for p in self.refs.parties(n)]
            found = [p for p in parties if p.actor and p.actor not in theirs and p.somebody]
            if found:
                return found
        return [p for p in self.refs.protagonist(i) if p.actor not in theirs]

    def _clause(self, i: int) -> tuple[int, int]:
        """The part of the sentence between semicolons that token `i` stands in."""
        sent = self.doc[i].sent
        marks = [t.i for t in sent if t.text == ";"]
        start = max((k + 1 for k in marks if k < i), default=sent.start)
        return start, min((k for k in marks if k > i), default=sent.end)

    def _root(self, number: int) -> int:
        return self.graph.node(self.doc._.mentions[number].root)

    def _acts(self, number: int) -> bool:
        return self.graph.dep(self._root(number)).startswith("nsubj")

    def place_at(self, node: int) -> ActorMention | None:
        """Return the place that a token names."""
        return self.places.get(node)

    def place_of(self, place: ActorMention) -> Where:
        """Return a mention of a place as a place."""
        country = place.place_country or (place.actor.country if place.actor else None)
        return Where(None, place.city, country, (place.start, place.end))

    def sided(self, parties: list[Party], side: Side) -> list[Party]:
        """Return the parties, each on a side: its own, else this one."""
        return [replace(p, side=p.side or side) for p in parties]
