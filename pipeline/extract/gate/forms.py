"""One form of a trigger, and the forms that each row of `words/encounters.tsv` has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.wording import cut
from pipeline.extract.rows import rows, words

# These frames judge for themselves whether the words around fit.
_SELF_JUDGED = frozenset({"arrive", "land", "sit", "leave"})
# What these tell, several may do together: "spoke", "discussed".
_SHARED = frozenset({"speak", "discuss", "by_telephone", "invite", "spend", "exchange", "deliver"})
# Verbs of these frames are said of much besides meeting: it takes both parties in the sentence for them to count.
_COMMON = frozenset({
    "speak", "host", "host_passive", "guest", "phone", "by_telephone", "discuss", "spend", "exchange", "invite",
    "jointly", "deliver", "escort",
})  # fmt: skip
_TOWARDS = frozenset(
    ("to", "in", "into", "at", "for", "on", "through", "from", "via", "of", "towards", "across")
)
_PARTICLES = frozenset(("off", "out", "down", "over"))  # "set off for", "touched down in"
_BEHIND_PARTICLES = frozenset(("to", "for", "in", "at"))
HERE: Final = frozenset(("here", "there"))
"""Words that stand for a place told before."""
# "The call" is no verb, and "to talk" no noun.
_BEFORE_NOUNS = frozenset(("a", "an", "the", "by", "of", "on", "this", "that", "no", "its", "their"))
_BEFORE_VERBS = frozenset(
    ("to", "will", "would", "can", "could", "should", "may", "might", "must", "not", "i", "we", "they")
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One form of a trigger: its words in order, and words of which one must stand near, if any.

    `common`: it is said of much else, and counts with a party behind it; `shared`: or with several before it;
    `joint`: with several only. `means`: words of which a preposition must introduce one, if any. `beside`: words of
    which the sentence must hold one, if any. `goal`: prepositions of which one must lead somewhere behind it, if any;
    `direct`: unless the place follows without one; `parting`: unless it is its object. `arrival`: unless it leads where
    the article was written. `many`: who does it stands before it.
    """

    words: tuple[str, ...]
    needs: frozenset[str]
    noun: bool
    visit: bool
    common: bool = False
    shared: bool = False
    joint: bool = False
    goal: frozenset[str] = frozenset()
    direct: bool = False
    parting: bool = False
    many: bool = False
    arrival: bool = False
    means: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    whom: bool = False

    barring: frozenset[str] = field(init=False, compare=False)
    """Words right before it that show that this is no noun, or no verb."""
    ing: bool = field(init=False, compare=False)
    """Whether it may follow a preposition although it is a verb."""

    def __post_init__(self) -> None:
        plural = self.words[-1].endswith("s")
        barring = _BEFORE_NOUNS if not self.noun else frozenset[str]() if plural else _BEFORE_VERBS
        object.__setattr__(self, "barring", barring)
        object.__setattr__(self, "ing", self.words[0].endswith(("ing", "ed")))


class Forms:
    """Makes the triggers of rows."""

    def __init__(self, inflector: Inflector) -> None:
        self._inflector = inflector

    def of(self, row: dict[str, str]) -> Iterator[Trigger]:
        """The forms of a row, each a trigger of its own."""
        verbal, visit = row["sort"] == "verb", row["kind"] == "visit"
        travels = row["frame"] == "travel" or (visit and not verbal and bool(row["needs"]))
        if row["form"] == "call" and verbal:  # "called Rossi to discuss it", on the telephone
            for form in self._inflector.verb("call"):
                yield Trigger((form,), frozenset(), noun=False, visit=False, common=True, whom=True)
        for form in (self._inflector.verb if verbal else self._inflector.noun)(row["form"]):
            yield Trigger(
                words=tuple(cut(form)),
                needs=self._needs(row),
                noun=not verbal,
                visit=visit,
                common=row["frame"] in _COMMON if verbal else bool(row["needs"]),
                shared=row["frame"] in _SHARED or not verbal,
                joint=row["frame"] == "jointly",
                goal=_goal_of(row, travels=travels),
                direct=row["frame"] == "visit",
                parting=row["form"] == "leave",
                many=row["frame"] == "gather",
                arrival=verbal and travels and row["form"] in words("frames", "arrival"),
                means=words("frames", "telephone") if row["frame"] == "by_telephone" else frozenset(),
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


def _goal_of(row: dict[str, str], *, travels: bool) -> frozenset[str]:
    """The prepositions that may lead to where a word of travel goes; none when it needs no goal in the sentence."""
    needs = frozenset(filter(None, row["needs"].split("|"))) - {"here"}
    if row["sort"] == "noun":
        return _TOWARDS if travels else frozenset()
    if row["frame"] == "sent":
        return frozenset({"to"})
    if row["frame"] == "visit":
        return HERE
    return (needs | (_BEHIND_PARTICLES if needs & _PARTICLES else frozenset())) if travels else frozenset()
