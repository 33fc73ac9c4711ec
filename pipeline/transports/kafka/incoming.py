"""Stored records in our words, and what stands in for one that cannot be read."""

from datetime import UTC, datetime
from typing import Any

from pipeline.records import Delivery, Position
from pipeline.transports.kafka.faults import told, unreadable


def delivered(record: Any) -> Delivery:
    """A record as the client hands it over."""
    return Delivery(
        position=Position(record.topic, record.partition, record.offset),
        payload=record.value,
        key=record.key,
        headers=tuple((name, value or b"") for name, value in record.headers),
        timestamp=time_of(record.timestamp),
    )


def time_of(since_epoch: int) -> datetime | None:
    """The time of a record, from milliseconds; None where none is known, or the year is absurd."""
    try:
        return datetime.fromtimestamp(since_epoch / 1000, UTC) if since_epoch >= 0 else None
    except (OverflowError, ValueError, OSError):
        return None


def passed_over(consumer: Any, error: Exception, timeout_ms: int) -> Delivery | None:
    """A stand-in for the record that made `poll` raise `error`, which the client would never get past.

    None when the error does not lie in a record of a partition that is ours.
    """
    # The client does not say where it failed, in any other way, as of 3.0.
    part = consumer._fetcher._next_partition_records  # noqa: SLF001
    if part is None or not unreadable(error) or part.topic_partition not in consumer.assignment():
        return None
    here = part.topic_partition
    offset = consumer.position(here, timeout_ms=timeout_ms)
    consumer.seek(here, offset + 1)
    return Delivery(Position(here.topic, here.partition, offset), payload=None, fault=told(error))
