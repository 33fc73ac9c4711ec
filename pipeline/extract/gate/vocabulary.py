"""The trigger rows as sets of forms: which words of a passage may tell of an encounter, and what else they need."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.wording import Words, cut
from pipeline.extract.rows import rows, words

Forms = Callable[[str], frozenset[str]]

# These frames judge for themselves whether the words around fit.
_SELF_JUDGED = frozenset({"arrive", "land", "sit", "call", "leave"})
_COPULA = "be_in"
_ENDED = frozenset({"postponed", "cancelled", "refused"})
_PERSONS = frozenset(("he", "she", "him", "her", "his", "who", "whom", "whose", "visitor", "guest"))
_SEVERAL = frozenset(("they", "them", "their", "both", "pair", "trio", "koreas"))
_NUMBERS = frozenset(("two", "three", "four", "five"))
_EXPECTED = frozenset({"due", "here", "expect", "expects", "expected", "expecting"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """One form of a trigger: its words in order, and words of which the passage must hold one, if any."""

    words: tuple[str, ...]
    needs: frozenset[str]
    noun: bool
    visit: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What kinds of trigger a passage holds."""

    noun: bool = False
    verb: bool = False
    visit: bool = False
    stay: bool = False

    def __bool__(self) -> bool:
        return self.noun or self.verb or self.visit or self.stay


class Triggers:
    """All forms of all rows of `words/encounters.tsv`."""

    def __init__(self, inflector: Inflector) -> None:
        self._filed: defaultdict[str, set[Trigger]] = defaultdict(set)
        for row in rows("encounters"):
            if row["frame"] != _COPULA:
                self._add(row, inflector)
        self._copulas = {
            form
            for row in rows("encounters")
            if row["frame"] == _COPULA
            for form in inflector.verb(row["form"])
        } | {"s", "re", "m"}

    def _add(self, row: dict[str, str], inflector: Inflector) -> None:
        verbal = row["sort"] == "verb"
        needs = _needs(row, inflector) if verbal else frozenset()
        for form in inflector.verb(row["form"]) if verbal else inflector.noun(row["form"]):
            written = tuple(cut(form))
            self._filed[max(written, key=len)].add(
                Trigger(written, needs, not verbal, row["kind"] == "visit")
            )

    def any(self, found: Words) -> bool:
        """Whether a word of the article is a trigger at all."""
        return not found.lower.isdisjoint(self._filed) or not found.lower.isdisjoint(
            _EXPECTED | self._copulas
        )

    def told(self, found: Words, lower: Sequence[str]) -> Told:
        """What the words of a passage, as a set and in order, may tell of."""
        hits = [
            t for w in found.lower & self._filed.keys() for t in self._filed[w] if _there(t, found, lower)
        ]
        stays = bool(found.lower & _EXPECTED) or ("in" in found.lower and bool(found.lower & self._copulas))
        return Told(
            noun=any(t.noun and not t.visit for t in hits),
            verb=any(not t.noun and not t.visit for t in hits),
            visit=any(t.visit for t in hits),
            stay=stays,
        )


def _needs(row: dict[str, str], inflector: Inflector) -> frozenset[str]:
    wanted = row["needs"].split("|") if row["needs"] and row["form"] not in _SELF_JUDGED else []
    return frozenset(form for word in wanted for form in inflector.verb(word) | inflector.noun(word))


def _there(trigger: Trigger, found: Words, lower: Sequence[str]) -> bool:
    if trigger.needs and trigger.needs.isdisjoint(found.lower):
        return False
    size = len(trigger.words)
    return size == 1 or any(tuple(lower[i : i + size]) == trigger.words for i in range(len(lower)))


@dataclass(frozen=True, slots=True)
class PartyWords:
    """Words that stand for parties without naming them."""

    offices: frozenset[str]
    groups: frozenset[str]
    rounds: frozenset[str]
    persons: frozenset[str] = _PERSONS
    several: frozenset[str] = _SEVERAL
    numbers: frozenset[str] = _NUMBERS


def party_words() -> PartyWords:
    """Those of the lexicon of offices (by their last word), the groups and the rounds."""
    titles = [r[column] for r in rows("offices") if r["sort"] != "style" for column in ("form", "plural")]
    offices = frozenset(cut(title.lower())[-1] for title in titles if title) - {"between"}
    return PartyWords(offices, words("groups", "both"), words("rounds", "adjective"))


def sequels(inflector: Inflector) -> frozenset[str]:
    """Words by which later sentences go on about an encounter: that it was put off, what was discussed and agreed."""
    ended = {r["form"].split()[0] for r in rows("status") if r["sort"] == "verb" and r["status"] in _ENDED}
    told = {r["form"] for r in rows("topics") if r["sort"] in {"topic", "outcome"}}
    return frozenset(f for word in ended | told for f in inflector.verb(word) | inflector.noun(word))
