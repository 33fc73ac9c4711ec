"""Which annotated meeting a record stands for: one to one within an article, the most similar first."""

import re
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from pipeline.evaluation.gold import Annotated
from schemas.meeting import DatePrecision, Kind, Meeting, MeetingDate

Told = Annotated | Meeting
"""An encounter, as annotated or as published."""

AGREEMENT: Final = 0.5
"""Below this F1 of their parties two records cannot be of one encounter."""

_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")


def fold(text: str | None) -> str:
    """Lower-case ASCII letters and digits, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    return _NOT_A_LETTER.sub(" ", decomposed.lower()).strip()


def parties(told: Told) -> frozenset[str]:
    """ISO codes and folded names of the actors; a visit involves the country that it goes to."""
    codes = {p.country or fold(p.organization) for p in told.participants if p.country or p.organization}
    if told.kind is Kind.VISIT and told.place.country:
        codes.add(told.place.country)
    return frozenset(codes)


def surnames(told: Told) -> frozenset[str]:
    """The last word of each name, folded."""
    return frozenset(folded.split()[-1] for p in told.participants if (folded := fold(p.name)))


def overlap(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """F1 of two sets, 0 to 1; two empty sets agree."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def same_date(gold: MeetingDate, told: MeetingDate) -> bool:
    """The same day; of a week, month or year any day of it; of no date none."""
    if gold.start is None or told.start is None:
        return gold.start is told.start
    if gold.precision is DatePrecision.DAY:
        return gold.start == told.start
    return gold.start <= told.start <= (gold.end or gold.start)


def similarity(gold: Annotated, record: Meeting) -> float:
    """How alike they are, 0 to 1: parties count for half, names for a fifth, the rest for a tenth each."""
    agreement = overlap(parties(gold), parties(record))
    if agreement < AGREEMENT:
        return 0.0
    # In this order: sums of fractions depend on it, and equal sums decide who is paired with whom.
    return (
        0.5 * agreement
        + 0.2 * overlap(surnames(gold), surnames(record))
        + 0.1 * (gold.kind is record.kind)
        + 0.1 * (gold.status is record.status)
        + 0.1 * same_date(gold.date, record.date)
    )


def pair(gold: Sequence[Annotated], records: Sequence[Meeting]) -> dict[int, int]:
    """Index of an annotated meeting → that of its record: best first, then sure ones, then later ones."""
    alike = [(similarity(g, r), g.sure, i, j) for i, g in enumerate(gold) for j, r in enumerate(records)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(alike, reverse=True):
        if score > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
