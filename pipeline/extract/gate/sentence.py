"""Whether a sentence that holds a trigger may tell of an encounter, by the words for parties around it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.gate.evidence import Names, Places
from pipeline.extract.gate.parties import PartyWords
from pipeline.extract.gate.triggers import Told
from pipeline.extract.gate.wording import Cut, places_of

_NEAR_ACTOR = 3
_ROUND = 4  # words before "talks" among which "the third round of" stands
_LINKS = frozenset(("of", "s", "the", "for"))  # words inside the description of one party
_COMER = frozenset(("he", "she", "they", "visitor", "guest", "both"))
_MET = frozenset(("him", "her", "them"))
_OWNERS = frozenset(("his", "their", "whose"))
_DEFINITE = frozenset(("the", "both", "two", "three", "four", "these", "their", "all"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around a sentence.

    Who may stand for an actor, whether such a person was named shortly before, whether the article speaks of two
    actors or of a body of several, and whether it says where it was written.
    """

    known: frozenset[str]
    peopled: bool
    meets: bool
    dateline: bool


class Judge:
    """Tells candidates from other sentences."""

    def __init__(self, party: PartyWords, actors: Names, places: Places, bodies: Collection[str]) -> None:
        self._party = party
        self._actors = actors
        self._places = places
        self._bodies = bodies
        self._pronouns = party.persons | party.several
        self._reaching = self._pronouns - party.relatives  # back over sentences
        # Words in small letters that tell of a party, or join the words of one.
        self._telling = party.offices | party.anybodys | party.groups | self._pronouns | _LINKS

    def candidate(self, sentence: Cut, told: Told, scene: Scene) -> bool:
        """Whether the parties that a trigger takes may be in the sentence, or be meant in it."""
        named = self._people(sentence, scene)
        lower = sentence.lower
        if not named and not self._party.sports.isdisjoint(lower):
            return False
        if scene.meets and told.encounter and self._meeting(told, sentence, scene):
            return True
        people = named or (scene.peopled and not self._reaching.isdisjoint(lower))
        came = people or (scene.peopled and not _COMER.isdisjoint(lower))
        return came and told.journey and self._journey(told, sentence, scene)

    def office(self, sentence: Cut, i: int) -> bool:
        """Whether a word is an office of state, or another with a state beside it."""
        word = sentence.lower[i]
        if word in self._party.offices:
            return True
        if word not in self._party.anybodys:
            return False
        return self._actors.beside(sentence.written[max(i - _NEAR_ACTOR, 0) : i + _NEAR_ACTOR + 1])

    def _people(self, sentence: Cut, scene: Scene) -> bool:
        """Whether somebody is named or described who may have come."""
        lower = sentence.lower
        if not self._party.offices.isdisjoint(lower) or sentence.names(scene.known):
            return True
        return any(self.office(sentence, i) for i in places_of(lower, self._party.anybodys))

    def _group(self, sentence: Cut, i: int) -> bool:
        """As in "the two leaders", "both countries", and not in "companies of three countries"."""
        lower = sentence.lower
        return lower[i] in self._party.groups and not _DEFINITE.isdisjoint(lower[max(i - 2, 0) : i])

    def _parties(self, told: Told, sentence: Cut, scene: Scene) -> tuple[int, int]:
        """How many parties the sentence may speak of: runs of words that name or describe somebody; and pronouns.

        A plural that may stand for two, as in "the two ministers", counts for two.
        """
        found, pronouns, last, double = 0, 0, -2, False
        lower, actors = sentence.lower, self._actors.among(sentence.words)
        for i, written in enumerate(sentence.written):
            word = lower[i]
            if written >= "a" and word not in self._telling:
                continue
            group = self._group(sentence, i)
            named = written < "a" and (word in scene.known or written in actors)
            if group or named or self.office(sentence, i):
                found += i > last + 1 and not _described(lower, last, i)
                last = i
                double = double or group
            elif word in self._pronouns:
                if scene.peopled and self._meant(sentence, i, told):
                    pronouns += 1 + (word in self._party.several)
            else:
                last += last == i - 1 and word in _LINKS
        counted = self._party.numbers.intersection(sentence.lower)
        return found + (double or bool(counted and _definite(sentence.lower, counted))), pronouns

    def _meant(self, sentence: Cut, i: int, told: Told) -> bool:
        """Whether a pronoun may be a party: one that owns something else than an encounter is none."""
        return sentence.lower[i] not in _OWNERS or any(i < noun <= i + _ROUND for noun in told.nouns)

    def _meeting(self, told: Told, sentence: Cut, scene: Scene) -> bool:
        parties, pronouns = self._parties(told, sentence, scene)
        met = scene.peopled and not _MET.isdisjoint(sentence.lower)
        if parties + met > 1 or (parties + pronouns > 1 and (told.verb or told.nouns)):
            return True
        if not (told.verb or told.nouns):
            return False
        # One who is named may meet another whom the article speaks of most; an office alone may not.
        if parties and sentence.names(scene.known):
            return True
        if not self._actors.codes(sentence.words).isdisjoint(self._bodies):
            return True
        return self._measured(told, sentence, self._party.several_sides)

    def sequel(self, sentence: Cut, told: Told, scene: Scene) -> bool:
        """Whether a sentence may go on about an encounter told elsewhere: "The second round will be held in Rome"."""
        return scene.meets and self._measured(told, sentence, self._party.rounds)

    def _measured(self, told: Told, sentence: Cut, these: frozenset[str]) -> bool:
        """Whether one of these words stands shortly before a noun, or is it."""
        return any(not these.isdisjoint(sentence.lower[max(i - _ROUND, 0) : i + 1]) for i in told.nouns)

    def _journey(self, told: Told, sentence: Cut, scene: Scene) -> bool:
        if told.arrival and scene.dateline:
            return True
        if not (told.visit or told.stay):
            return False
        lower = sentence.lower
        if "here" in lower or "there" in lower or (told.visit and scene.dateline):
            return True
        return bool(self._actors.codes(sentence.words)) or self._places.among(sentence.written)


def _described(lower: Sequence[str], last: int, i: int) -> bool:
    """Whether what stands at `i` tells where the party before it comes from: "an envoy from the health department"."""
    return 0 <= last >= i - _ROUND and lower[last + 1] == "from"


def _definite(lower: Sequence[str], numbers: frozenset[str]) -> bool:
    """Whether "the" or "both" stands right before one of these words."""
    return any(word in numbers and before in {"the", "these", "all"} for before, word in pairwise(lower))
