"""What one encounter tells of another: talks of a visitor take place where the visit goes, and so on."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Encounter, Party, Where
from pipeline.extract.tellings import actors, apart, dates_agree
from schemas.meeting import Kind, Side, Status

_ENDED = (Status.CANCELLED, Status.POSTPONED, Status.REFUSED)
_FRESH = 7  # days around publication within which talks are the news told


def _on_arrival(encounter: Encounter, visits: Sequence[Encounter]) -> Encounter:
    """Who is met at the airport is met on the day of arrival."""
    if not apart(encounter) or encounter.when.start is not None:
        return encounter
    for visit in visits:
        if visit.when.start and {p.person for p in visit.parties if p.side is Side.GUEST} & {
            p.person for p in encounter.parties
        }:
            return replace(encounter, when=replace(visit.when, end=None, span=None))
    return encounter


def _located(encounter: Encounter, visits: Sequence[Encounter]) -> Encounter:
    """Talks of a visitor with the visited take place where the visit goes, when nothing else is said."""
    if encounter.kind is not Kind.TALKS or encounter.where.country or encounter.status in _ENDED:
        return encounter
    for visit in visits:
        guests = {p.person for p in visit.parties if p.side is Side.GUEST and p.person is not None}
        local = any(p.actor and p.actor.country == visit.where.country for p in encounter.parties)
        if (
            local
            and guests & {p.person for p in encounter.parties}
            and dates_agree(visit.when, encounter.when)
        ):
            when = (
                visit.when
                if encounter.when.start is None and encounter.status is visit.status
                else encounter.when
            )
            return replace(
                encounter,
                where=replace(visit.where, venue=encounter.where.venue),
                when=replace(when, span=None) if when is visit.when else when,
            )
    return encounter


def _hosted(visit: Encounter, talks: Sequence[Encounter]) -> Encounter:
    """A visit with the host whom the guest meets in that country, when one is told."""
    if visit.kind is not Kind.VISIT or any(p.side is Side.HOST for p in visit.parties):
        return visit
    guests = {p.person for p in visit.parties if p.person is not None}
    hosts: list[Party] = []
    for other in talks:
        if other.kind is not Kind.TALKS or not dates_agree(visit.when, other.when):
            continue
        if not guests & {p.person for p in other.parties} or other.where.country not in {
            None,
            visit.where.country,
        }:
            continue
        hosts += [
            p
            for p in other.parties
            if p.name and p.actor and p.actor.country == visit.where.country and p not in hosts
        ]
    roles = {p.role for p in visit.parties if p.side is Side.GUEST}
    peers = [p for p in hosts if p.role in roles] or (hosts if len(hosts) == 1 else [])
    return replace(visit, parties=(*visit.parties, replace(peers[0], side=Side.HOST))) if peers else visit


def _at_home(doc: Doc, encounter: Encounter) -> Encounter:
    """Talks of the dateline's own officials, told as news, take place there when nothing else is said."""
    home: Where | None = doc._.dateline
    fresh = (
        encounter.when.start is None
        or doc._.published is None
        or abs((encounter.when.start - doc._.published).days) <= _FRESH
    )
    told = (
        encounter.kind is Kind.TALKS
        and encounter.status in {Status.HELD, Status.PLANNED}
        and not encounter.where.country
    )
    if home is None or not told or not fresh or "background" in encounter.features:
        return encounter
    if home.country not in actors(encounter):
        return encounter
    return replace(encounter, where=replace(home, venue=encounter.where.venue))


@Language.component("readout_inheritance", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def inheritance(doc: Doc) -> Doc:
    """Complete the places, days and hosts of `doc._.encounters` from one another."""
    found = doc._.encounters
    visits = [e for e in found if e.kind is Kind.VISIT]
    found = [_located(_on_arrival(e, visits), visits) for e in found]
    found = [_hosted(e, found) for e in found]
    doc._.encounters = tuple(_at_home(doc, e) for e in found)
    return doc
