"""Where a summit lends its place: to who goes there, to talks "at" it, to talks on its sidelines."""

from pipeline.extract.frames import Encounter, Where
from pipeline.extract.rows import words
from pipeline.extract.story import ELSEWHEN, Story
from schemas.meeting import Kind

_PHRASE = 10  # tokens in which "at" leads to the noun of a summit
_AT = frozenset({"at", "during"})


def attended(story: Story, summit: Encounter) -> Where | None:
    """Where somebody goes to attend a summit: "will travel to Lima for the conference on trade"."""
    if summit.kind is not Kind.SUMMIT:
        return None
    return next((v.where for v in story.visits if v.where.country and story.journeyed(v, summit)), None)


def at_summit(story: Story, encounter: Encounter) -> Where | None:
    """Where the summit is at which people are told to meet: "hopes to see Xi at the G20 summit in Rome"."""
    if encounter.kind is not Kind.TALKS:
        return None
    told = (e for e in story.found if e.kind is Kind.SUMMIT and e.sentence == encounter.sentence)
    placed = (e for e in told if e.where.country)
    return next((e.where for e in placed if _leads_to(story, encounter.trigger[0], e.trigger[0])), None)


def _leads_to(story: Story, talks: int, summit: int) -> bool:
    """Whether what stands between the two is "at", or its like, and no other time."""
    between = [t.lower_ for t in story.doc[max(talks + 1, summit - _PHRASE) : summit]]
    marks = [word for word in between if word in _AT | words("deeds", "beside") | ELSEWHEN]
    return bool(marks) and marks[-1] not in ELSEWHEN


def beside(story: Story, encounter: Encounter) -> Where | None:
    """On the sidelines of a summit, people meet where it does."""
    sentence = story.doc[encounter.sentence[0] : encounter.sentence[1]]
    if not any(t.lower_ in words("deeds", "beside") for t in sentence):
        return None
    return next((e.where for e in story.found if e.kind is Kind.SUMMIT and e.where.country), None)
