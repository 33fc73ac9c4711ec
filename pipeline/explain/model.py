"""An explanation: an article, its records, their reasons, and the words that belong to each field.

Nothing of spaCy is in it, so that it outlives the Doc that it was made from.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from schemas.article import Article
from schemas.meeting import Meeting

Part = Literal["title", "text"]


class Field(StrEnum):
    """What a stretch of text says about a record. The value is the word that people read."""

    TRIGGER = "encounter"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    TOPIC = "topic"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an article's `part`, in Unicode code points, that the item named `key` rests on."""

    part: Part
    start: int
    end: int
    field: Field
    key: str
    record: int  # number of the record, from 1


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of an item: what it is the ground of, whence it comes, and the case made.

    `origin` is one of article, model, table, dateline, context, rule, weights, record.
    """

    of: str
    origin: str
    told: str


@dataclass(frozen=True, slots=True)
class Item:
    """One field of a record: its value in words, and its reasons. `key` is unique within the article."""

    key: str
    field: Field
    value: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A meeting with its number in the article, from 1, and its items."""

    number: int
    meeting: Meeting
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One article explained. `passed_over` are words that may tell of a meeting and here made no record."""

    article: Article
    records: tuple[Record, ...]
    marks: tuple[Mark, ...]
    passed_over: tuple[str, ...] = ()
