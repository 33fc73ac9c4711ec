"""What encounters lend one another: day and place of a visit, of the sentence before, of the scene."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.capitals import capital
from pipeline.extract.frames import Encounter, Party, Where
from pipeline.extract.scene import Scene, earlier, fresh, people
from pipeline.extract.sentences import Sentences
from pipeline.extract.tellings import actors, apart, dates_agree
from pipeline.extract.whereabouts import TOLD, bare, lead, openings, towns
from schemas.meeting import Kind, Side, Status

_ELSEWHEN = frozenset({"after", "before", "following", "since", "from"})
_ENDED = frozenset({Status.CANCELLED, Status.POSTPONED, Status.REFUSED})
_NEWS = 12  # sentences, headline included, in which an agency tells the news that it files
_STORY = 2  # sentences for which a place that opens one is still the scene
_PHRASE = 10  # tokens in which "at" leads to the noun of a summit
_AT = frozenset({"at", "during"})
_BESIDE = frozenset({"sidelines", "margins", "sideline", "margin"})


def _guests(visit: Encounter) -> set[int]:
    return {p.person for p in visit.parties if p.side is Side.GUEST and p.person is not None}


def _guest(doc: Doc, party: Party) -> bool:
    """Whether a party is told to have come: "the visiting Chinese premier"."""
    if party.side is Side.GUEST or party.mention is None:
        return party.side is Side.GUEST
    mention = doc._.mentions[party.mention]
    return any(t.lower_ == "visiting" for t in doc[max(mention.start - 1, 0) : mention.end])


class _Story:
    """The encounters of one Doc and what joins them."""

    def __init__(self, doc: Doc, found: Sequence[Encounter]) -> None:
        self.doc = doc
        self.found = list(found)
        self.visits = [e for e in found if e.kind is Kind.VISIT]
        self.sentences = Sentences(doc)
        self.openings = list(openings(doc))
        self.lead = lead(doc, found)
        self.towns = towns(doc)
        self.scene = Scene(doc, self.sentences)

    def told(self) -> list[Encounter]:
        """Every encounter with what the others tell of it."""
        self.found = [self._seen(e) for e in self.found]
        self.visits = [e for e in self.found if e.kind is Kind.VISIT]
        for number in sorted(range(len(self.found)), key=lambda n: self.found[n].trigger):
            self.found[number] = self._dated(self.found[number])
        self.found = [self._placed(e, self._own) for e in self.found]
        for number, encounter in enumerate(self.found):  # each sees what those before it were lent
            self.found[number] = self._placed(encounter, self._scene)
        return [self._in_only_town(e) for e in self.found]

    def _in_only_town(self, encounter: Encounter) -> Encounter:
        """In the only town of its country told as a place, if that is told in the same sentence, or of a tour."""
        where = encounter.where
        if encounter.kind is Kind.CALL or where.city or where.venue:
            return encounter
        country = where.country or self._only_home(encounter)
        told = list(self.towns.get(country or "", {}).values())
        if len(told) != 1 or not country:
            return encounter
        beside = self._told_beside(told[0], encounter) and self._news(encounter)
        if not (beside or self._toured(encounter, told[0])):
            return encounter
        return replace(encounter, where=replace(bare(told[0]), span=where.span))

    def _toured(self, visit: Encounter, town: Where) -> bool:
        """Whether a sentence about a tour's guest tells of the town: "Silva will be in Maputo from the 16th"."""
        planned = visit.kind is Kind.VISIT and visit.status is Status.PLANNED
        if not planned or not town.span:
            return False
        sentence = self.doc[town.span[0]].sent
        people = {m.person for m in self.doc._.mentions if sentence.start <= m.start < sentence.end}
        return bool(_guests(visit) & people)

    def _told_beside(self, town: Where, encounter: Encounter) -> bool:
        """Whether the town is told in a sentence of the encounter; of what was held, one sentence away too."""
        if town.span is None:
            return False
        seat = town.city == capital(encounter.where.country or "", self.doc._.published)
        if seat and encounter.status is Status.HELD and encounter.kind is not Kind.SUMMIT:
            return True
        return encounter.sentence[0] <= town.span[0] < encounter.sentence[1]

    def _only_home(self, encounter: Encounter) -> str | None:
        """The only country of a party, without a dateline, in which the article tells of a town."""
        if self.doc._.dateline or encounter.status is not Status.HELD or encounter.kind is Kind.VISIT:
            return None
        countries = actors(encounter) & self.towns.keys()
        return next(iter(countries)) if len(countries) == 1 else None

    def _seen(self, visit: Encounter) -> Encounter:
        """A visit to a country goes to the city where the guest is told to have talks there."""
        if visit.kind is not Kind.VISIT or visit.where.city or not visit.where.country:
            return visit
        cities = {
            e.where.city: e.where
            for e in self.found
            if e.where.city and e.where.country == visit.where.country
            if e.kind is Kind.TALKS and _guests(visit) & people(e) and dates_agree(visit.when, e.when)
        }
        if len(cities) != 1:
            return visit
        return replace(visit, where=replace(bare(next(iter(cities.values()))), span=visit.where.span))

    def _during(self, encounter: Encounter) -> Encounter | None:
        """The visit during which people met: of one of them, to another's country or to where they met."""
        if encounter.kind is not Kind.TALKS:
            return None
        for visit in sorted(self.visits, key=lambda v: self._journey_away(v, encounter)):
            country = visit.where.country
            local = country in {p.actor.country for p in encounter.parties if p.actor}
            local = local or self._journeyed(visit, encounter) or self._arrived(visit, encounter)
            there = encounter.where.country == country if encounter.where.country else local
            met = _guests(visit) & {p.person for p in encounter.parties}
            if there and met and dates_agree(visit.when, encounter.when):
                return visit
        return None

    def _journey_away(self, visit: Encounter, encounter: Encounter) -> int:
        """How far before the encounter a journey's goal stands in its sentence: the last one counts."""
        before = encounter.trigger[0] - visit.where.span[1] if visit.where.span else -1
        return before if visit.sentence == encounter.sentence and before >= 0 else len(self.doc)

    def _journeyed(self, visit: Encounter, encounter: Encounter) -> bool:
        """As in "came to Brussels on Monday for talks with"; not "flew to Brussels after meeting"."""
        if visit.sentence != encounter.sentence or visit.where.span is None:
            return False
        between = self.doc[visit.where.span[1] : encounter.trigger[0]]
        went = visit.trigger[0] < visit.where.span[1] <= encounter.trigger[0]
        return went and not any(t.lower_ in _ELSEWHEN for t in between)

    def _arrived(self, visit: Encounter, encounter: Encounter) -> bool:
        """As in "flew to Muscat on Monday. They spent two hours with the rebels": told right after the journey."""
        away = self.sentences.away(visit.trigger[0], encounter.trigger[0])
        there = visit.where.city is not None and visit.status is encounter.status
        return there and 0 < away <= _STORY and not earlier(self.doc, encounter)

    # Dates.

    def _dated(self, encounter: Encounter) -> Encounter:
        if encounter.when.start or earlier(self.doc, encounter):
            return encounter
        visit = self._during(encounter)
        if visit and visit.when.start and apart(encounter):  # who is met at the airport is met on arrival
            return replace(encounter, when=replace(visit.when, end=None, span=None))
        if visit and visit.when.start and visit.status is encounter.status:
            return replace(encounter, when=replace(visit.when, span=None))
        day = self.scene.day(encounter, self.found)
        return replace(encounter, when=replace(day, span=None)) if day else encounter

    # Places.

    def _placed(self, encounter: Encounter, lend: Callable[[Encounter], Where | None]) -> Encounter:
        """With the place that is lent, if the encounter has none, or a venue in no city."""
        where = encounter.where
        if encounter.kind not in {Kind.TALKS, Kind.SUMMIT}:
            return encounter
        if where.country and (where.city or not where.venue):
            return encounter
        lent = lend(encounter)
        if lent is None or where.country not in {None, lent.country}:
            return encounter
        return replace(encounter, where=replace(bare(lent), venue=where.venue, span=where.span))

    def _home(self, encounter: Encounter) -> Where | None:
        """Where the report comes from; without a dateline, where the first encounter is told to be.

        That sentence tells the place of the first encounter alone: "met him, hours after talks in Rome with her".
        """
        home: Where | None = self.doc._.dateline
        first = self.lead
        if home or first is None or first.sentence == encounter.sentence:
            return home
        agree = dates_agree(first.when, encounter.when)
        return bare(first.where) if agree else None

    def _own(self, encounter: Encounter) -> Where | None:
        """Where the visit goes, where the summit is, or the dateline of a party at home there."""
        if encounter.where.country:
            return self._home(encounter) if encounter.status in TOLD else None
        visit = self._during(encounter)
        if visit and (encounter.status not in _ENDED or visit.status is encounter.status):
            return self._in_town(visit.where, encounter)
        if gathering := self._attended(encounter) or self._at_summit(encounter):
            return gathering
        if encounter.status not in TOLD:
            return None
        return (
            self._beside(encounter)
            or self._opened(encounter)
            or self._at_home(encounter)
            or self._hosted(encounter)
        )

    def _in_town(self, where: Where, encounter: Encounter) -> Where:
        """The dateline's city for a country that the dateline is in, where the encounter is its news."""
        home = self._home(encounter)
        near = home and home.country == where.country and not where.city
        return home if home and near and encounter.status is Status.HELD and self._news(encounter) else where

    def _hosted(self, encounter: Encounter) -> Where | None:
        """The country of him who receives, or of him whom the visitor meets."""
        if encounter.kind is not Kind.TALKS:
            return None
        guests = [p for p in encounter.parties if _guest(self.doc, p)]
        hosts = [p for p in encounter.parties if p.side is Side.HOST]
        hosts = hosts or ([p for p in encounter.parties if p not in guests] if guests else [])
        countries = {p.actor.country for p in hosts if p.actor}
        country = countries.pop() if len(countries) == 1 else None
        return self._in_town(Where(country=country), encounter) if country else None

    def _opened(self, encounter: Encounter) -> Where | None:
        """Where a sentence shortly before says that its story is: "In Stockholm, Britain pressed Russia"."""
        at = encounter.trigger[0]
        before = [s for s in self.openings if s.start < at]
        sites = [s for s in before if self.sentences.away(s.start, at) <= _STORY]
        same = [s for s in sites if self._passage(s.start) == self._passage(at)]
        return bare(same[-1].where) if same and self._news(encounter) else None

    def _passage(self, i: int) -> int:
        return bisect_right(self.doc._.passages, i)

    def _attended(self, summit: Encounter) -> Where | None:
        """Where somebody goes to attend a summit: "will travel to Lima for the conference on trade"."""
        if summit.kind is not Kind.SUMMIT:
            return None
        return next((v.where for v in self.visits if v.where.country and self._journeyed(v, summit)), None)

    def _at_summit(self, encounter: Encounter) -> Where | None:
        """Where the summit is at which people are told to meet: "hopes to see Xi at the G20 summit in Rome"."""
        if encounter.kind is not Kind.TALKS:
            return None
        for summit in self.found:
            told = (
                summit.kind is Kind.SUMMIT and summit.where.country and summit.sentence == encounter.sentence
            )
            if told and self._leads_to(encounter.trigger[0], summit.trigger[0]):
                return summit.where
        return None

    def _leads_to(self, talks: int, summit: int) -> bool:
        """Whether what stands between the two is "at", or its like, and no other time."""
        between = [t.lower_ for t in self.doc[max(talks + 1, summit - _PHRASE) : summit]]
        marks = [word for word in between if word in _AT | _BESIDE | _ELSEWHEN]
        return bool(marks) and marks[-1] not in _ELSEWHEN

    def _beside(self, encounter: Encounter) -> Where | None:
        """On the sidelines of a summit, people meet where it does."""
        words = self.doc[encounter.sentence[0] : encounter.sentence[1]]
        if not any(t.lower_ in _BESIDE for t in words):
            return None
        summits = [e.where for e in self.found if e.kind is Kind.SUMMIT and e.where.country]
        return summits[0] if summits else None

    def _at_home(self, encounter: Encounter) -> Where | None:
        """Talks of the dateline's own officials, told as news, take place there."""
        home = self._home(encounter)
        told = encounter.kind is Kind.TALKS and self._news(encounter)
        return home if home and told and home.country in actors(encounter) else None

    def _news(self, encounter: Encounter) -> bool:
        return "background" not in encounter.features and fresh(self.doc, encounter.when)

    def _scene(self, encounter: Encounter) -> Where | None:
        """The dateline, when another encounter of the same people or states is told to be there."""
        home = self._home(encounter)
        if (
            home is None
            or encounter.status not in TOLD
            or not self._news(encounter)
            or earlier(self.doc, encounter)
        ):
            return None
        there = (e for e in self.found if (e.where.city, e.where.country) == (home.city, home.country))
        if any(actors(e) & actors(encounter) for e in there if e is not encounter):
            return home
        opens = self.sentences.number(encounter.trigger[0]) <= _NEWS and encounter.status is Status.HELD
        return self.doc._.dateline if opens else None  # an agency files from where its news is


@Language.component("readout_circumstances", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def circumstances(doc: Doc) -> Doc:
    """Date and place `doc._.encounters` by one another."""
    doc._.encounters = tuple(_Story(doc, doc._.encounters).told())
    return doc
