"""Words that stand for parties without naming them, and those by which later sentences go on about an encounter."""

from dataclasses import dataclass

from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.wording import cut
from pipeline.extract.rows import rows, words

_ENDED = frozenset({"postponed", "cancelled", "refused"})
_RELATIVES = frozenset(("who", "whom", "whose"))
_PERSONS = frozenset(("he", "she", "him", "her", "his", "visitor", "guest")) | _RELATIVES
_SEVERAL = frozenset(("they", "them", "their", "both", "pair", "trio", "koreas"))
_NUMBERS = frozenset(("two", "three", "four", "five"))


@dataclass(frozen=True, slots=True)
class PartyWords:
    """Words that stand for parties without naming them.

    `several_sides` are parts of the world, whose states may be all that "the Franco-African summit" names, and words of
    negotiations, whose sides the article may tell elsewhere. `anybodys` are offices of any firm, club or town: they
    stand for a state where one is named beside them, and not by themselves.
    """

    offices: frozenset[str]
    anybodys: frozenset[str]
    groups: frozenset[str]
    rounds: frozenset[str]
    several_sides: frozenset[str]
    sports: frozenset[str]
    persons: frozenset[str] = _PERSONS
    relatives: frozenset[str] = _RELATIVES
    several: frozenset[str] = _SEVERAL
    numbers: frozenset[str] = _NUMBERS


def party_words() -> PartyWords:
    """Those of the lexicon of offices (by their last word), the groups and the rounds."""
    titles = [r[column] for r in rows("offices") if r["sort"] != "style" for column in ("form", "plural")]
    offices = frozenset(cut(title.lower())[-1] for title in titles if title) - {"between"}
    anybodys = words("anybodys", "office")
    sports = frozenset(
        f for form in words("pastimes", "sport") for f in (form, form + "s", form.replace("-", " "))
    )
    return PartyWords(
        offices - anybodys,
        offices & anybodys,
        words("groups", "both"),
        words("rounds", "adjective"),
        _regions() | words("rounds", "negotiation") | words("rounds", "treaty"),
        sports,
    )


def _regions() -> frozenset[str]:
    """Parts of the world, whose states may be all that "the Franco-African summit" names."""
    return frozenset(
        form.lower()
        for row in rows("places")
        if row["kind"] == "region"
        for form in (row["name"], *row["variants"].split("|"))
        if form and " " not in form
    )


def sequels(inflector: Inflector) -> frozenset[str]:
    """Words by which later sentences go on about an encounter: that it was put off, what was discussed and agreed."""
    ended = {r["form"].split()[0] for r in rows("status") if r["sort"] == "verb" and r["status"] in _ENDED}
    ended -= {"off"}  # told of an encounter by its own name: "the summit is off"
    told = {r["form"] for r in rows("topics") if r["sort"] in {"topic", "outcome"}}
    return frozenset(f for word in ended | told for f in inflector.verb(word) | inflector.noun(word))
