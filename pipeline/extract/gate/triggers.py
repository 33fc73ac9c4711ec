"""The trigger rows as sets of forms: which words of a sentence may tell of an encounter, and what else they need."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.wording import Cut, cut
from pipeline.extract.rows import rows, words

# These frames judge for themselves whether the words around fit.
_SELF_JUDGED = frozenset({"arrive", "land", "sit", "leave"})
_COPULA = "be_in"
# Verbs of these frames are said of much besides meeting: it takes both parties in the sentence for them to count.
_COMMON = frozenset({
    "speak", "host", "host_passive", "guest", "phone", "by_telephone", "discuss", "spend", "exchange", "invite",
    "jointly", "deliver", "escort",
})  # fmt: skip
_EXPECTED = frozenset({"due", "here", "expect", "expects", "expected", "expecting"})
_ALIKE = frozenset({"s", "re", "m"})  # what is left of a copula after an apostrophe, and of other words
_AFTER, _BEFORE = 10, 3  # words after and before a trigger among which one that it needs stands
_RIGHT_AFTER = 4  # the same, of a verb of these frames: "call on"
_TO_PLACE = 3  # words between a preposition and the place that it introduces
_BY_MEANS = 3  # words between a preposition and the means that it introduces: "on a secure telephone"
_STATED = 5  # words between a copula and its "in"
# "The call" is no verb, and "to talk" no noun.
_BEFORE_NOUNS = frozenset(("a", "an", "the", "by", "of", "on", "this", "that", "no", "its", "their"))
_BEFORE_VERBS = frozenset(
    ("to", "will", "would", "can", "could", "should", "may", "might", "must", "not", "i", "we", "they")
)
_TOWARDS = frozenset(
    ("to", "in", "into", "at", "for", "on", "through", "from", "via", "of", "towards", "across")
)
_PARTICLES = frozenset(("off", "out", "down", "over"))  # "set off for", "touched down in"
_BEHIND_PARTICLES = frozenset(("to", "for", "in", "at"))
_BY = frozenset(("by", "over", "on", "via", "in", "through"))
# What may stand between a copula and its "in": "is now back in", "was due to be in".
_MEANWHILE = frozenset((
    "back", "now", "also", "currently", "already", "still", "due", "expected", "to", "be", "been", "not", "here",
    "again", "both", "scheduled", "there", "together", "himself", "herself", "on", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
))  # fmt: skip
_HERE = frozenset(("here", "there"))
_SOMEWHERE = words("frames", "land") | {"capital", "city", "region", "neighbour"}
_DAYS = words("casing", "calendar") | {"march", "may"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One form of a trigger: its words in order, and words of which one must stand near, if any.

    `common`: it is said of much else. `means`: words of which a preposition must introduce one, if any. `beside`:
    words of which the sentence must hold one, if any. `goal`: prepositions of which one must lead somewhere behind it,
    if any; `direct`: unless the place follows without one. `arrival`: unless it leads where the article was written.
    """

    words: tuple[str, ...]
    needs: frozenset[str]
    noun: bool
    visit: bool
    common: bool = False
    goal: frozenset[str] = frozenset()
    direct: bool = False
    arrival: bool = False
    means: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    @property
    def plural(self) -> bool:
        """Whether it ends as a plural does."""
        return self.words[-1].endswith("s")

    @property
    def ing(self) -> bool:
        """Whether it may follow a preposition although it is a verb."""
        return self.words[0].endswith(("ing", "ed"))


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


class Triggers:
    """All forms of all rows of `words/encounters.tsv`, by the first of their words."""

    def __init__(self, inflector: Inflector) -> None:
        self._inflector = inflector
        filed: defaultdict[str, set[Trigger]] = defaultdict(set)
        self._copulas = set(_ALIKE)
        for row in rows("encounters"):
            if row["frame"] == _COPULA:
                self._copulas |= inflector.verb(row["form"])
            else:
                for trigger in self._forms(row):
                    filed[trigger.words[0]].add(trigger)
        self._filed = {word: tuple(each) for word, each in filed.items()}
        self._heads = self._filed.keys() | _EXPECTED

    def _forms(self, row: dict[str, str]) -> Iterator[Trigger]:
        verbal, visit = row["sort"] == "verb", row["kind"] == "visit"
        travels = row["frame"] == "travel" or (visit and not verbal and bool(row["needs"]))
        for form in (self._inflector.verb if verbal else self._inflector.noun)(row["form"]):
            yield Trigger(
                words=tuple(cut(form)),
                needs=self._needs(row),
                noun=not verbal,
                visit=visit,
                common=row["frame"] in _COMMON if verbal else bool(row["needs"]),
                goal=_goal_of(row, travels=travels),
                direct=row["frame"] == "visit" or row["form"] == "leave",
                arrival=verbal and travels and row["form"] in words("frames", "arrival"),
                means=words("frames", "telephone") | {"visiting"}
                if row["frame"] == "by_telephone"
                else frozenset(),
                beside=self._journeys() if row["form"] == "take" and row["frame"] == "sent" else frozenset(),
            )

    def _needs(self, row: dict[str, str]) -> frozenset[str]:
        if row["sort"] == "noun" or not row["needs"] or row["form"] in _SELF_JUDGED:
            return frozenset()
        verb, noun = self._inflector.verb, self._inflector.noun
        return frozenset(form for word in row["needs"].split("|") for form in verb(word) | noun(word))

    def _journeys(self) -> frozenset[str]:
        """Nouns of travel: "the tour took her to Italy"."""
        nouns = (r["form"] for r in rows("encounters") if r["sort"] == "noun" and r["kind"] == "visit")
        return frozenset(form for noun in nouns for form in self._inflector.noun(noun))

    def told(self, sentence: Cut) -> Told:
        """What the words of a sentence may tell of."""
        lower = sentence.lower
        present = self._heads.intersection(lower)
        if not present and ("in" not in lower or self._copulas.isdisjoint(lower)):
            return _NOTHING
        hopeful = [t for word in present for t in self._filed.get(word, ()) if _hopeful(t, lower)]
        if not hopeful and "in" not in lower and _EXPECTED.isdisjoint(present):
            return _NOTHING
        found = [
            (i, t)
            for t in hopeful
            for i, word in enumerate(lower)
            if word == t.words[0] and _there(t, i, lower)
        ]
        hits = [(i, t) for i, t in found if not t.goal or _goal(t, i, sentence)]
        return Told(
            nouns=tuple(i for i, t in hits if t.noun and not (t.visit or t.common)),
            verb=any(not (t.noun or t.visit or t.common) for _, t in hits),
            common=any(t.common and not t.visit for _, t in hits),
            visit=any(t.visit for _, t in hits),
            arrival=any(t.arrival for _, t in found),
            stay=not _EXPECTED.isdisjoint(present) or self._stays(sentence),
        )

    def _stays(self, sentence: Cut) -> bool:
        """Whether a copula says that somebody is, or is to be, somewhere."""
        lower = sentence.lower
        return "in" in lower and any(
            word in self._copulas and self._in_place(i, sentence) for i, word in enumerate(lower)
        )

    def _in_place(self, i: int, sentence: Cut) -> bool:
        lower = sentence.lower
        for k in range(i + 1, min(i + _STATED, len(lower))):
            if lower[k] == "in":
                return _place(k, sentence)
            if lower[k] not in _MEANWHILE:
                return False
        return False


def _goal_of(row: dict[str, str], *, travels: bool) -> frozenset[str]:
    """The prepositions that may lead to where a word of travel goes; none when it needs no goal in the sentence."""
    needs = frozenset(filter(None, row["needs"].split("|"))) - {"here"}
    if row["sort"] == "noun":
        return _TOWARDS if travels else frozenset()
    if row["frame"] == "sent":
        return frozenset({"to"})
    if row["frame"] == "visit":
        return _HERE
    return (needs | (_BEHIND_PARTICLES if needs & _PARTICLES else frozenset())) if travels else frozenset()


def _hopeful(trigger: Trigger, lower: Sequence[str]) -> bool:
    """Whether a sentence holds, anywhere, what a trigger needs."""
    return not (trigger.needs and trigger.needs.isdisjoint(lower)) and not (
        trigger.beside and trigger.beside.isdisjoint(lower)
    )


def _there(trigger: Trigger, i: int, lower: Sequence[str]) -> bool:
    size = len(trigger.words)
    before = lower[i - 1] if i else ""
    if before in (
        _BEFORE_VERBS if trigger.noun and not trigger.plural else () if trigger.noun else _BEFORE_NOUNS
    ):
        return trigger.ing
    if trigger.means and not _by(trigger.means, lower):
        return False
    if size > 1 and tuple(lower[i : i + size]) != trigger.words:
        return False
    near = (
        lower[i + size : i + size + _RIGHT_AFTER]
        if trigger.common
        else lower[max(i - _BEFORE, 0) : i + size + _AFTER]
    )
    return not trigger.needs or not trigger.needs.isdisjoint(near)


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
        (lower[k] in _HERE and k <= i + 2) or (lower[k] in trigger.goal and _place(k, sentence))
        for k in range(i + 1, min(i + _AFTER, len(lower)))
    )


def _place(k: int, sentence: Cut, reach: int = _TO_PLACE) -> bool:
    """Whether what a preposition introduces may be a place: a capital, or a word that stands for one."""
    written, lower = sentence.written, sentence.lower
    return any(
        (written[j] < "a" and lower[j] not in _DAYS and not written[j].isdigit()) or lower[j] in _SOMEWHERE
        for j in range(k + 1, min(k + 1 + reach, len(written)))
    )
