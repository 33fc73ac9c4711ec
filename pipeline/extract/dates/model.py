"""The types of the date rooms: what was read, and the days it stands for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

Precision = Literal["day", "week", "month", "year"]


class Direction(StrEnum):
    """Where the clause looks in time, as its tense tells."""

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both included, and the unit in which the text counts."""

    start: date
    end: date
    precision: Precision


class Meaning(Protocol):
    """What an expression says, before it is known when it was written."""

    def interval(self, anchor: date | None, direction: Direction) -> Interval | None:
        """Return the days meant by somebody writing on `anchor`; None when they cannot be told."""


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as the text words it; `start` and `end` are character offsets into that text."""

    start: int
    end: int
    text: str
    meaning: Meaning
    lead: str = ""  # a preposition before it that makes it a bound: since, until, by, before, after


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """Days of the calendar; `end` is None for a single day, `text` the words it was read from."""

    start: date
    end: date | None
    precision: Precision
    text: str
