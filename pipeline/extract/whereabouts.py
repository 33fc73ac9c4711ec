"""Where an article plays: the places that open its sentences and paragraphs, its towns, its first encounter."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.atlas import Atlas, Site, where_of
from pipeline.extract.frames import Encounter, Where
from pipeline.extract.scene import fresh
from schemas.meeting import Kind, Status

TOLD = frozenset({Status.HELD, Status.PLANNED})
OPENING = 6  # sentences, headline included, with which an article opens
_FRONT = 4  # tokens from the start of a sentence at which "In Zagreb," still opens it
_DASHES = frozenset({"-", "--", "\u2013", "\u2014", ":"})


def bare(where: Where) -> Where:
    """The place without its venue and its words."""
    return replace(where, venue=None, span=None)


def openings(doc: Doc) -> Iterator[Site]:
    """The cities that open a sentence: "In Stockholm, ..."."""
    starts = {s.start for s in doc.sents}
    for site in Atlas(doc).sites:
        fronted = any(site.start - k in starts for k in range(1, _FRONT + 1))
        if site.where.city and fronted and site.end < len(doc) and doc[site.end].text == ",":
            yield site
    yield from _inner_datelines(doc)


def _inner_datelines(doc: Doc) -> Iterator[Site]:
    """The cities that open a paragraph like a dateline, on pages of several stories: "BEIRUT - The envoy"."""
    starts = set(doc._.passages)
    for place in doc._.actors:
        dashed = place.end < len(doc) and doc[place.end].text in _DASHES
        if place.city and place.start in starts and dashed:
            yield Site(place.start, place.end, where_of(place))


def towns(doc: Doc) -> dict[str, dict[str, Where]]:
    """Country → the towns in it that are told as places, by name."""
    found: dict[str, dict[str, Where]] = {}
    for site in Atlas(doc).sites:
        if site.where.city and site.where.country:
            found.setdefault(site.where.country, {}).setdefault(site.where.city, site.where)
    return found


def lead(doc: Doc, found: Sequence[Encounter]) -> Encounter | None:
    """The encounter with a place that the article opens with."""
    opening = [s.end for s in doc.sents][:OPENING]
    talks = [e for e in found if e.kind is not Kind.VISIT and e.where.city]
    first = [e for e in talks if opening and e.sentence[1] <= opening[-1]]
    news = [e for e in first if "background" not in e.features and e.status in TOLD and fresh(doc, e.when)]
    return min(news, key=lambda e: e.trigger, default=None)
