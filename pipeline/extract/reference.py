"""Whom a mention stands for: a person, a collective, a pronoun, an office without a name."""

from collections import Counter

from spacy.tokens import Doc

from pipeline.extract.antecedents import Antecedents
from pipeline.extract.collectives import Collectives
from pipeline.extract.frames import Form, Mention, Party, Person
from pipeline.extract.graph import Graph
from pipeline.extract.memory import Memory
from pipeline.extract.sentences import Sentences
from pipeline.extract.sides import warring
from pipeline.extract.the_two import TheTwo
from pipeline.extract.two_sides import two_sides
from schemas.meeting import Side

_PROMINENT = 3  # mentions that make somebody the protagonist
_PLURAL = frozenset({"they", "them", "their"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})


class References:
    """Resolves mentions to parties, in text order; `memory` is told of each encounter found."""

    def __init__(self, doc: Doc, graph: Graph) -> None:
        self.doc = doc
        self.graph = graph
        self.memory = Memory()
        self.mentions: tuple[Mention, ...] = doc._.mentions
        self.people: tuple[Person, ...] = doc._.people
        sentences = Sentences(doc)
        self._antecedents = Antecedents(doc, graph, sentences)
        self._two = TheTwo(doc, sentences, self.memory, self._person)
        self._collectives = Collectives(doc, graph, sentences, self._two, self.of_mention)

    def told_at(self, position: int) -> bool:
        """Whether an encounter was found at token `position`."""
        return any(p == position for p, _ in self.memory.before(position + 1))

    def latest(self, position: int) -> list[Party]:
        """The parties of the encounter told last before token `position`."""
        told = self.memory.before(position)
        return list(told[-1][1]) if told else []

    def sides(self, position: int, *, of_states: bool) -> list[Party]:
        """Who negotiates with whom at token `position`, by what was told last or by the whole article.

        Two states only where they are said to have something to settle (`of_states`).
        """
        last = (p.actor for p in self.latest(position) if p.actor and p.side is not Side.MEDIATOR)
        before = list(dict.fromkeys(last))
        told = before if len(before) > 1 else warring(self.doc)
        return [Party(None, None, a) for a in told or (two_sides(self.doc) if of_states else ())]

    def protagonist(self, position: int) -> list[Party]:
        """The person of whom the article speaks most, when that is clear; empty otherwise."""
        counts = Counter(
            m.person
            for m in self.mentions
            if m.person is not None and self.people[m.person].name and self.people[m.person].actor
        )
        if not counts or counts.most_common(1)[0][1] < _PROMINENT:
            return []
        person = counts.most_common(1)[0][0]
        number = next(k for k, m in enumerate(self.mentions) if m.person == person)
        return [self._person(person, number)] if self.mentions[number].start < position else []

    def at(self, node: int) -> int | None:
        """The number of the mention whose node this is."""
        return self.graph.mention_at.get(node)

    def parties(self, node: int) -> list[Party]:
        """Whom a node stands for; empty when it is not a party."""
        number = self.at(node)
        return [] if number is None else self.of_mention(number)

    def of_mention(self, number: int) -> list[Party]:
        """Whom a mention stands for."""
        mention = self.mentions[number]
        if mention.person is not None:
            return [self._person(mention.person, number)]
        if mention.form is Form.PRONOUN:
            return self._pronoun(number)
        if mention.form is Form.GROUP:
            return self._collectives.parties(number)
        if mention.actors:
            return [Party(None, mention.role, actor, mention=number) for actor in mention.actors]
        if mention.form is Form.OFFICE and mention.definite:
            return self._earlier_person(number)
        return []

    def _person(self, person: int, mention: int) -> Party:
        who = self.people[person]
        return Party(who.name, who.role, who.actor, person=person, mention=mention)

    def _pronoun(self, number: int) -> list[Party]:
        word = self.doc[self.mentions[number].start].lower_
        if word in _PLURAL:
            return self._two.parties(self.mentions[number])
        return self._relative(number) if word in _RELATIVE else self._earlier_person(number)

    def _relative(self, number: int) -> list[Party]:
        """As in "Rossi, who met": who is mentioned right before; nobody in "to know who would pay"."""
        mention = self.mentions[number]
        if self.doc[mention.start].head.dep_ == "ccomp":
            return []
        before = (
            k for k, m in enumerate(self.mentions) if m.end <= mention.start and m.form is not Form.PRONOUN
        )
        last = max(before, default=None)
        return [] if last is None else self.of_mention(last)

    def _earlier_person(self, number: int) -> list[Party]:
        """The likeliest of the people mentioned before."""
        person = self._antecedents.person(number)
        if person is not None:
            return [self._person(person, number)]
        found = self._antecedents.before(number)
        return [self._person(*found)] if found else []
