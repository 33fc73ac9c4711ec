"""Whom a collective stands for: "Iranian officials", "a delegation led by Rossi", "leaders, including Rossi"."""

from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from pipeline.extract.companions import cues
from pipeline.extract.frames import Form, Mention, Party
from pipeline.extract.graph import Graph
from pipeline.extract.locals import local_actor
from pipeline.extract.rows import words
from pipeline.extract.sentences import Sentences
from pipeline.extract.the_two import TheTwo

_MEMBERS = 12  # tokens between a collective and the first of its members that is named
_LEADER = 6  # tokens after a collective within which "led by" is of it
_APPOSED = frozenset({",", ":", "-", "--", "("})
_AGAIN = frozenset(
    {"delegation", "negotiators", "officials", "experts"}
)  # "the delegation" is one told before


class Collectives:
    """Resolves the mentions that speak of a group.

    Args:
        resolve: the parties of a mention by its number.
    """

    def __init__(
        self,
        doc: Doc,
        graph: Graph,
        sentences: Sentences,
        two: TheTwo,
        resolve: Callable[[int], list[Party]],
    ) -> None:
        self.doc = doc
        self.graph = graph
        self.mentions: Sequence[Mention] = doc._.mentions
        self._sentences = sentences
        self._two = two
        self._resolve = resolve

    def parties(self, number: int) -> list[Party]:
        """The collective, and those of it who are named: "leaders, including President Rossi"."""
        whole, members = self._whole(number), self._members(number)
        named = [p for p in members if all(p.person != w.person for w in whole)]
        return [*whole, *named]

    def _whole(self, number: int) -> list[Party]:
        """Its leader, its actors, the same told before, its members, the two sides, or the officials of the place."""
        mention = self.mentions[number]
        leader = self._leader(mention)
        if leader is not None:
            return [self._head(mention, leader)]
        if mention.actors:
            return [Party(None, mention.role, actor, mention=number) for actor in mention.actors]
        earlier = self._same_group(number) if mention.definite and not mention.count else None
        if earlier is not None:
            return self._resolve(earlier)
        return self._apposed(number) or self._unnamed(number)

    def _unnamed(self, number: int) -> list[Party]:
        """As in "the two leaders"; "officials in Rome" are of the state where they are met."""
        mention = self.mentions[number]
        told = mention.definite and (mention.count or mention.role)
        pair = self._two.parties(mention) if told else []
        actor = None if pair else local_actor(self.doc, mention, self._sentences)
        return [Party(None, mention.role, actor, mention=number)] if actor else pair

    def _head(self, mention: Mention, leader: int) -> Party:
        """The leader of a delegation, for the delegation's actor."""
        party = self._resolve(leader)[0]
        actor = mention.actors[0] if mention.actors else party.actor
        role = party.role or "head of delegation"
        return Party(party.name, role, actor, person=party.person, mention=leader)

    def _leader(self, mention: Mention) -> int | None:
        """As in "a delegation led by Saleh al-Arouri"."""
        for i in range(mention.end, min(mention.end + _LEADER, len(self.doc))):
            if self.doc[i].lower_ in words("deeds", "led"):
                for k, other in enumerate(self.mentions):
                    if other.form is Form.NAMED and i < other.start <= i + 4:
                        return k
        return None

    def _same_group(self, number: int) -> int | None:
        """As in "The delegation": the nearest earlier collective of the same sort that has an actor."""
        mention = self.mentions[number]
        if mention.role not in _AGAIN:
            return None
        for k in range(number - 1, -1, -1):
            other = self.mentions[k]
            if other.form is Form.GROUP and other.actors and other.role == mention.role:
                return k
        return None

    def _apposed(self, number: int) -> list[Party]:
        """As in "The negotiators, Israel's Dan Shomron and Saeb Erekat for the PLO,": two names or more."""
        mention = self.mentions[number]
        follows = self.mentions[number + 1 : number + 2]
        if not mention.definite or not follows or follows[0].form is not Form.NAMED:
            return []
        between = [t.text for t in self.doc[mention.end : follows[0].start]]
        if len(between) != 1 or between[0] not in _APPOSED:
            return []
        parties = self._listed(number, number + 1, 0)
        return parties if len({p.actor for p in parties if p.actor}) > 1 else []

    def _members(self, number: int) -> list[Party]:
        """Who is named right after "including" or its like."""
        end = self.mentions[number].end
        last = self.doc[end - 1].sent.end
        for cue, after in cues(self.doc, "among", end, min(end + _MEMBERS, last)):
            first = next(
                (k for k in range(number + 1, len(self.mentions)) if self.mentions[k].start >= after), None
            )
            if first is None or self._finite(end, cue):
                break
            if self.mentions[first].start > min(after + 2, last - 1):
                break
            return self._listed(number, first, after)
        return []

    def _finite(self, start: int, end: int) -> bool:
        """Whether a verb other than a participle in "-ing" stands between two tokens."""
        return any(t.pos_ in {"VERB", "AUX"} and t.tag_ != "VBG" for t in self.doc[start:end])

    def _listed(self, number: int, first: int, start: int) -> list[Party]:
        """Who is named from token `start` on in the list that begins with a mention, after mention `number`."""
        nodes = self.graph.conjuncts(self.graph.node(self.mentions[first].root))
        numbers = [k for n in nodes if n >= start and (k := self.graph.mention_at.get(n)) is not None]
        named = [k for k in numbers if k > number and self.mentions[k].form is Form.NAMED]
        return [p for k in named for p in self._resolve(k)]
