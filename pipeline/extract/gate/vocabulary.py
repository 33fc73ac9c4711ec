"""The trigger rows as sets of forms: which words of a passage may tell of an encounter, and what else they need."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.wording import Words, cut
from pipeline.extract.rows import rows, words

Forms = Callable[[str], frozenset[str]]

# These frames judge for themselves whether the words around fit.
_SELF_JUDGED = frozenset({"arrive", "land", "sit", "leave"})
_COPULA = "be_in"
# Verbs of these frames are said of much besides meeting: it takes both parties in the sentence for them to count.
_COMMON = frozenset({
    "speak", "host", "host_passive", "guest", "phone", "by_telephone", "discuss", "spend", "exchange", "invite",
})  # fmt: skip
_ENDED = frozenset({"postponed", "cancelled", "refused"})
_PERSONS = frozenset(("he", "she", "him", "her", "his", "who", "whom", "whose", "visitor", "guest"))
_SEVERAL = frozenset(("they", "them", "their", "both", "pair", "trio", "koreas"))
_NUMBERS = frozenset(("two", "three", "four", "five"))
_EXPECTED = frozenset({"due", "here", "expect", "expects", "expected", "expecting"})
_ALIKE = frozenset({"s", "re", "m"})  # what is left of a copula after an apostrophe, and of other words
_AFTER, _BEFORE = 10, 3  # words after and before a trigger among which one that it needs stands
_RIGHT_AFTER = 4  # the same, of a verb of these frames: "call on"
_TO_PLACE = 3  # words between a preposition and the place that it introduces
_STATED = 5  # words between a copula and its "in"
# "The call" is no verb, and "to talk" no noun.
_BEFORE_NOUNS = frozenset(("a", "an", "the", "by", "of", "on", "this", "that", "no"))
_BEFORE_VERBS = frozenset(
    ("to", "will", "would", "can", "could", "should", "may", "might", "must", "not", "i", "we", "they")
)
_TOWARDS = frozenset(
    ("to", "in", "into", "at", "for", "on", "through", "from", "via", "of", "towards", "across")
)
# What may stand between a copula and its "in": "is now back in", "was due to be in".
_MEANWHILE = frozenset((
    "back", "now", "also", "currently", "already", "still", "due", "expected", "to", "be", "been", "not", "here",
    "again", "both", "scheduled", "there", "together", "himself", "herself", "on", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
))  # fmt: skip
# Offices of any firm, club or town: they stand for a state where one is named beside them, and not by themselves.
_ANYBODYS = frozenset(
    """
    abroad administration administrator affairs agriculture auditor authorities bishop broker captain chair
    chairman chairperson chairwoman chief chiefs commerce commissioner culture dame director directors dr elder
    elders energy engineer executive executives expert experts exterior facilitator father fighter fighters form
    head heads host hosts inspector inspectors integration lady lawmaker lawmakers major manager mayor mayors
    member members mobility mother mr mrs ms number predecessor predecessors queen relations religion republic
    security side sides sir speaker speakers spokesman spokesmen spokesperson spokeswoman staff state successor
    successors team teams tourism trade treasury worship
""".split()  # noqa: SIM905 - words read better than strings
)
_HERE = frozenset(("here", "there"))
_SOMEWHERE = frozenset(("capital", "city", "country", "region", "kingdom", "republic", "neighbour"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """One form of a trigger: its words in order, and words of which one must stand near, if any.

    `common`: it is said of much else. `means`: words of which the sentence must hold one, if any. `goal`: where it
    leads must stand behind it. `arrival`: unless it leads where the article was written.
    """

    words: tuple[str, ...]
    needs: frozenset[str]
    noun: bool
    visit: bool
    common: bool = False
    goal: bool = False
    arrival: bool = False
    means: frozenset[str] = frozenset()

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


class Triggers:
    """All forms of all rows of `words/encounters.tsv`, by the first of their words."""

    def __init__(self, inflector: Inflector) -> None:
        self._filed: defaultdict[str, set[Trigger]] = defaultdict(set)
        self._copulas = set(_ALIKE)
        for row in rows("encounters"):
            if row["frame"] == _COPULA:
                self._copulas |= inflector.verb(row["form"])
            else:
                self._add(row, inflector)

    def _add(self, row: dict[str, str], inflector: Inflector) -> None:
        verbal, visit = row["sort"] == "verb", row["kind"] == "visit"
        needs = _needs(row, inflector)
        for form in inflector.verb(row["form"]) if verbal else inflector.noun(row["form"]):
            written = tuple(cut(form))
            common = row["frame"] in _COMMON if verbal else bool(row["needs"])
            travel = row["frame"] == "travel" or (visit and not verbal and bool(row["needs"]))
            means = words("frames", "telephone") if row["frame"] == "by_telephone" else frozenset()
            arrives = verbal and travel and row["form"] in words("frames", "arrival")
            trigger = Trigger(written, needs, not verbal, visit, common, travel, arrives, means)
            self._filed[written[0]].add(trigger)

    def any(self, found: Words) -> bool:
        """Whether a word of the article or passage may be a trigger at all."""
        lower = found.lower
        if not lower.isdisjoint(self._filed) or not lower.isdisjoint(_EXPECTED):
            return True
        return "in" in lower and not lower.isdisjoint(self._copulas)

    def told(self, written: Sequence[str], lower: Sequence[str]) -> Told:
        """What the words of a sentence, as written and in small letters, may tell of."""
        found = (i for i, word in enumerate(lower) if word in self._filed)
        hits = [(i, t) for i in found for t in self._filed[lower[i]] if _there(t, i, lower)]
        goals = {t: _goal(i, written, lower) for i, t in hits if t.goal}
        return Told(
            nouns=tuple(i for i, t in hits if t.noun and not (t.visit or t.common)),
            verb=any(not (t.noun or t.visit or t.common) for _, t in hits),
            common=any(t.common and not t.visit for _, t in hits),
            visit=any(t.visit and (not t.goal or goals[t]) for _, t in hits),
            arrival=any(t.arrival for _, t in hits),
            stay=any(self._stays(i, written, lower) for i in range(len(lower))),
        )

    def _stays(self, i: int, written: Sequence[str], lower: Sequence[str]) -> bool:
        """Whether a copula or "due" says there that somebody is, or is to be, somewhere."""
        if lower[i] in _EXPECTED:
            return True
        if lower[i] not in self._copulas:
            return False
        for k in range(i + 1, min(i + _STATED, len(lower))):
            if lower[k] == "in":
                return _place(k, written, lower)
            if lower[k] not in _MEANWHILE:
                return False
        return False


def _needs(row: dict[str, str], inflector: Inflector) -> frozenset[str]:
    if row["sort"] == "noun" or not row["needs"] or row["form"] in _SELF_JUDGED:
        return frozenset()
    return frozenset(
        form for word in row["needs"].split("|") for form in inflector.verb(word) | inflector.noun(word)
    )


def _there(trigger: Trigger, i: int, lower: Sequence[str]) -> bool:
    size = len(trigger.words)
    before = lower[i - 1] if i else ""
    if before in (
        _BEFORE_VERBS if trigger.noun and not trigger.plural else () if trigger.noun else _BEFORE_NOUNS
    ):
        return trigger.ing
    if trigger.means and trigger.means.isdisjoint(lower):
        return False
    if size > 1 and tuple(lower[i : i + size]) != trigger.words:
        return False
    near = (
        lower[i + size : i + size + _RIGHT_AFTER]
        if trigger.common
        else lower[max(i - _BEFORE, 0) : i + size + _AFTER]
    )
    return not trigger.needs or not trigger.needs.isdisjoint(near)


def _goal(i: int, written: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a preposition leads somewhere behind a word of travel."""
    return any(
        (lower[k] in _HERE and k <= i + 2) or (lower[k] in _TOWARDS and _place(k, written, lower))
        for k in range(i + 1, min(i + _AFTER, len(lower)))
    )


def _place(k: int, written: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether what a preposition introduces may be a place: a capital, or a word that stands for one."""
    return any(
        written[j] < "a" or lower[j] in _SOMEWHERE for j in range(k + 1, min(k + 1 + _TO_PLACE, len(written)))
    )


@dataclass(frozen=True, slots=True)
class PartyWords:
    """Words that stand for parties without naming them."""

    offices: frozenset[str]
    anybodys: frozenset[str]
    groups: frozenset[str]
    rounds: frozenset[str]
    sports: frozenset[str]
    persons: frozenset[str] = _PERSONS
    several: frozenset[str] = _SEVERAL
    numbers: frozenset[str] = _NUMBERS


def party_words() -> PartyWords:
    """Those of the lexicon of offices (by their last word), the groups and the rounds."""
    titles = [r[column] for r in rows("offices") if r["sort"] != "style" for column in ("form", "plural")]
    offices = frozenset(cut(title.lower())[-1] for title in titles if title) - {"between"}
    sports = frozenset(
        f for form in words("pastimes", "sport") for f in (form, form + "s", form.replace("-", " "))
    )
    return PartyWords(
        offices - _ANYBODYS,
        offices & _ANYBODYS,
        words("groups", "both"),
        words("rounds", "adjective"),
        sports,
    )


def sequels(inflector: Inflector) -> frozenset[str]:
    """Words by which later sentences go on about an encounter: that it was put off, what was discussed and agreed."""
    ended = {r["form"].split()[0] for r in rows("status") if r["sort"] == "verb" and r["status"] in _ENDED}
    ended -= {"off"}  # told of an encounter by its own name: "the summit is off"
    told = {r["form"] for r in rows("topics") if r["sort"] in {"topic", "outcome"}}
    return frozenset(f for word in ended | told for f in inflector.verb(word) | inflector.noun(word))
