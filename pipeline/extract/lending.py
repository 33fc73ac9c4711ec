"""Where an encounter took place that is told without a place: docs/decisions/places.md has the order, and why."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from pipeline.extract.frames import Encounter, Party, Where
from pipeline.extract.gatherings import at_summit, attended, beside
from pipeline.extract.rows import words
from pipeline.extract.scene import earlier
from pipeline.extract.story import NEAR, Story
from pipeline.extract.tellings import actors, dates_agree
from pipeline.extract.whereabouts import TOLD, bare, lead, openings
from schemas.meeting import Kind, Side, Status

_ENDED = frozenset({Status.CANCELLED, Status.POSTPONED, Status.REFUSED})
_NEWS = 12  # sentences, headline included, in which an agency tells the news that it files


class Lending:
    """Lends places to the encounters of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.doc = story.doc
        self.openings = list(openings(story.doc))
        self.lead = lead(story.doc, story.found)

    def placed(self, encounter: Encounter, lend: Callable[[Encounter], Where | None]) -> Encounter:
        """With the place that `own` or `scene` lends, if the encounter has none, or a venue in no city."""
        where = encounter.where
        if encounter.kind not in {Kind.TALKS, Kind.SUMMIT}:
            return encounter
        if where.country and (where.city or not where.venue):
            return encounter
        lent = lend(encounter)
        if lent is None or where.country not in {None, lent.country}:
            return encounter
        return replace(encounter, where=replace(bare(lent), venue=where.venue, span=where.span))

    def own(self, encounter: Encounter) -> Where | None:
        """Where the visit goes, where the summit is, or the dateline of a party at home there."""
        if encounter.where.country:
            return self._home(encounter) if encounter.status in TOLD else None
        visit = self.story.during(encounter)
        if visit and (encounter.status not in _ENDED or visit.status is encounter.status):
            return self._in_town(visit.where, encounter)
        gathering = attended(self.story, encounter) or at_summit(self.story, encounter)
        return gathering or (self._told(encounter) if encounter.status in TOLD else None)

    def _told(self, encounter: Encounter) -> Where | None:
        """Where something held or planned is, by the sentences around it and by who takes part."""
        return (
            beside(self.story, encounter)
            or self._opened(encounter)
            or self._at_home(encounter)
            or self._hosted(encounter)
        )

    def scene(self, encounter: Encounter) -> Where | None:
        """The dateline, when another encounter of the same people or states is told to be there."""
        home = self._home(encounter)
        told = encounter.status in TOLD and self.story.news(encounter)
        if home is None or not told or earlier(self.doc, encounter):
            return None
        place = (home.city, home.country)
        there = (e for e in self.story.found if (e.where.city, e.where.country) == place)
        if any(actors(e) & actors(encounter) for e in there if e is not encounter):
            return home
        opens = self.story.sentences.number(encounter.trigger[0]) <= _NEWS
        held = encounter.status is Status.HELD
        return self.doc._.dateline if opens and held else None  # an agency files from where its news is

    def _home(self, encounter: Encounter) -> Where | None:
        """Where the report comes from; without a dateline, where the first encounter is told to be.

        That sentence tells the place of the first encounter alone: "met him, hours after talks in Rome with her".
        """
        home: Where | None = self.doc._.dateline
        first = self.lead
        if home or first is None or first.sentence == encounter.sentence:
            return home
        return bare(first.where) if dates_agree(first.when, encounter.when) else None

    def _in_town(self, where: Where, encounter: Encounter) -> Where:
        """The dateline's city for a country that the dateline is in, where the encounter is its news."""
        home = self._home(encounter)
        near = home and home.country == where.country and not where.city
        held = encounter.status is Status.HELD and self.story.news(encounter)
        return home if home and near and held else where

    def _opened(self, encounter: Encounter) -> Where | None:
        """Where a sentence shortly before says that its story is: "In Stockholm, Britain pressed Russia"."""
        at = encounter.trigger[0]
        before = [s for s in self.openings if s.start < at]
        sites = [s for s in before if self.story.sentences.away(s.start, at) <= NEAR]
        same = [s for s in sites if self._passage(s.start) == self._passage(at)]
        return bare(same[-1].where) if same and self.story.news(encounter) else None

    def _passage(self, i: int) -> int:
        return bisect_right(self.doc._.passages, i)

    def _at_home(self, encounter: Encounter) -> Where | None:
        """Talks of the dateline's own officials, told as news, take place there."""
        home = self._home(encounter)
        told = encounter.kind is Kind.TALKS and self.story.news(encounter)
        return home if home and told and home.country in actors(encounter) else None

    def _hosted(self, encounter: Encounter) -> Where | None:
        """The country of him who receives, or of him whom the visitor meets."""
        if encounter.kind is not Kind.TALKS:
            return None
        guests = [p for p in encounter.parties if self._came(p)]
        hosts = [p for p in encounter.parties if p.side is Side.HOST]
        hosts = hosts or ([p for p in encounter.parties if p not in guests] if guests else [])
        countries = {p.actor.country for p in hosts if p.actor}
        country = countries.pop() if len(countries) == 1 else None
        return self._in_town(Where(country=country), encounter) if country else None

    def _came(self, party: Party) -> bool:
        """Whether a party is told to have come: "the visiting Chinese premier"."""
        if party.side is Side.GUEST or party.mention is None:
            return party.side is Side.GUEST
        mention = self.doc._.mentions[party.mention]
        near = self.doc[max(mention.start - 1, 0) : mention.end]
        return any(t.lower_ in words("deeds", "visitor") for t in near)
