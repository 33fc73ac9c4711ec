"""A stretch of a topic as a source that ends: for replays, for dead letters, for looking at what is there.

Partitions are read one after the other, so that the same stretch comes in the same order every time. Nobody
joins a group: whoever reads keeps account of how far.
"""

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from kafka import KafkaConsumer, TopicPartition, errors

from pipeline.errors import ConfigurationError, Halt
from pipeline.records import Delivery
from pipeline.transports.ahead import ReadAhead, Through, as_they_come
from pipeline.transports.kafka.clients import connected
from pipeline.transports.kafka.faults import told, translated
from pipeline.transports.kafka.incoming import delivered, passed_over
from pipeline.transports.kafka.settings import Connection, milliseconds
from pipeline.watchdog import bounded

Bound = datetime | int | Literal["earliest", "now"]
"""Where a stretch begins or ends: the first message of that time or later; an offset; or one of the ends."""

_BATCH: Final = 64
_WAIT_MS: Final = 500


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of a topic, by partition: the first offset of it, and the one before which it ends."""

    begin: Mapping[int, int]
    end: Mapping[int, int]

    def after(self, place: tuple[int, int] | None) -> "Extent":
        """What is left behind a place, told as partition and next offset."""
        if place is None:
            return self
        partition, offset = place
        left = {each: begin for each, begin in self.begin.items() if each >= partition}
        return Extent({**left, partition: offset}, {each: self.end[each] for each in left})

    @property
    def size(self) -> int:
        """How many offsets it spans; at least as many as there are messages."""
        return sum(max(0, end - self.begin[each]) for each, end in self.end.items())


class TopicSource(ReadAhead):
    """Reads what `extent` spans of a topic, committed records only. Its amounts are offsets.

    Raises:
        ConfigurationError: there is no such topic.
        Interrupted, Halt: the cluster cannot be reached, or will not have us.
    """

    noun = "partitions"

    @property
    def partitions(self) -> Collection[int]:
        """Of which partitions there is something to read."""
        return self._extent.end.keys()

    def __init__(
        self, connection: Connection, topic: str, extent: Extent, through: Through = as_they_come
    ) -> None:
        spans = {each: max(0, end - extent.begin[each]) for each, end in sorted(extent.end.items())}
        super().__init__([f"{topic}[{each}]" for each in spans], list(spans.values()), through)
        self._connection = connection
        self._topic = topic
        self._extent = extent
        self._ended = not extent.size

    def _all(self) -> Iterator[Delivery]:
        """Every message between the bounds; the consumer lives and dies on the thread that reads."""
        consumer = _consumer(self._connection)
        try:
            for number, (partition, end) in enumerate(sorted(self._extent.end.items())):
                before = self._at[1]
                for found in self._partition(consumer, partition, end):
                    passed = found.position.offset + 1 - self._extent.begin[partition]
                    self._at = (number, before + passed)
                    yield found
                self._at = (number, before + max(0, end - self._extent.begin[partition]))
        finally:
            consumer.close(autocommit=False)

    def _partition(self, consumer: Any, partition: int, end: int) -> Iterator[Delivery]:
        here = TopicPartition(self._topic, partition)
        at = self._extent.begin[partition]
        if at >= end:
            return
        consumer.assign([here])
        consumer.seek(here, at)
        moved = time.monotonic()
        while at < end and not self._closed.is_set():
            yield from (each for each in self._polled(consumer) if each.position.offset < end)
            # Markers of transactions and records that were compacted away take offsets, and are not handed out.
            before, at = at, consumer.position(here, timeout_ms=milliseconds(self._connection.bounds.request))
            moved = time.monotonic() if at > before else moved
            if time.monotonic() - moved > self._connection.bounds.recovery:
                raise Halt(f"nothing came of {self._topic}[{partition}]@{at}, which should be there")

    def _polled(self, consumer: Any) -> list[Delivery]:
        try:
            with bounded("polling", self._connection.bounds.poll):
                batches = consumer.poll(timeout_ms=_WAIT_MS, max_records=_BATCH)
        except errors.OffsetOutOfRangeError as error:
            told_so = (
                f"the topic no longer holds where to read on, and what was deleted is lost: {told(error)}"
            )
            raise Halt(told_so) from error
        except Exception as error:  # decompressing a damaged batch may raise anything
            found = passed_over(consumer, error, milliseconds(self._connection.bounds.request))
            if found is None:
                raise
            return [found]
        return [delivered(record) for records in batches.values() for record in records]


def measured(connection: Connection, topic: str, start: Bound = "earliest", until: Bound = "now") -> Extent:
    """What lies between two bounds now; the end is never behind that of the committed records there are.

    Raises:
        ConfigurationError: there is no such topic.
        Interrupted, Halt: the cluster cannot be reached, or will not have us.
    """
    bounds = connection.bounds
    with bounded("measuring a topic", bounds.bootstrap + 4 * bounds.request), translated("measuring a topic"):
        consumer = _consumer(connection)
        try:
            partitions = consumer.partitions_for_topic(topic)
            if not partitions:
                raise ConfigurationError(f"{topic}: there is no such topic")
            here = [TopicPartition(topic, each) for each in sorted(partitions)]
            first, last = consumer.beginning_offsets(here), consumer.end_offsets(here)
            begin, end = _offsets(consumer, start, first, last), _offsets(consumer, until, first, last)
        finally:
            consumer.close(autocommit=False)
    return Extent(begin, {each: max(begin[each], offset) for each, offset in end.items()})


def _offsets(
    consumer: Any, bound: Bound, first: Mapping[Any, int], last: Mapping[Any, int]
) -> dict[int, int]:
    if isinstance(bound, datetime):
        times = {here: milliseconds(bound.timestamp()) for here in first}
        found = {here: last[here] if at is None else at.offset for here, at in _at(consumer, times).items()}
    else:
        chosen = {"earliest": first, "now": last}
        found = dict(chosen[bound]) if isinstance(bound, str) else dict.fromkeys(first, bound)
    return {here.partition: min(max(found[here], first[here]), last[here]) for here in first}


def _at(consumer: Any, times: dict[Any, int]) -> dict[Any, Any]:
    found: dict[Any, Any] = consumer.offsets_for_times(dict(times))
    return {here: found.get(here) for here in times}


def _consumer(connection: Connection) -> Any:
    return connected(
        KafkaConsumer,
        **connection.options(),
        isolation_level="read_committed",
        auto_offset_reset="none",
        enable_auto_commit=False,
        allow_auto_create_topics=False,
    )
