"""When: which date expression belongs to which encounter, and the days that it means."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.dates import DateExpression, Direction, Duration, ending, find_dates, find_durations, lasting, resolve
from pipeline.extract.frames import Encounter, When
from schemas.meeting import DatePrecision, Kind, Status

_DIRECTION = {
    Status.HELD: Direction.PAST,
    Status.PLANNED: Direction.FUTURE,
    Status.PROPOSED: Direction.FUTURE,
}
_BOUNDS = frozenset({"since", "until", "till", "by", "before", "after", "ahead of", "no later than"})
_PRESENT = frozenset({"cue:VBZ", "cue:VBP"})
_CLAUSE = frozenset({"advcl", "acl", "acl:relcl", "ccomp", "conj", "parataxis"})


class _Clock:
    """The date expressions of one Doc, by token."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        text = doc.text
        starts = {t.idx: t.i for t in doc}
        ends = {t.idx + len(t): t.i + 1 for t in doc}
        self.dates = [(self._span(d, starts, ends), d) for d in find_dates(text)]
        self.durations = [(self._span(d, starts, ends), d) for d in find_durations(text)]

    def _span(self, found: DateExpression | Duration, starts: dict[int, int], ends: dict[int, int]) -> tuple[int, int]:
        start = starts.get(found.start)
        if start is None:
            start = next((t.i for t in self.doc if t.idx + len(t) > found.start), len(self.doc) - 1)
        return start, ends.get(found.end, start + 1)

    def within(self, sentence: tuple[int, int]) -> list[tuple[tuple[int, int], DateExpression]]:
        return [(s, d) for s, d in self.dates if sentence[0] <= s[0] < sentence[1]]

    def duration(self, encounter: Encounter) -> Duration | None:
        near = [(abs(s[0] - encounter.trigger[0]), d) for s, d in self.durations if encounter.sentence[0] <= s[0] < encounter.sentence[1]]
        return min(near, key=lambda n: n[0])[1] if near and min(near, key=lambda n: n[0])[0] < 15 else None  # noqa: PLR2004 - within the clause


def _distance(doc: Doc, trigger: int, date: int) -> float:
    """How far a date hangs from a trigger: arcs in the tree, clauses weighing more, words breaking ties."""
    up = {trigger: 0.0}
    cost, i = 0.0, trigger
    while doc[i].head.i != i:
        cost += 1.0 + 2.0 * (doc[i].dep_ in _CLAUSE)
        i = doc[i].head.i
        up[i] = cost
    cost, i = 0.0, date
    while i not in up and doc[i].head.i != i:
        cost += 1.0 + 3.0 * (doc[i].dep_ in _CLAUSE)
        i = doc[i].head.i
    return cost + up.get(i, 10.0) + 0.05 * abs(trigger - date)


def _assign(doc: Doc, clock: _Clock, encounters: Sequence[Encounter]) -> dict[int, list[tuple[tuple[int, int], DateExpression]]]:
    """Encounter number → its date expressions, nearest first; an expression may serve several."""
    given: dict[int, list[tuple[float, tuple[int, int], DateExpression]]] = {}
    by_sentence: dict[tuple[int, int], list[int]] = {}
    for number, encounter in enumerate(encounters):
        by_sentence.setdefault(encounter.sentence, []).append(number)
    for sentence, numbers in by_sentence.items():
        for span, expression in clock.within(sentence):
            costs = {n: _distance(doc, encounters[n].trigger[0], span[0]) for n in numbers}
            least = min(costs.values())
            for n, cost in costs.items():
                if cost <= least + 1.5 or (len(numbers) > 1 and encounters[n].trigger == encounters[min(costs, key=lambda k: costs[k])].trigger):
                    given.setdefault(n, []).append((cost, span, expression))
    return {n: [(s, e) for _, s, e in sorted(found, key=lambda f: f[0])] for n, found in given.items()}


def _when(doc: Doc, encounter: Encounter, found: Sequence[tuple[tuple[int, int], DateExpression]], duration: Duration | None) -> When:
    direction = _DIRECTION.get(encounter.status, Direction.NEAREST)
    if "cue:bare" in encounter.features:
        direction = Direction.NEAREST
    if _PRESENT & encounter.features and not _headline(doc, encounter):
        direction = Direction.FUTURE
    for span, expression in found:
        if expression.lead in _BOUNDS:
            continue
        resolved = resolve(expression, doc._.published, direction, doc._.dateline_day)
        if resolved is None:
            continue
        if duration and encounter.kind is Kind.VISIT and resolved.end is None:
            leaves = encounter.rule.startswith("leave") or expression.lead in {"until"}
            resolved = ending(resolved, duration) if leaves else lasting(resolved, duration)
        return When(resolved.start, resolved.end, DatePrecision(resolved.precision), resolved.text, span)
    return When()


def _headline(doc: Doc, encounter: Encounter) -> bool:
    return bool(doc._.offsets) and doc._.offsets[encounter.trigger[0]][0] == "title"


def _reconciled(doc: Doc, encounter: Encounter) -> Encounter:
    """What is dated after publication has not been held; what is dated well before it is no longer planned."""
    start, published = encounter.when.start, doc._.published
    if start is None or published is None:
        return encounter
    grace = 0 if {"cue:bare", *_PRESENT} & encounter.features else 1
    if encounter.status is Status.HELD and (start - published).days > grace:
        return replace(encounter, status=Status.PLANNED)
    last = encounter.when.end or start
    if encounter.status is Status.PLANNED and last < published and "cue:will" not in encounter.features:
        return replace(encounter, status=Status.HELD)
    return encounter


def _inherited(doc: Doc, encounters: Sequence[Encounter]) -> list[Encounter]:
    """A verb coordinated with a dated one is of the same day: "met Rossi on Monday and later called on ..."."""
    dated = {e.trigger[0]: e for e in encounters if e.when.start}
    found = []
    for encounter in encounters:
        token = doc[encounter.trigger[0]]
        while encounter.when.start is None and token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
            if token.i in dated and dated[token.i].status is encounter.status:
                encounter = replace(encounter, when=dated[token.i].when)  # noqa: PLW2901 - the dated form of the same
        found.append(encounter)
    return found


@Language.component("readout_timing", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def timing(doc: Doc) -> Doc:
    """Date `doc._.encounters`."""
    clock = _Clock(doc)
    given = _assign(doc, clock, doc._.encounters)
    dated = [replace(e, when=_when(doc, e, given.get(n, []), clock.duration(e))) for n, e in enumerate(doc._.encounters)]
    doc._.encounters = tuple(_reconciled(doc, e) for e in _inherited(doc, dated))
    return doc
