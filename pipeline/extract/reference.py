"""Whom a mention stands for: pronouns, "the two leaders", collectives and their leaders."""

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.extract.antecedents import Antecedents
from pipeline.extract.companions import cues
from pipeline.extract.frames import Form, Mention, Party, Person
from pipeline.extract.graph import Graph
from pipeline.extract.locals import local_actor
from pipeline.extract.pairs import by_office, suit
from pipeline.extract.two_sides import two_sides

_PROMINENT = 3  # mentions that make somebody the protagonist
_LOOK_BACK = 3  # sentences that a pronoun may reach back over
_MEMBERS = 12  # tokens between a collective and the first of its members that is named
_STATES = frozenset(
    {"countries", "nations", "states", "sides", "governments", "capitals", "neighbours", "neighbors"}
)
_LED = frozenset({"led", "headed", "leaded", "chaired"})


class References:
    """Resolves mentions to parties, in text order; `remember` tells it of each encounter found."""

    def __init__(self, doc: Doc, graph: Graph) -> None:
        self.doc = doc
        self.graph = graph
        self.mentions: Sequence[Mention] = doc._.mentions
        self.people: Sequence[Person] = doc._.people
        self._last: list[tuple[int, tuple[Party, ...]]] = []
        self._sentence = [0] * len(doc)
        for number, sent in enumerate(doc.sents):
            for token in sent:
                self._sentence[token.i] = number
        self._antecedents = Antecedents(doc, graph, self._sentence)

    def remember(self, position: int, parties: Sequence[Party]) -> None:
        """Keep the parties of an encounter found at token `position`."""
        if len(parties) > 1:
            self._last.append((position, tuple(parties)))

    def amend(self, position: int, parties: Sequence[Party]) -> None:
        """Keep, before what is kept of the encounter found at token `position`, that its parties are more."""
        at = next((k for k, (p, _) in enumerate(self._last) if p == position), len(self._last))
        self._last.insert(at, (position, tuple(parties)))

    def latest(self, position: int) -> list[Party]:
        """The parties of the encounter told last before token `position`."""
        before = [parties for p, parties in self._last if p < position]
        return list(before[-1]) if before else []

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
            return self._group(number)
        if mention.actors:
            return [Party(None, mention.role, actor, mention=number) for actor in mention.actors]
        if mention.form is Form.OFFICE and mention.definite:
            return self._earlier_person(number)[:1]
        return []

    def _person(self, person: int, mention: int) -> Party:
        who = self.people[person]
        return Party(who.name, who.role, who.actor, person=person, mention=mention)

    def _group(self, number: int) -> list[Party]:
        """The collective, and those of it who are named: "leaders, including President Rossi"."""
        whole, members = self._collective(number), self._members(number)
        named = [p for p in members if all(p.person != w.person for w in whole)]
        return [*whole, *named]

    def _members(self, number: int) -> list[Party]:
        """Who is named right after "including" or its like."""
        end = self.mentions[number].end
        sent = self.doc[end - 1].sent
        for cue, after in cues(self.doc, "among", end, min(end + _MEMBERS, sent.end)):
            if any(
                self.doc[i].pos_ in {"VERB", "AUX"} and self.doc[i].tag_ != "VBG" for i in range(end, cue)
            ):
                break
            first = next(
                (k for k in range(number + 1, len(self.mentions)) if self.mentions[k].start >= after), None
            )
            if (
                first is None
                or self.mentions[first].start > after + 2
                or self.mentions[first].start >= sent.end
            ):
                break
            nodes = self.graph.conjuncts(self.graph.node(self.mentions[first].root))
            numbers = [k for n in nodes if n >= after and (k := self.at(n)) is not None and k > number]
            return [p for k in numbers if self.mentions[k].form is Form.NAMED for p in self.of_mention(k)]
        return []

    def _collective(self, number: int) -> list[Party]:
        mention = self.mentions[number]
        leader = self._leader(mention)
        if leader is not None:
            party = self.of_mention(leader)[0]
            actor = mention.actors[0] if mention.actors else party.actor
            return [
                Party(
                    party.name, party.role or "head of delegation", actor, person=party.person, mention=leader
                )
            ]
        if mention.actors:
            return [Party(None, mention.role, actor, mention=number) for actor in mention.actors]
        earlier = self._same_group(number) if mention.definite and not mention.count else None
        if earlier is not None:
            return self.of_mention(earlier)
        if apposed := self._apposed(number):
            return apposed
        pair = self._pair(mention) if mention.definite and (mention.count or mention.role) else []
        actor = None if pair else local_actor(self.doc, mention)
        return [Party(None, mention.role, actor, mention=number)] if actor else pair

    def _apposed(self, number: int) -> list[Party]:
        """As in "The negotiators, Israel's Dan Shomron and Saeb Erekat for the PLO,": two names or more."""
        mention = self.mentions[number]
        follows = self.mentions[number + 1 : number + 2]
        if not mention.definite or not follows or follows[0].form is not Form.NAMED:
            return []
        if [t.text for t in self.doc[mention.end : follows[0].start]] not in (
            [","],
            [":"],
            ["-"],
            ["--"],
            ["("],
        ):
            return []
        nodes = self.graph.conjuncts(self.graph.node(follows[0].root))
        named = [k for n in nodes if (k := self.at(n)) is not None and k > number]
        parties = [p for k in named if self.mentions[k].form is Form.NAMED for p in self.of_mention(k)]
        return parties if len({p.actor for p in parties if p.actor}) > 1 else []

    def _same_group(self, number: int) -> int | None:
        """As in "The delegation": the nearest earlier collective of the same sort that has an actor."""
        mention = self.mentions[number]
        if mention.role not in {"delegation", "negotiators", "officials", "experts"}:
            return None
        for k in range(number - 1, -1, -1):
            other = self.mentions[k]
            if other.form is Form.GROUP and other.actors and other.role == mention.role:
                return k
        return None

    def _leader(self, mention: Mention) -> int | None:
        """As in "a delegation led by Saleh al-Arouri"."""
        for i in range(mention.end, min(mention.end + 6, len(self.doc))):
            if self.doc[i].lower_ in _LED:
                for k, other in enumerate(self.mentions):
                    if other.form is Form.NAMED and i < other.start <= i + 4:
                        return k
        return None

    def _pair(self, mention: Mention) -> list[Party]:
        """As in "the two leaders": the parties of an encounter, else the last two people of two actors.

        Where the two hold another office than the one told, those who hold it on their sides.
        """
        of_states = any(t.lower_ in _STATES for t in self.doc[mention.start : mention.end])
        return by_office(mention.role, self._two(mention), self.people, of_states=of_states)

    def _two(self, mention: Mention) -> list[Party]:
        together = self._together(mention)
        if together and mention.count in {None, len(together)}:
            return together
        told = [(p, q) for p, q in self._last if p < mention.start and self._numbers(mention, q)]
        fitting = [(p, q) for p, q in told if self._suit(mention, q)]
        near = [(p, q) for p, q in fitting if self._sentence[mention.start] - self._sentence[p] <= 1]
        if near or fitting:
            return list(next(q for p, q in near if p == near[-1][0]) if near else fitting[0][1])
        found = self._last_two(mention)
        if found or told:
            return list(told[-1][1]) if told and not (found and self._suit(mention, found)) else found
        return self._article_sides(mention)

    def _article_sides(self, mention: Mention) -> list[Party]:
        """As in "The two countries held talks": the two sides that the whole article speaks of."""
        of_states = any(t.lower_ in _STATES for t in self.doc[mention.start : mention.end])
        if not of_states or mention.count not in {None, 2}:
            return []
        return [Party(None, None, actor) for actor in two_sides(self.doc)]

    def _last_two(self, mention: Mention) -> list[Party]:
        """The people of two sides who are named last before."""
        found: list[Party] = []
        reach = self._sentence[mention.start] - (
            _LOOK_BACK if mention.form is Form.PRONOUN else len(self.doc)
        )
        for k in range(len(self.mentions) - 1, -1, -1):
            other = self.mentions[k]
            if self._sentence[other.start] < reach:
                break
            if other.start < mention.start and other.person is not None and self.people[other.person].name:
                party = self._person(other.person, k)
                if self._suit(mention, [party]) and all(party.actor != f.actor for f in found):
                    found.insert(0, party)
            if len(found) == (mention.count or 2):
                return found
        return found if len(found) > 1 else []

    def _numbers(self, mention: Mention, parties: Sequence[Party]) -> bool:
        """Whether "the two" may be these: two people, or the people of two sides."""
        return mention.count in {None, len(parties), len({p.actor for p in parties})}

    def _together(self, mention: Mention) -> list[Party]:
        """People of two actors or more named before in the same sentence."""
        found: list[Party] = []
        for k, other in enumerate(self.mentions):
            if (
                other.end <= mention.start
                and self._sentence[other.start] == self._sentence[mention.start]
                and other.person is not None
            ):
                party = self._person(other.person, k)
                if party.actor and all(party.person != f.person for f in found):
                    found.append(party)
        return found if len({f.actor for f in found}) > 1 else []

    def _suit(self, mention: Mention, parties: Sequence[Party]) -> bool:
        """Whether "the two ministers" may be these: no party holds another kind of office."""
        return suit(mention.role or self.doc[mention.root].lower_, parties)

    def _pronoun(self, number: int) -> list[Party]:
        mention = self.mentions[number]
        if self.doc[mention.start].lower_ in {"they", "them", "their"}:
            return self._pair(mention)
        if self.doc[mention.start].lower_ in {"who", "whom", "whose", "which", "that"}:
            if self.doc[mention.start].head.dep_ == "ccomp":
                return []  # "to know who would pay"
            before = [
                k
                for k, m in enumerate(self.mentions)
                if m.end <= mention.start and m.form is not Form.PRONOUN
            ]
            return self.of_mention(before[-1]) if before else []
        return self._earlier_person(number)[:1]

    def _earlier_person(self, number: int) -> list[Party]:
        """The likeliest of the people mentioned before."""
        person = self._antecedents.person(number)
        if person is not None:
            return [self._person(person, number)]
        found = self._antecedents.before(number)
        return [self._person(*found)] if found else []
