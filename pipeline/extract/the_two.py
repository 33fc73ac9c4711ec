"""Whom "the two leaders", "both sides" and "they" are: those of an encounter told, of the sentence, of the article."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extract.frames import Form, Mention, Party, Person
from pipeline.extract.memory import Memory
from pipeline.extract.pairs import by_office, suit
from pipeline.extract.rows import words
from pipeline.extract.sentences import Sentences
from pipeline.extract.two_sides import two_sides

_PAIR = 2
_LOOK_BACK = 3  # sentences that "they" may reach back over


class TheTwo:
    """Resolves plural mentions that name nobody.

    Args:
        person: makes the party of a person, by the numbers of the person and of a mention.
    """

    def __init__(
        self, doc: Doc, sentences: Sentences, memory: Memory, person: Callable[[int, int], Party]
    ) -> None:
        self.doc = doc
        self.mentions: Sequence[Mention] = doc._.mentions
        self.people: Sequence[Person] = doc._.people
        self._sentences = sentences
        self._memory = memory
        self._person = person

    def parties(self, mention: Mention) -> list[Party]:
        """As in "the two leaders": the parties of an encounter, else the last two people of two actors.

        Where the two hold another office than the one told, those who hold it on their sides.
        """
        of_states = self._of_states(mention)
        return by_office(mention.role, self._two(mention), self.people, of_states=of_states)

    def _of_states(self, mention: Mention) -> bool:
        return any(t.lower_ in words("groups", "states") for t in self.doc[mention.start : mention.end])

    def _two(self, mention: Mention) -> list[Party]:
        together = self._together(mention)
        if together and mention.count in {None, len(together)}:
            return together
        told = [(p, q) for p, q in self._memory.before(mention.start) if self._numbers(mention, q)]
        fitting = [(p, q) for p, q in told if self._suit(mention, q)]
        if fitting:
            return list(self._nearest(mention, fitting))
        found = self._last_two(mention)
        if told and not (found and self._suit(mention, found)):
            return list(told[-1][1])
        return found or self._article_sides(mention)

    def _nearest(self, mention: Mention, fitting: Sequence[tuple[int, Sequence[Party]]]) -> Sequence[Party]:
        """The encounter told last in the sentence or the one before, as first told; else the first of all."""
        near = [p for p, _ in fitting if self._sentences.away(p, mention.start) <= 1]
        return next(q for p, q in fitting if not near or p == near[-1])

    def _article_sides(self, mention: Mention) -> list[Party]:
        """As in "The two countries held talks": the two sides that the whole article speaks of."""
        if not self._of_states(mention) or mention.count not in {None, _PAIR}:
            return []
        return [Party(None, None, actor) for actor in two_sides(self.doc)]

    def _last_two(self, mention: Mention) -> list[Party]:
        """The people of two sides who are named last before."""
        found: list[Party] = []
        wanted = mention.count or _PAIR
        for party in self._named_before(mention):
            if self._suit(mention, [party]) and all(party.actor != f.actor for f in found):
                found.insert(0, party)
            if len(found) == wanted:
                break
        return found if len(found) >= min(wanted, _PAIR) else []

    def _named_before(self, mention: Mention) -> Iterator[Party]:
        """Yield the people named before a mention, nearest first; those within reach of a pronoun for "they"."""
        reach = _LOOK_BACK if mention.form is Form.PRONOUN else len(self.doc)
        for k in range(len(self.mentions) - 1, -1, -1):
            other = self.mentions[k]
            if self._sentences.away(other.start, mention.start) > reach:
                break
            if other.start < mention.start and other.person is not None and self.people[other.person].name:
                yield self._person(other.person, k)

    def _numbers(self, mention: Mention, parties: Sequence[Party]) -> bool:
        """Whether "the two" may be these: two people, or the people of two sides."""
        return mention.count in {None, len(parties), len({p.actor for p in parties})}

    def _together(self, mention: Mention) -> list[Party]:
        """People of two actors or more named before in the same sentence."""
        found: list[Party] = []
        for k, other in enumerate(self.mentions):
            before = other.end <= mention.start and not self._sentences.away(other.start, mention.start)
            if before and other.person is not None:
                party = self._person(other.person, k)
                if party.actor and all(party.person != f.person for f in found):
                    found.append(party)
        return found if len({f.actor for f in found}) > 1 else []

    def _suit(self, mention: Mention, parties: Sequence[Party]) -> bool:
        """Whether "the two ministers" may be these: no party holds another kind of office."""
        return suit(mention.role or self.doc[mention.root].lower_, parties)
