"""What becomes of talks when the journey to them does not happen: called off, put off or refused with it."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.frames import Encounter
from pipeline.extract.tellings import dates_agree
from schemas.meeting import Kind, Side, Status

_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})
_OPEN = frozenset({Status.PLANNED, Status.PROPOSED})


def fated(found: Sequence[Encounter]) -> list[Encounter]:
    """The encounters, talks on a journey that was called off or put off being so too."""
    off = [e for e in found if e.kind is Kind.VISIT and e.status in _OFF]
    return [next((replace(e, status=v.status) for v in off if _on(v, e)), e) for e in found]


def _on(visit: Encounter, talks: Encounter) -> bool:
    """Whether talks that have not been held yet are of the guest with somebody of the country visited."""
    guests = {p.person for p in visit.parties if p.side is Side.GUEST and p.person is not None}
    people = {p.person for p in talks.parties}
    hosts = {p.actor.country for p in talks.parties if p.actor and p.person not in guests}
    due = talks.kind is Kind.TALKS and talks.status in _OPEN and not talks.features & {"again"}
    return (
        due and bool(guests & people) and visit.where.country in hosts and dates_agree(visit.when, talks.when)
    )
