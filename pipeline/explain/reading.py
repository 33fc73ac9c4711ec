"""A Doc and its meetings become an explanation: records of items, and the marks of each item."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from pipeline.explain import reasons
from pipeline.explain.identity import Identity
from pipeline.explain.model import Explanation, Field, Item, Mark, Record
from pipeline.explain.passages import Passages, Span, Stretch
from pipeline.extract.encounters.triggers import triggers
from pipeline.extract.frames import Encounter, Party
from pipeline.wording import when, where, who
from schemas.article import Article
from schemas.meeting import Kind, Meeting


def explain(doc: Doc, article: Article, meetings: Sequence[Meeting]) -> Explanation:
    """Why these are the meetings of an article: one for each of the Doc's encounters, in their order."""
    reader = _Reader(Passages(doc, article))
    pairs = list(zip(doc._.encounters, meetings, strict=True))
    records = tuple(reader.record(n, *pair) for n, pair in enumerate(pairs, 1))
    marks = tuple(dict.fromkeys(m for n, (e, _) in enumerate(pairs, 1) for m in reader.marks(n, e)))
    return Explanation(article, records, marks, reader.passed_over())


def key(record: int, field: Field, number: int = 0) -> str:
    """The name of an item within an article."""
    return f"{record}-{field}-{number}"


class _Reader:
    """Explains the encounters of one Doc."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self.doc = passages.doc
        self.identity = Identity(passages)

    def record(self, number: int, encounter: Encounter, meeting: Meeting) -> Record:
        return Record(number, meeting, tuple(self._items(number, encounter, meeting)))

    def _items(self, number: int, encounter: Encounter, meeting: Meeting) -> Iterator[Item]:
        found = (*reasons.of_encounter(encounter), *reasons.of_confidence(self.passages, encounter))
        trigger = self.passages.quoted(encounter.trigger)
        yield Item(key(number, Field.TRIGGER), Field.TRIGGER, trigger, found)
        for k, (party, told) in enumerate(zip(encounter.parties, meeting.participants, strict=True)):
            yield Item(key(number, Field.WHO, k), Field.WHO, who(told), self.identity.reasons(party))
        dated = tuple(reasons.of_date(self.passages, encounter))
        yield Item(key(number, Field.WHEN), Field.WHEN, when(meeting.date), dated)
        placed = tuple(reasons.of_place(self.passages, encounter))
        yield Item(key(number, Field.WHERE), Field.WHERE, where(meeting.place), placed)
        for k, topic in enumerate(meeting.topics):
            yield Item(key(number, Field.TOPIC, k), Field.TOPIC, topic)
        for k, outcome in enumerate(meeting.outcomes):
            yield Item(key(number, Field.OUTCOME, k), Field.OUTCOME, outcome)

    def marks(self, number: int, encounter: Encounter) -> Iterator[Mark]:
        """Where the items of a record stand in the article."""
        for field, k, stretch in self._stretches(encounter):
            if stretch:
                yield Mark(stretch.part, stretch.start, stretch.end, field, key(number, field, k), number)

    def _stretches(self, encounter: Encounter) -> Iterator[tuple[Field, int, Stretch | None]]:
        yield Field.TRIGGER, 0, self.passages.stretch(encounter.trigger)
        for k, party in enumerate(encounter.parties):
            for span in self._mentioned(party, encounter):
                yield Field.WHO, k, self.passages.stretch(span)
        yield Field.WHEN, 0, self._date(encounter)
        for stretch in self._place(encounter):
            yield Field.WHERE, 0, stretch
        for k, topic in self._phrases(encounter.topics):
            yield Field.TOPIC, k, topic
        for k, outcome in self._phrases(encounter.outcomes):
            yield Field.OUTCOME, k, outcome

    def _mentioned(self, party: Party, encounter: Encounter) -> Iterator[Span]:
        """The mention that made the party, and those of the same person where the encounter is told."""
        tellings = _tellings(encounter)
        for mention in self.identity.mentions(party):
            if any(start <= mention.start < end for start, end in tellings):
                yield mention.start, mention.end
        if party.mention is not None:
            maker = self.doc._.mentions[party.mention]
            yield maker.start, maker.end

    def _date(self, encounter: Encounter) -> Stretch | None:
        if encounter.when.span:
            return self.passages.stretch(encounter.when.span)
        # A date that came with another telling has words, but no longer a span.
        return self.passages.found(encounter.when.text or "", _tellings(encounter))

    def _place(self, encounter: Encounter) -> Iterator[Stretch | None]:
        place, home = encounter.where, self.doc._.dateline
        if place.span:
            yield self.passages.stretch(place.span)
        elif home and place.city and place.city == home.city:
            yield self.passages.dateline()
        if place.venue:
            yield self.passages.found(place.venue, _tellings(encounter))

    def _phrases(self, spans: Sequence[Span]) -> Iterator[tuple[int, Stretch | None]]:
        """Each phrase with the number of its item: equal phrases are one."""
        numbers: dict[str, int] = {}
        for start, end in spans:
            yield (
                numbers.setdefault(self.doc[start:end].text, len(numbers)),
                self.passages.stretch((start, end)),
            )

    def passed_over(self) -> tuple[str, ...]:
        """Words that by themselves may tell of a meeting, in sentences that tell of no record."""
        told = {i for e in self.doc._.encounters for start, end in _tellings(e) for i in range(start, end)}
        # Verbs of travel and those that need another word beside them stand in every second sentence.
        verbs = {f for f, row in triggers("verb").items() if row.kind is not Kind.VISIT and not row.needs}
        known = verbs | triggers("noun").keys()
        idle = (
            t
            for t in self.doc
            if t.i not in told and t.lemma_.lower() in known and t.pos_ in {"VERB", "NOUN"}
        )
        return tuple(dict.fromkeys(t.text for t in idle))


def _tellings(encounter: Encounter) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((encounter.sentence, *encounter.support)))
