"""A plain consumer at the far end, which knows nothing of ours, and a plain producer at the near one."""

import time
from collections.abc import Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition


def records(bootstrap: str, topic: str, count: int, seconds: float = 30.0) -> list[Any]:
    """All committed records of `topic`, of which there must be `count` at least, up to its end."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    try:
        consumer.assign([TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)])
        return _read(consumer, count, time.monotonic() + seconds)
    finally:
        consumer.close()


def _read(consumer: Any, count: int, deadline: float) -> list[Any]:
    found: list[Any] = []
    while time.monotonic() < deadline and not (len(found) >= count and _at_end(consumer)):
        for batch in consumer.poll(timeout_ms=200).values():
            found.extend(batch)
    return found


def _at_end(consumer: Any) -> bool:
    """Whether all that is there was read; transaction markers count as offsets too."""
    ends = consumer.end_offsets(consumer.assignment())
    return all(consumer.position(here) >= end for here, end in ends.items())


def produce(bootstrap: str, topic: str, values: Sequence[bytes | None], **options: Any) -> None:
    """Write `values`, keyed by their number."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, **options)
    futures = [producer.send(topic, value, key=str(number).encode()) for number, value in enumerate(values)]
    producer.flush()
    for future in futures:
        future.get(timeout=10)
    producer.close()
