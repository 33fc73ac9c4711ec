"""The trigger rows as sets of forms: which words of a sentence may tell of an encounter, and what else they need."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.gate.forms import HERE, Forms, Trigger
from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.parties import PartyWords
from pipeline.extract.gate.wording import Cut, places_of
from pipeline.extract.rows import rows, words

_COPULA = "be_in"
_EXPECTED = frozenset({"due", "expected"})
_STAYING = _EXPECTED | {"here"}
_AT = frozenset({"in", "at"})
_VISITING = "visiting"  # whoever is told something then is there
_ALIKE = frozenset({"s", "re", "m"})  # what is left of a copula after an apostrophe, and of other words
_AFTER, _BEFORE = 10, 3  # words after and before a trigger among which one that it needs stands
_FURTHEST = _AFTER + 6  # the same from its first word, however many it has
_RIGHT_AFTER = 4  # the same, of a verb of these frames: "call on"
_TO_PLACE = 3  # words between a preposition and the place that it introduces
_BY_MEANS = 3  # words between a preposition and the means that it introduces: "on a secure telephone"
_RELATIVE = 6  # words between "whom" and its verb
_STATED = 5  # words between a copula and its "in"
# "The call" is no verb, and "to talk" no noun.
_BEFORE_NOUNS = frozenset(("a", "an", "the", "by", "of", "on", "this", "that", "no", "its", "their"))
_BEFORE_VERBS = frozenset(
    ("to", "will", "would", "can", "could", "should", "may", "might", "must", "not", "i", "we", "they")
)
_BY = frozenset(("by", "over", "on", "via", "in", "through"))
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
_SOMEWHERE = words("frames", "land") | {"capital", "city", "region", "neighbour"}
DAYS: Final = words("casing", "calendar") | {"march", "may"}
"""Names of months and days, which are written like those of people and places."""


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

    def __bool__(self) -> bool:
        return self.encounter or self.journey


_NOTHING = Told()
_ANYTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


class Triggers:
    """All forms of all rows of `words/encounters.tsv`, by the first of their words."""

    def __init__(self, inflector: Inflector, party: PartyWords) -> None:
        self._parties = party.offices | party.anybodys | party.groups | _PARTNERS
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
        self._ready = _STAYING | {w for w, each in filed.items() if any(_hopeful(t, ()) for t in each)}
        self._needy = self._filed.keys() - self._ready
        self._around = {w: _surroundings(each) for w, each in self._filed.items() if w not in _STAYING}
        self._before_in = self._copulas | _MEANWHILE

    def places(self, lower: Sequence[str], live: frozenset[str]) -> list[int]:
        """Where words of an article stand that may be of a trigger, or lead to where somebody is."""
        return [i for i in places_of(lower, live | {"in"}) if self._counts(i, lower)]

    def _counts(self, i: int, lower: Sequence[str]) -> bool:
        word = lower[i]
        if word == "in":
            return lower[i - 1] in self._before_in
        following, near = self._around.get(word, _ANYTHING)
        return (not following or lower[i + 1] in following) and not (
            near and near.isdisjoint(lower[max(i - _BEFORE, 0) : i + _FURTHEST])
        )

    def live(self, words: frozenset[str]) -> frozenset[str]:
        """First words of triggers that have somewhere among these words, in small letters, what they need."""
        told = {w for w in self._needy & words if any(_hopeful(t, words) for t in self._filed[w])}
        return frozenset(told) | self._ready

    def told(self, sentence: Cut, live: frozenset[str]) -> Told:
        """What the words of a sentence may tell of; `live` are the first words of those triggers that count."""
        lower = sentence.lower
        present = live.intersection(lower)
        if not present and "in" not in lower:
            return _NOTHING
        found = [
            (i, t)
            for i in places_of(lower, present)
            for t in self._filed.get(lower[i], ())
            if _there(t, i, lower) and (t.noun or not t.common or self._partnered(t, i, sentence))
        ]
        stay = ("in" in lower or bool(present)) and self._stays(sentence)
        if not (found or stay):
            return _NOTHING
        hits = [(i, t) for i, t in found if not t.goal or _goal(t, i, sentence)]
        return Told(
            nouns=tuple(i for i, t in hits if t.noun and not (t.visit or t.common)),
            verb=any(not (t.noun or t.visit or t.common) for _, t in hits),
            common=any(t.common and not t.visit for _, t in hits),
            visit=any(t.visit for _, t in hits),
            arrival=any(t.arrival for _, t in found),
            stay=stay,
        )

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

    def _stays(self, sentence: Cut) -> bool:
        """Whether a copula or "due" says that somebody is, or is to be, somewhere."""
        lower = sentence.lower
        if "here" in lower:
            return True
        if not _EXPECTED.isdisjoint(lower):
            leads = places_of(lower, _AT)
            return "there" in lower or any(_place(i, sentence) for i in leads)
        if "in" not in lower:
            return False
        return any(self._in_place(i, sentence) for i in places_of(lower, self._copulas.intersection(lower)))

    def _in_place(self, i: int, sentence: Cut) -> bool:
        lower = sentence.lower
        for k in range(i + 1, min(i + _STATED, len(lower))):
            if lower[k] == "in":
                return _place(k, sentence)
            if lower[k] not in _MEANWHILE:
                return False
        return False


def _surroundings(triggers: Collection[Trigger]) -> tuple[frozenset[str], frozenset[str]]:
    """Of words, one that follows, and one that stands near, wherever one of the triggers is; none if it may be any."""
    following = frozenset(word for t in triggers for word in t.words[1:2])
    near = frozenset[str]().union(*(t.needs for t in triggers))
    return (
        following if all(len(t.words) > 1 for t in triggers) else frozenset(),
        near if all(t.needs for t in triggers) else frozenset(),
    )


def _hopeful(trigger: Trigger, lower: Collection[str]) -> bool:
    """Whether a sentence holds, anywhere, what a trigger needs."""
    return not (trigger.needs and trigger.needs.isdisjoint(lower)) and not (
        trigger.beside and trigger.beside.isdisjoint(lower)
    )


def _there(trigger: Trigger, i: int, lower: Sequence[str]) -> bool:
    return (
        _hopeful(trigger, lower)
        and _close(trigger, i, lower)
        and (
            not trigger.means or _VISITING in lower or _by(trigger.means, lower) or _barred(trigger, i, lower)
        )
    )


def _barred(trigger: Trigger, i: int, lower: Sequence[str]) -> bool:
    """Whether the word before shows that this is no noun, or no verb."""
    barring = _BEFORE_NOUNS if not trigger.noun else () if trigger.plural else _BEFORE_VERBS
    return i > 0 and lower[i - 1] in barring


def _close(trigger: Trigger, i: int, lower: Sequence[str]) -> bool:
    """Whether the words right around a trigger let it be one."""
    if _barred(trigger, i, lower) and not trigger.ing:
        return False
    size = len(trigger.words)
    if size > 1 and tuple(lower[i : i + size]) != trigger.words:
        return False
    if not trigger.needs:
        return True
    if trigger.common:
        return not trigger.needs.isdisjoint(lower[i + size : i + size + _RIGHT_AFTER])
    return not trigger.needs.isdisjoint(lower[max(i - _BEFORE, 0) : i + size + _AFTER])


def _by(means: frozenset[str], lower: Sequence[str]) -> bool:
    """Whether a preposition introduces one of these words: "by telephone"."""
    return not means.isdisjoint(lower) and any(
        word in means and not _BY.isdisjoint(lower[max(i - _BY_MEANS, 0) : i]) for i, word in enumerate(lower)
    )


def _goal(trigger: Trigger, i: int, sentence: Cut) -> bool:
    """Whether a word of travel leads somewhere: over a preposition, "here", or to what stands behind it."""
    lower = sentence.lower
    if trigger.direct and _place(i, sentence, _AFTER):
        return True
    return any(
        (lower[k] in HERE and k <= i + 2) or (lower[k] in trigger.goal and _place(k, sentence))
        for k in range(i + 1, min(i + _AFTER, len(lower)))
    )


def _place(k: int, sentence: Cut, reach: int = _TO_PLACE) -> bool:
    """Whether what a preposition introduces may be a place: a capital, or a word that stands for one."""
    written, lower = sentence.written, sentence.lower
    return any(
        (written[j] < "a" and lower[j] not in DAYS and not written[j].isdigit()) or lower[j] in _SOMEWHERE
        for j in range(k + 1, min(k + 1 + reach, len(written)))
    )
