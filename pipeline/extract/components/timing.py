"""When: which date expression belongs to which encounter, and the days that it means."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.clock import Clock, Dated, Lasting, belonging
from pipeline.extract.dates import Direction, ResolvedDate, ending, lasting, shifted
from pipeline.extract.dates.lexicon import ROWS
from pipeline.extract.frames import Encounter, When
from pipeline.extract.nearness import SAYING, verb_above
from pipeline.extract.sequels import sequels
from pipeline.extract.status import table
from schemas.meeting import DatePrecision, Kind, Status

Doc.set_extension("days", default=(), force=True)

_DIRECTION = {
    Status.HELD: Direction.PAST,
    Status.PLANNED: Direction.FUTURE,
    Status.PROPOSED: Direction.FUTURE,
}
_BOUNDS = frozenset({"since", "until", "till", "by", "before", "after", "ahead of", "no later than"})
_UNTIL = frozenset({"until", "till"})
_PRESENT = frozenset({"cue:VBZ", "cue:VBP", "cue:is meeting"})
_PAST = frozenset({"VBD", "VBN"})
_AHEAD = frozenset(ROWS["ahead"]["words"])
_CLOSING = frozenset(ROWS["closing"]["lemmas"])
_OPENING = frozenset(ROWS["opening"]["lemmas"])
_CLOSE = frozenset(ROWS["closing"]["words"])
_FINE = frozenset({"day", "week"})
_SAID = frozenset({"proposed", "refused", "cancelled", "postponed"})
_ENDED = frozenset({Status.REFUSED, Status.CANCELLED, Status.POSTPONED})
_LASTS = frozenset({"for", "over", "lasting", "lasted", "lasts", "during"})
_NEAR = 4  # tokens before a date in which "due" points ahead, or around it in which "end" closes


class _Reader:
    """Reads the dates of one Doc's encounters."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.clock = Clock(doc)

    def when(self, encounter: Encounter, found: Sequence[Dated]) -> When:
        """The first of its expressions, nearest first, that tells days."""
        for dated in found:
            direction = self._direction(encounter, dated)
            resolved = self._counted(encounter, dated, direction)
            if dated.expression.lead in _BOUNDS and not self._put_off_to(encounter, dated):
                continue
            if resolved is None:
                resolved = self.clock.resolved(dated.expression, direction)
            if resolved is not None and not (
                resolved.precision in _FINE and self._of_the_word(encounter, dated)
            ):
                stay = self._stay(encounter, dated, resolved)
                return When(stay.start, stay.end, DatePrecision(stay.precision), stay.text, dated.span)
        return When()

    def _put_off_to(self, encounter: Encounter, dated: Dated) -> bool:
        """As in "were delayed until Friday", which is the new day."""
        later = dated.expression.lead in _UNTIL and encounter.status is Status.POSTPONED
        return later and dated.span[0] > encounter.trigger[0]

    def _direction(self, encounter: Encounter, dated: Dated) -> Direction:
        """Past or future, as status and tense tell; "due on Monday" is to come whatever else is said."""
        before = self.doc[max(dated.span[0] - _NEAR, encounter.sentence[0]) : dated.span[0]]
        near = {t.lower_ for t in before if t.i != encounter.trigger[0]}
        told = encounter.features
        if dated.expression.lead in _UNTIL:
            return Direction.FUTURE
        if near & _AHEAD and encounter.status in _DIRECTION and not near & {"was", "were", "been"}:
            return Direction.FUTURE
        if (self._opens(dated) or self._opening(encounter, dated)) and not self._headline(encounter):
            return Direction.FUTURE
        if _PRESENT & told and not self._headline(encounter):
            return Direction.FUTURE
        return (
            Direction.NEAREST if "cue:bare" in told else _DIRECTION.get(encounter.status, Direction.NEAREST)
        )

    def _of_the_word(self, encounter: Encounter, dated: Dated) -> bool:
        """As in "on Tuesday cancelled a trip", "offered last week to hold talks": it tells when that was said."""
        verb = verb_above(self.doc, dated.span[0])
        if (
            verb is None
            or encounter.status in {Status.HELD, Status.PLANNED}
            or dated.span[0] > encounter.trigger[0]
        ):
            return False
        token = self.doc[verb]
        said = verb < encounter.trigger[0] and token.tag_ in {"VBD", "VBN", "VBG"}
        if said and encounter.status in _ENDED:
            return not any(t.i == encounter.trigger[0] for t in self.doc[dated.span[0]].ancestors)
        return said and table("verb").get(token.lemma_.lower()) in _SAID

    def _opens(self, dated: Dated) -> bool:
        """As in "talks open Tuesday in Geneva", "to be held from 15 to 17 February"."""
        verb = verb_above(self.doc, dated.span[0])
        if verb is None:
            return False
        held = self.doc[max(verb - 2, 0) : verb].text.lower() == "to be"
        return held or (self.doc[verb].tag_ in {"VBZ", "VBP"} and self.doc[verb].lemma_.lower() in _OPENING)

    def _opening(self, encounter: Encounter, dated: Dated) -> bool:
        """The same by its words alone, for parsers take this "open" for an adjective."""
        return dated.span[0] > encounter.trigger[1] and self.doc[dated.span[0] - 1].lower_ in _OPENING

    def _headline(self, encounter: Encounter) -> bool:
        return bool(self.doc._.offsets) and self.doc._.offsets[encounter.trigger[0]][0] == "title"

    def _counted(self, encounter: Encounter, dated: Dated, direction: Direction) -> ResolvedDate | None:
        """As in "the next day", "two days later", "a day after seeing Rice"."""
        start, end = dated.span
        if not dated.expression.text.lower().endswith(("after", "before")) or self._closed(end):
            told = self.clock.day_told(start, direction)
            return shifted(dated.expression, told) if told else None
        if encounter.trigger[0] >= end:
            told = self.clock.day_told(start, direction)
            return shifted(dated.expression, told, back=True) if told else None
        later = next((d for d in self.clock.within(encounter.sentence) if d.span[0] >= end), None)
        told = self.clock.resolved(later.expression, direction) if later else None
        return shifted(dated.expression, told) if told else None

    def _closed(self, end: int) -> bool:
        """Whether nothing follows that "after" could govern."""
        return end >= len(self.doc) or self.doc[end].is_punct

    def _stay(self, encounter: Encounter, dated: Dated, resolved: ResolvedDate) -> ResolvedDate:
        """The whole of a stay, or of talks of several days, of which one day is told."""
        length = self.clock.duration(encounter)
        if length is None or resolved.end is not None or not self._measures(encounter, length):
            return resolved
        after = "after" in self.doc[max(length.span[0] - 1, 0) : length.span[0] + 1].text.lower().split()
        if length.duration.elapsed or after or self._closes(encounter, dated, length):
            return ending(resolved, length.duration)
        return lasting(resolved, length.duration)

    def _measures(self, encounter: Encounter, length: Lasting) -> bool:
        """Whether a length is the encounter's: any of a visit's, of talks only one that stands at them."""
        if encounter.kind is Kind.VISIT:
            return True
        if length.duration.elapsed:
            return True
        if (
            length.span[0] > encounter.trigger[0]
        ):  # "met for three days", not "to end three weeks of fighting"
            return self.doc[length.span[0]].lower_ in _LASTS
        between = self.doc[length.span[1] : encounter.trigger[0]]
        return (
            encounter.kind is not Kind.CALL
            and 0 <= len(between) <= _NEAR
            and not any(t.is_punct for t in between)
        )

    def _closes(self, encounter: Encounter, dated: Dated, length: Lasting) -> bool:
        """Whether the day told is the last one: "left yesterday at the end of a four-day visit"."""
        if encounter.rule.startswith("leave"):
            return True
        low, high = min(dated.span[0], length.span[0]), max(dated.span[1], length.span[1])
        around = self.doc[max(low - _NEAR, encounter.sentence[0]) : min(high, encounter.sentence[1])]
        verbs = any(t.lemma_.lower() in _CLOSING and t.pos_ == "VERB" for t in around)
        nouns = any(t.lower_ in _CLOSE and t.pos_ == "NOUN" for t in around)
        return (verbs or nouns) and encounter.status is Status.HELD

    def days(self) -> tuple[tuple[int, When], ...]:
        """The days on which the text says that something other than speaking happened, each with its token."""
        told = []
        for dated in self.clock.dates:
            if dated.expression.lead in _BOUNDS or not self._happened(dated):
                continue
            day = self.clock.resolved(dated.expression, Direction.PAST)
            if day and day.precision == "day" and day.end is None:
                told.append((dated.span[0], When(day.start, None, DatePrecision.DAY, day.text, dated.span)))
        return tuple(told)

    def _happened(self, dated: Dated) -> bool:
        """Whether it hangs on a verb in the past that is not one of saying."""
        verb = verb_above(self.doc, dated.span[0])
        return (
            verb is not None and self.doc[verb].tag_ in _PAST and self.doc[verb].lemma_.lower() not in SAYING
        )


def _reconciled(doc: Doc, encounter: Encounter) -> Encounter:
    """What is dated after publication has not been held; what is dated well before it is not planned."""
    start, published = encounter.when.start, doc._.published
    if start is None or published is None:
        return encounter
    grace = 0 if {"cue:bare", *_PRESENT} & encounter.features else 1
    if encounter.status is Status.HELD and (start - published).days > grace:
        return replace(encounter, status=Status.PLANNED)
    if encounter.status is Status.HELD and start == published and _under_way(doc, encounter):
        return replace(encounter, status=Status.PLANNED)
    last = encounter.when.end or start
    if encounter.status is Status.PLANNED and last < published and "cue:will" not in encounter.features:
        missed = "cue:supposed" in encounter.features
        return replace(encounter, status=Status.CANCELLED if missed else Status.HELD)
    return encounter


def _under_way(doc: Doc, encounter: Encounter) -> bool:
    """As in "flies on to Helsinki tonight": a journey of today told in the present, below the headline."""
    travels = encounter.rule.startswith("travel:") and {"cue:VBZ", "cue:VBP"} & encounter.features
    return bool(travels) and doc._.offsets[encounter.trigger[0]][0] != "title"


def _inherited(doc: Doc, encounters: Sequence[Encounter]) -> list[Encounter]:
    """A verb joined to a dated one is of the same day: "met Rossi on Monday and later called on ..."."""
    dated = {e.trigger[0]: e for e in encounters if e.when.start}
    found = []
    for encounter in encounters:
        token = doc[encounter.trigger[0]]
        when = encounter.when
        while when.start is None and token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
            if token.i in dated and dated[token.i].status is encounter.status:
                when = dated[token.i].when
        found.append(replace(encounter, when=when))
    return found


@Language.component("readout_timing", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def timing(doc: Doc) -> Doc:
    """Date `doc._.encounters`."""
    reader = _Reader(doc)
    given = belonging(doc, reader.clock, doc._.encounters)
    dated = [replace(e, when=reader.when(e, given.get(n, []))) for n, e in enumerate(doc._.encounters)]
    for number, later in sequels(doc):
        if dated[number].when.start is None:
            found = belonging(doc, reader.clock, [later]).get(0, [])
            dated[number] = replace(dated[number], when=reader.when(later, found))
    doc._.encounters = tuple(_reconciled(doc, e) for e in _inherited(doc, dated))
    doc._.days = reader.days()
    return doc
