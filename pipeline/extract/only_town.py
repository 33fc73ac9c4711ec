"""In the only town of its country: where an article tells of one, and of an encounter without a city."""

from dataclasses import replace

from pipeline.extract.capitals import capital
from pipeline.extract.frames import Encounter, Where
from pipeline.extract.story import Story, guests
from pipeline.extract.tellings import actors
from pipeline.extract.whereabouts import bare, towns
from schemas.meeting import Kind, Status


class OnlyTown:
    """Places encounters by the towns that the article tells as places."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.doc = story.doc
        self.towns = towns(story.doc)

    def placed(self, encounter: Encounter) -> Encounter:
        """In the only town of its country told as a place, if that is told in the same sentence, or of a tour."""
        where = encounter.where
        if encounter.kind is Kind.CALL or where.city or where.venue:
            return encounter
        country = where.country or self._only_home(encounter)
        told = list(self.towns.get(country, {}).values()) if country else []
        if len(told) != 1 or not self._tells_of(told[0], encounter):
            return encounter
        return replace(encounter, where=replace(bare(told[0]), span=where.span))

    def _tells_of(self, town: Where, encounter: Encounter) -> bool:
        beside = self._told_beside(town, encounter) and self.story.news(encounter)
        return beside or self._toured(encounter, town)

    def _toured(self, visit: Encounter, town: Where) -> bool:
        """Whether a sentence about a tour's guest tells of the town: "Silva will be in Maputo from the 16th"."""
        planned = visit.kind is Kind.VISIT and visit.status is Status.PLANNED
        if not planned or not town.span:
            return False
        sentence = self.doc[town.span[0]].sent
        people = {m.person for m in self.doc._.mentions if sentence.start <= m.start < sentence.end}
        return bool(guests(visit) & people)

    def _told_beside(self, town: Where, encounter: Encounter) -> bool:
        """Whether the town is told in the encounter's sentence, or is the capital where something was held."""
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
