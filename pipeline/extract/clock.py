"""The date expressions and durations of a Doc, by token."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.extract.dates import (
    DateExpression,
    Direction,
    Duration,
    ResolvedDate,
    find_dates,
    find_durations,
    resolve,
)
from pipeline.extract.frames import Encounter
from pipeline.extract.nearness import FAR, distance, verb_above

Span = tuple[int, int]
_SHARED = 1.5  # how much farther than the nearest an encounter may be and still have the date
_GOVERNED = 5  # tokens after "a day after" within which what it governs begins
_CLAUSE = 15  # tokens within which a length of stay belongs to an encounter
_LOOK_BACK = 4  # sentences in which "a day later" finds the day that it counts from


class Dated(NamedTuple):
    """An expression and its tokens."""

    span: Span
    expression: DateExpression


class Lasting(NamedTuple):
    """A duration and its tokens."""

    span: Span
    duration: Duration


class Clock:
    """What one Doc says of time."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = {t.idx: t.i for t in doc}
        self._ends = {t.idx + len(t): t.i + 1 for t in doc}
        self.dates = [Dated(self._span(d.start, d.end), d) for d in find_dates(doc.text)]
        self.durations = [Lasting(self._span(d.start, d.end), d) for d in find_durations(doc.text)]

    def _span(self, start: int, end: int) -> Span:
        first = self._starts.get(start)
        if first is None:
            first = next((t.i for t in self.doc if t.idx + len(t) > start), len(self.doc) - 1)
        return first, max(self._ends.get(end, first + 1), first + 1)

    def within(self, sentence: Span) -> Iterator[Dated]:
        """Yield the expressions of a sentence."""
        return (d for d in self.dates if sentence[0] <= d.span[0] < sentence[1])

    def duration(self, encounter: Encounter) -> Lasting | None:
        """Return the length nearest to the trigger, in its sentence."""
        start, end = encounter.sentence
        near = [
            (abs(d.span[0] - encounter.trigger[0]), d)
            for d in self.durations
            if start <= d.span[0] < end and abs(d.span[0] - encounter.trigger[0]) < _CLAUSE
        ]
        return min(near, key=lambda n: n[0])[1] if near else None

    def day_told(self, before: int, direction: Direction) -> ResolvedDate | None:
        """Return the day told last before a token, in its sentence or the few before."""
        sentences = [s.start for s in self.doc.sents if s.start <= before][-1 - _LOOK_BACK :]
        for dated in reversed(self.dates):
            if sentences and sentences[0] <= dated.span[0] and dated.span[1] <= before:
                found = self.resolved(dated.expression, self._tense(dated) or direction)
                if found and found.precision == "day":
                    return found
        return None

    def _tense(self, dated: Dated) -> Direction | None:
        """The past where the verb that a date hangs on is in it; else nothing is said."""
        verb = verb_above(self.doc, dated.span[0])
        return Direction.PAST if verb is not None and self.doc[verb].tag_ == "VBD" else None

    def resolved(self, expression: DateExpression, direction: Direction) -> ResolvedDate | None:
        """Return the days of an expression in this article."""
        return resolve(expression, self.doc._.published, direction, self.doc._.dateline_day)


def belonging(doc: Doc, clock: Clock, encounters: Sequence[Encounter]) -> dict[int, list[Dated]]:
    """Encounter number → its date expressions, nearest first; an expression may serve several."""
    given: dict[int, list[tuple[float, Dated]]] = {}
    by_sentence: dict[Span, list[int]] = {}
    for number, encounter in enumerate(encounters):
        by_sentence.setdefault(encounter.sentence, []).append(number)
    for sentence, numbers in by_sentence.items():
        for dated in clock.within(sentence):
            costs = {
                n: _cost(doc, encounters[n].trigger[0], dated) for n in _open(doc, dated, numbers, encounters)
            }
            for n in _takers(costs, encounters):
                given.setdefault(n, []).append((costs[n], dated))
    return {n: [d for _, d in sorted(found, key=lambda f: f[0])] for n, found in given.items()}


def _open(doc: Doc, dated: Dated, numbers: Sequence[int], encounters: Sequence[Encounter]) -> Iterator[int]:
    """Yield whose a date may be: not the talks' that "spoke of the summit in December" tells, but the summit's."""
    above = [t.i for t in doc[dated.span[0]].ancestors]
    holders = [n for n in numbers if encounters[n].trigger[0] in above]
    first = min(holders, key=lambda n: above.index(encounters[n].trigger[0]), default=None)
    for n in numbers:
        if first is None or n not in holders or encounters[n].status is encounters[first].status:
            yield n


def _cost(doc: Doc, trigger: int, dated: Dated) -> float:
    """How far a date hangs; of "a day after seeing Rice" it is that of the seeing, and of nothing else."""
    if _since(doc, trigger, dated.span[0]):
        return FAR
    follows = dated.expression.text.lower().endswith((" after", " before"))
    if follows and 0 <= trigger - dated.span[1] <= _GOVERNED:
        return 0.0
    return distance(doc, trigger, dated.span[0])


def _since(doc: Doc, trigger: int, date: int) -> bool:
    """Whether a date tells since when: "the first talks since all went home in March"."""
    between = [t.lower_ for t in doc[trigger:date]]
    return "since" in between and "," not in between[between.index("since") :]


def _takers(costs: dict[int, float], encounters: Sequence[Encounter]) -> Iterator[int]:
    """Yield whom a date serves: the nearest, those hardly farther, and those of the same trigger."""
    nearest = min(costs, key=lambda n: costs[n])
    for n, cost in costs.items():
        same = encounters[n].trigger == encounters[nearest].trigger
        if cost < FAR and (cost <= costs[nearest] + _SHARED or same):
            yield n
