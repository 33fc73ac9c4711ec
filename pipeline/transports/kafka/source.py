"""Reads topics as a member of a consumer group. Offsets move only with what was published."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition, errors
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor

from pipeline.records import Delivery, Progress
from pipeline.transports.kafka.clients import connected
from pipeline.transports.kafka.faults import fate, told, translated
from pipeline.transports.kafka.incoming import delivered, passed_over
from pipeline.transports.kafka.members import Changes, Membership
from pipeline.transports.kafka.offsets import committable
from pipeline.transports.kafka.settings import Connection, Subscription, milliseconds
from pipeline.watchdog import bounded

Partition = tuple[str, int]

STATE_SECONDS: Final = 1.0
"""How old the answer of `KafkaSource.state` may be: lag is for people, and asking costs time."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """How the source is doing, for metrics and health. `polled_at` is None before the first poll ended.

    `lag` counts the messages that are known to be there and were not handed out yet; a partition of which
    nothing is known is left out.
    """

    assigned: frozenset[Partition] = frozenset()
    lag: Mapping[Partition, int] = field(default_factory=dict)
    polled_at: datetime | None = None
    changes: Changes = field(default_factory=Changes)


class KafkaSource:
    """A source over Kafka topics. One per thread: the client is not thread-safe; `state` is.

    Payloads are raw bytes. A deserialiser that raised inside the client would spin its next poll for ever.
    """

    def __init__(self, connection: Connection, subscription: Subscription) -> None:
        self._bounds = connection.bounds
        self._membership = Membership()
        self._state = SourceState()
        self._refreshed = 0.0
        self._group: Any = None
        self._again: dict[Partition, int | None] = {}
        self._start = subscription.start
        with bounded("joining", self._bounds.bootstrap + self._bounds.poll), translated("connecting"):
            self._consumer: Any = connected(KafkaConsumer, **connection.options(), **_options(subscription))
            self._consumer.subscribe(
                topics=() if subscription.pattern else list(subscription.topics),
                pattern=subscription.pattern,
                listener=self._membership,
            )

    @property
    def exhausted(self) -> bool:
        """A topic never ends."""
        return False

    def state(self) -> SourceState:
        """The latest snapshot; any thread may ask."""
        return self._state

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """Up to `limit` deliveries of any partitions, in order within each.

        Raises:
            Interrupted: the cluster did not answer as it should.
            Halt: it will not have us.
        """
        with bounded("polling", timeout + self._bounds.poll), translated("polling"):
            self._return()
            deliveries = self._fetch(limit, timeout)
            self._observe()
        return deliveries

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """The offsets after `deliveries`, and our membership as it was when they were polled."""
        offsets: dict[Partition, int] = {}
        for position in (delivery.position for delivery in deliveries):
            partition = (position.stream, position.partition)
            offsets[partition] = max(offsets.get(partition, 0), position.offset + 1)
        return Progress(offsets, self._group)

    def acknowledge(self, progress: Progress) -> None:
        """Commit the offsets of `progress`.

        Raises:
            Interrupted: the partitions are no longer ours, or the cluster did not answer.
        """
        with bounded("committing", self._bounds.commit), translated("committing"):
            self._consumer.commit(committable(progress), timeout_ms=milliseconds(self._bounds.request))

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Have the next poll begin where the group's offsets stand."""
        for position in (delivery.position for delivery in deliveries):
            partition = (position.stream, position.partition)
            known = self._again.get(partition)
            self._again[partition] = position.offset if known is None else min(known, position.offset)

    def close(self) -> None:
        """Leave the group, so that its other members take over at once; if that fails, they notice anyway."""
        with bounded("leaving", self._bounds.close + self._bounds.request), suppress(errors.KafkaError):
            self._consumer.close(autocommit=False, timeout_ms=milliseconds(self._bounds.close))

    def _return(self) -> None:
        """Go back, after a batch failed, to what is committed.

        Not to where the batch began: its commit may have come through although its answer did not. The broker
        holds its answer back while a transaction on these offsets is undecided.
        """
        for partition, first in list(self._again.items()):
            here = TopicPartition(*partition)
            if here in self._consumer.assignment():
                self._seek(here, first)
            del self._again[partition]

    def _seek(self, here: Any, first: int | None) -> None:
        committed = self._consumer.committed(here, timeout_ms=milliseconds(self._bounds.request))
        if committed is not None:
            self._consumer.seek(here, committed)
        elif first is not None:
            self._consumer.seek(here, first)
        elif self._start == "earliest":
            self._consumer.seek_to_beginning(here)

    def _fetch(self, limit: int, timeout: float) -> list[Delivery]:
        try:
            batches = self._consumer.poll(timeout_ms=milliseconds(timeout), max_records=limit)
        except Exception as error:  # noqa: BLE001  decompressing a damaged batch may raise anything
            return self._claimed([self._passed_over(error)])
        self._group = self._consumer.group_metadata()
        deliveries = [delivered(record) for records in batches.values() for record in records]
        return self._claimed(deliveries)

    def _claimed(self, deliveries: list[Delivery]) -> list[Delivery]:
        """What was polled while the group gave us up is not ours, and its commit would not be fenced."""
        if deliveries and self._group.generation_id < 0:
            self.rewind(deliveries)
            return []
        return deliveries

    def _passed_over(self, error: Exception) -> Delivery:
        """A stand-in for the record that the client cannot read, which it would otherwise never get past."""
        found = passed_over(self._consumer, error, milliseconds(self._bounds.request))
        if found is None:
            self._distrust()
            raise fate(error)(f"polling: {told(error)}") from error
        self._group = self._consumer.group_metadata()
        return found

    def _distrust(self) -> None:
        """The client may have moved past records that it did not hand over: go by what is committed."""
        for here in self._consumer.assignment():
            self._again.setdefault((here.topic, here.partition), None)

    def _observe(self) -> None:
        now = datetime.now(UTC)
        if time.monotonic() - self._refreshed < STATE_SECONDS:
            self._state = SourceState(self._state.assigned, self._state.lag, now, self._membership.changes)
            return
        self._refreshed = time.monotonic()
        mine = frozenset((here.topic, here.partition) for here in self._consumer.assignment())
        self._state = SourceState(mine, self._lag(mine), now, self._membership.changes)

    def _lag(self, partitions: Iterable[Partition]) -> dict[Partition, int]:
        lags = {partition: self._behind(TopicPartition(*partition)) for partition in partitions}
        return {partition: lag for partition, lag in lags.items() if lag is not None}

    def _behind(self, here: Any) -> int | None:
        try:
            end = self._consumer.highwater(here)
            at = self._consumer.position(here, timeout_ms=0) if end is not None else None
        except errors.KafkaError:
            # Nothing may be raised between a poll and its delivery: the position has moved on already.
            return None
        return max(0, end - at) if at is not None else None


def _options(subscription: Subscription) -> dict[str, Any]:
    return {
        "group_id": subscription.group,
        "group_instance_id": subscription.instance,
        "partition_assignment_strategy": [CooperativeStickyAssignor],
        "isolation_level": "read_committed",
        "auto_offset_reset": subscription.start,
        "enable_auto_commit": False,
        "allow_auto_create_topics": False,
        "session_timeout_ms": milliseconds(subscription.session_seconds),
        "heartbeat_interval_ms": milliseconds(subscription.session_seconds / 15),
        "max_poll_interval_ms": milliseconds(subscription.max_poll_seconds),
        "fetch_max_bytes": subscription.fetch_bytes,
        "max_partition_fetch_bytes": subscription.partition_fetch_bytes,
    }
