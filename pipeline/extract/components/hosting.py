"""Who is host to a visit: he whom the guest meets in the country that it goes to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Encounter, Party
from pipeline.extract.rows import words
from pipeline.extract.tellings import dates_agree
from schemas.meeting import Kind, Side, Status

_NEAR = 80  # tokens between a dated visit and talks of no date that are part of it
_OFF = frozenset({Status.CANCELLED, Status.REFUSED})


def _met(visit: Encounter, talks: Sequence[Encounter]) -> Iterator[Party]:
    """Those of the visited country whom a guest has talks with during the visit."""
    guests = {p.person for p in visit.parties if p.person is not None}
    for other in talks:
        there = other.where.country in {None, visit.where.country}
        during = there and other.status is visit.status and _together(visit, other)
        if other.kind is Kind.TALKS and during and guests & {p.person for p in other.parties}:
            local = [
                p for p in other.parties if p.name and p.actor and p.actor.country == visit.where.country
            ]
            yield from local[:1]  # who is named first receives the guest; others attend


def _deputy(party: Party) -> bool:
    """Whether somebody is of no rank to be host to others than deputies."""
    return bool(set((party.role or "").lower().replace("-", " ").split()) & words("groups", "deputy"))


def _together(visit: Encounter, other: Encounter) -> bool:
    """Whether talks may be part of a visit by their dates; without a date they must be told near it."""
    near = abs(visit.trigger[0] - other.trigger[0]) < _NEAR
    return dates_agree(visit.when, other.when) and (
        near or visit.when.start is None or bool(other.when.start)
    )


def _hosted(visit: Encounter, talks: Sequence[Encounter]) -> Encounter:
    """The visit with its host: the guest's peer, or the only one met."""
    if (
        visit.kind is not Kind.VISIT
        or visit.status in _OFF
        or any(p.side is Side.HOST for p in visit.parties)
    ):
        return visit
    hosts = list(dict.fromkeys(_met(visit, talks)))
    roles = {p.role for p in visit.parties if p.side is Side.GUEST}
    deputies = any(_deputy(p) for p in visit.parties)
    alone = [p for p in hosts if len(hosts) == 1 and (deputies or not _deputy(p))]
    peers = [p for p in hosts if p.role in roles] or alone
    return replace(visit, parties=(*visit.parties, replace(peers[0], side=Side.HOST))) if peers else visit


@Language.component("readout_hosting", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def hosting(doc: Doc) -> Doc:
    """Add to the visits among `doc._.encounters` the hosts that talks tell."""
    found = doc._.encounters
    doc._.encounters = tuple(_hosted(e, found) for e in found)
    return doc
