"""What encounters lend one another: day and place of a visit, of the sentence before, of the scene."""

from collections.abc import Iterable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Encounter
from pipeline.extract.lending import Lending
from pipeline.extract.only_town import OnlyTown
from pipeline.extract.scene import Scene, earlier, people
from pipeline.extract.story import Story, guests
from pipeline.extract.tellings import apart, dates_agree
from pipeline.extract.whereabouts import bare
from schemas.meeting import Kind


def _told(doc: Doc, found: Iterable[Encounter]) -> list[Encounter]:
    """Every encounter with what the others tell of it."""
    story = Story(doc, tuple(found))
    lending, only_town = Lending(story), OnlyTown(story)
    story.found = [_seen(e, story) for e in story.found]
    story.visits = [e for e in story.found if e.kind is Kind.VISIT]
    _date(story)
    story.found = [lending.placed(e, lending.own) for e in story.found]
    for number, encounter in enumerate(story.found):  # each sees what those before it were lent
        story.found[number] = lending.placed(encounter, lending.scene)
    return [only_town.placed(e) for e in story.found]


def _seen(visit: Encounter, story: Story) -> Encounter:
    """A visit to a country goes to the city where the guest is told to have talks there."""
    if visit.kind is not Kind.VISIT or visit.where.city or not visit.where.country:
        return visit
    there = [e for e in story.found if e.where.city and e.where.country == visit.where.country]
    talks = [e for e in there if e.kind is Kind.TALKS and guests(visit) & people(e)]
    cities = {e.where.city: e.where for e in talks if dates_agree(visit.when, e.when)}
    if len(cities) != 1:
        return visit
    return replace(visit, where=replace(bare(next(iter(cities.values()))), span=visit.where.span))


def _date(story: Story) -> None:
    """Give the encounters of a story the days that others lend them, in the order of the text."""
    scene = Scene(story.doc, story.sentences)
    for number in sorted(range(len(story.found)), key=lambda n: story.found[n].trigger):
        story.found[number] = _dated(story.found[number], story, scene)


def _dated(encounter: Encounter, story: Story, scene: Scene) -> Encounter:
    """With the day of the visit during which it was, else of the scene."""
    if encounter.when.start or earlier(story.doc, encounter):
        return encounter
    visit = story.during(encounter)
    if visit and visit.when.start and apart(encounter):  # who is met at the airport is met on arrival
        return replace(encounter, when=replace(visit.when, end=None, span=None))
    if visit and visit.when.start and visit.status is encounter.status:
        return replace(encounter, when=replace(visit.when, span=None))
    day = scene.day(encounter, story.found)
    return replace(encounter, when=replace(day, span=None)) if day else encounter


@Language.component("readout_circumstances", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def circumstances(doc: Doc) -> Doc:
    """Date and place `doc._.encounters` by one another."""
    doc._.encounters = tuple(_told(doc, doc._.encounters))
    return doc
