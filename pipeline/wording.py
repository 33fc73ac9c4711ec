"""The values of a record in words for people: who, when and where."""

from typing import Final

from schemas.meeting import DatePrecision, MeetingDate, Participant, Place

UNKNOWN: Final = "-"
"""Stands where nothing is known."""


def who(participant: Participant) -> str:
    """`Name, Office (CCC)`, with `host` or what else the participant's side is."""
    named = ", ".join(part for part in (participant.name, participant.role) if part)
    actor = participant.country or participant.organization
    told = ", ".join(part for part in (actor, participant.side) if part)
    return " ".join(part for part in (named, f"({told})" if told else "") if part)


def when(date: MeetingDate) -> str:
    """A day, `week of` a day, a month, a year, or `first to last`."""
    if date.start is None:
        return UNKNOWN
    day = date.start.isoformat()
    told = {
        DatePrecision.WEEK: f"week of {day}",
        DatePrecision.MONTH: day[:7],
        DatePrecision.YEAR: day[:4],
    }.get(date.precision, day)
    return f"{told} to {date.end}" if date.end and date.precision is DatePrecision.DAY else told


def where(place: Place) -> str:
    """`Venue, City, CCC`, as far as known."""
    return ", ".join(part for part in (place.venue, place.city, place.country) if part) or UNKNOWN
