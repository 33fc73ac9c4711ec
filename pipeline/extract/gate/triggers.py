"""The trigger rows as sets of forms: which words of a sentence may tell of an encounter, and what else they need."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pipeline.extract.gate.forms import Forms, Trigger
from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.parties import PartyWords
from pipeline.extract.gate.surroundings import AFTER, BEFORE, DAYS, leads, place, there
from pipeline.extract.gate.wording import Cut, places_of
from pipeline.extract.rows import rows

_COPULA = "be_in"
_EXPECTED = frozenset({"due", "expected"})
_STAYING = _EXPECTED | {"here"}
_AT = frozenset({"in", "at"})
_ALIKE = frozenset({"s", "re", "m"})  # what is left of a copula after an apostrophe, and of other words
_FURTHEST = (
    AFTER + 6
)  # words behind the first of a trigger among which one that it needs stands, however many it has
_RELATIVE = 6  # words between "whom" and its verb
_STATED = 5  # words between a copula and its "in"
_OPENING = 3  # words at the beginning of a sentence, which may leave who does it to those that follow
_PARTNERS = frozenset(
    ("him", "her", "them", "me", "us", "you", "each", "another", "counterpart", "counterparts")
)
_BEFORE_WHOM = frozenset(("who", "whom", "which", "that"))  # "the minister whom he received"
_WITH = frozenset(("with", "by", "alongside", "together"))
_TOGETHER = frozenset(("and", "they", "both", "two", "three", "four", "five", "leaders", "sides"))
# What may stand between a copula and its "in": "is now back in", "was due to be in".
_MEANWHILE = frozenset((
    "back", "now", "also", "currently", "already", "still", "due", "expected", "to", "be", "been", "not", "here",
    "again", "both", "scheduled", "there", "together", "himself", "herself", "on", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What kinds of trigger a sentence holds, and where those that are nouns stand."""

    nouns: tuple[int, ...] = ()
    verb: bool = False
    common: bool = False
    visit: bool = False
    arrival: bool = False
    stay: bool = False

    @property
    def encounter(self) -> bool:
        """Whether there is one of meeting, rather than of travel."""
        return self.verb or self.common or bool(self.nouns)

    @property
    def journey(self) -> bool:
        """Whether there is one of travel."""
        return self.visit or self.arrival or self.stay


class Triggers:
    """All forms of all rows of `words/encounters.tsv`, by the first of their words."""

    def __init__(self, inflector: Inflector, party: PartyWords) -> None:
        self._parties = party.offices | party.anybodys | party.groups | _PARTNERS
        self._subjects = self._parties | party.persons | party.several
        forms = Forms(inflector)
        filed: defaultdict[str, set[Trigger]] = defaultdict(set)
        self._copulas = set(_ALIKE)
        for row in rows("encounters"):
            if row["frame"] == _COPULA:
                self._copulas |= inflector.verb(row["form"])
            else:
                for trigger in forms.of(row):
                    filed[trigger.words[0]].add(trigger)
        self._filed = {word: tuple(each) for word, each in filed.items()}
        # Of what the triggers of a word need an article holds a word somewhere, if all need something.
        self._needs = {w: needs for w, each in filed.items() if (needs := _all_needs(each))}
        self._needy = frozenset(self._needs)
        self._ready = _STAYING | (filed.keys() - self._needy)
        self._around = {w: _surroundings(each) for w, each in self._filed.items()}
        self._before_in = self._copulas | _MEANWHILE

    def places(self, lower: Sequence[str], live: frozenset[str]) -> list[int]:
        """Where words of an article stand that may be of a trigger, or lead to where somebody is."""
        found = []
        for i in places_of(lower, live | {"in"}):
            word = lower[i]
            if word == "in":
                if lower[i - 1] in self._before_in:
                    found.append(i)
            elif word in _STAYING:
                found.append(i)
            else:
                following, near = self._around[word]
                if (not following or lower[i + 1] in following) and not (
                    near and near.isdisjoint(lower[max(i - BEFORE, 0) : i + _FURTHEST])
                ):
                    found.append(i)
        return found

    def live(self, words: frozenset[str]) -> frozenset[str]:
        """First words of triggers that have somewhere among these words, in small letters, what they need."""
        needs = self._needs
        return self._ready | {w for w in self._needy & words if not needs[w].isdisjoint(words)}

    def told(self, sentence: Cut, places: Iterable[int]) -> Told | None:
        """What a sentence may tell of by the words at these places; None if nothing."""
        lower = sentence.lower
        nouns, verb, common, visit, arrival, stay = [], False, False, False, False, False
        for i in places:
            triggers = self._filed.get(lower[i])
            if triggers is None:
                stay = stay or self._stays(i, sentence)
                continue
            for t in triggers:
                if not (there(t, i, lower) and self._peopled(t, i, sentence)):
                    continue
                arrival = arrival or t.arrival
                if t.goal and not leads(t, i, sentence):
                    continue
                if t.visit:
                    visit = True
                elif t.common:
                    common = True
                elif t.noun:
                    nouns.append(i)
                else:
                    verb = True
        if not (nouns or verb or common or visit or arrival or stay):
            return None
        return Told(tuple(nouns), verb, common, visit, arrival, stay)

    def _peopled(self, trigger: Trigger, i: int, sentence: Cut) -> bool:
        """Whether those may be in the sentence whom a verb cannot do without."""
        if trigger.many:
            return i < _OPENING or self._led(sentence, i)
        return trigger.noun or not trigger.common or self._partnered(trigger, i, sentence)

    def _led(self, sentence: Cut, i: int) -> bool:
        """Whether somebody stands before a word, the first word of the sentence not taken for a name."""
        before = sentence.lower[:i]
        return not self._subjects.isdisjoint(before) or any("A" <= w < "a" for w in sentence.written[1:i])

    def _partnered(self, trigger: Trigger, i: int, sentence: Cut) -> bool:
        """Whether a verb that is said of much else has somebody behind it, or may have all its parties before it."""
        if trigger.whom:
            return "A" <= "".join(sentence.written[i + 1 : i + 2]) < "a"
        before, after = sentence.lower[:i], sentence.lower[i + 1 :]
        if trigger.joint:
            several = not (_TOGETHER.isdisjoint(before) and _WITH.isdisjoint(after))
            return several and before[-1:] != ["to"]
        if not (self._parties.isdisjoint(after) and _BEFORE_WHOM.isdisjoint(before[-_RELATIVE:])):
            return True
        # "called Rossi to discuss trade", "Dubois and Rossi spoke"
        ahead = before[-1:] == ["to"] or sentence.lower[i].endswith("ing") or not _TOGETHER.isdisjoint(before)
        if trigger.shared and ahead:
            return True
        return any(
            word < "a" and not word.isdigit() and word.lower() not in DAYS
            for word in sentence.written[i + 1 :]
        )

    def _stays(self, i: int, sentence: Cut) -> bool:
        """Whether "here", "due" or the "in" of a copula says that somebody is, or is to be, somewhere."""
        lower = sentence.lower
        if lower[i] == "in":
            return self._stated(i, lower) and place(i, sentence)
        return "here" in lower or "there" in lower or any(place(k, sentence) for k in places_of(lower, _AT))

    def _stated(self, i: int, lower: Sequence[str]) -> bool:
        """Whether a copula leads to the "in" at place `i`."""
        for word in reversed(lower[max(i - _STATED + 1, 0) : i]):
            if word in self._copulas:
                return True
            if word not in _MEANWHILE:
                break
        return False


def _all_needs(triggers: Collection[Trigger]) -> frozenset[str]:
    """The words of which each trigger needs one, one or the other; none if there is one that needs nothing."""
    needs = [t.needs or t.beside for t in triggers]
    return frozenset[str]().union(*needs) if all(needs) else frozenset()


def _surroundings(triggers: Collection[Trigger]) -> tuple[frozenset[str], frozenset[str]]:
    """Of words, one that follows, and one that stands near, wherever one of the triggers is; none if it may be any."""
    following = frozenset(word for t in triggers for word in t.words[1:2])
    near = frozenset[str]().union(*(t.needs for t in triggers))
    return (
        following if all(len(t.words) > 1 for t in triggers) else frozenset(),
        near if all(t.needs for t in triggers) else frozenset(),
    )
