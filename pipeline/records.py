"""What travels along the line. Frozen values; nothing is mutated on the way.

bytes → Delivery → Article → (Doc → Frame) → Meeting → Dispatch → bytes
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schemas.article import Article
from schemas.deadletter import Reason, SkipReason
from schemas.meeting import Meeting

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a delivery came from: topic, partition and offset; or path, 0 and record number from 0."""

    stream: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.stream}[{self.partition}]@{self.offset}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the source handed it over. `payload` is None for a tombstone.

    `fault` says why the source could not hand it over whole, as when a checksum fails; it is refused as
    `Reason.CORRUPT`, and what could be saved of it is in `payload`.
    """

    position: Position
    payload: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    timestamp: datetime | None = None
    fault: str | None = None


class Note(StrEnum):
    """Something odd about an article that was kept all the same."""

    DATE_UNKNOWN = "date_unknown"


@dataclass(frozen=True, slots=True)
class Intaken:
    """What intake made of a payload: an article to read, and what was odd about it."""

    article: Article
    notes: frozenset[Note] = frozenset()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article was read; it tells of zero or more meetings."""

    article: Article
    meetings: tuple[Meeting, ...]
    notes: frozenset[Note] = frozenset()


@dataclass(frozen=True, slots=True)
class Skipped:
    """The message was passed over on purpose."""

    reason: SkipReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The message was refused and becomes a dead letter."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The message was passed on as it came, and not read."""


Outcome = Extracted | Skipped | Rejected | Forwarded


@dataclass(frozen=True, slots=True)
class Result:
    """A delivery and its one outcome."""

    delivery: Delivery
    outcome: Outcome


class Channel(StrEnum):
    """Where a dispatch goes; a sink maps it to a topic or a file."""

    MEETINGS = "meetings"
    DEAD_LETTERS = "dead_letters"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One outgoing record. `origin` is the delivery that it was made from.

    `value` is None for a tombstone. What has one `place` goes into one partition, in order; None leaves that to
    the key.
    """

    channel: Channel
    key: bytes | None
    value: bytes | None
    headers: Headers
    origin: Position
    place: bytes | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a source has been consumed: next offset by (stream, partition).

    `group` is what a transactional sink needs to commit the offsets on the source's behalf; opaque to others.
    `note` is kept with the offsets by a sink that keeps them.
    """

    offsets: Mapping[tuple[str, int], int]
    group: object | None = field(default=None, compare=False)
    note: str = field(default="", compare=False)
