"""Replays into Kafka that are killed, and what a careful reader then finds."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from replay.test_resume import KILLS, STUBBED, killed
from support.farend import records


@dataclass(frozen=True)
class Compared:
    """An unbroken replay, one that was killed and started again, and their topics of meetings and dead letters."""

    command: list[str]
    unbroken: list[str]
    broken: list[str]
    printed: str


def published(bootstrap: str, topic: str) -> list[tuple[Any, ...]]:
    """Everything that a careful reader finds in `topic`, in order."""
    return [(record.key, record.value, record.headers) for record in records(bootstrap, topic, 1)]


def assert_killed_alike(bootstrap: str, new_topic: Callable[..., str], source: str) -> Compared:
    """A replay of `source` that is killed at random moments publishes and prints what an unbroken one does."""
    unbroken, broken = [[new_topic(), new_topic()] for _ in range(2)]
    start = [sys.executable, str(STUBBED), source, "-", bootstrap]
    once = subprocess.run([*start, *unbroken], capture_output=True, text=True, check=True)
    printed, kills = killed([*start, *broken], KILLS, growing(bootstrap, broken[0]))
    assert kills == KILLS
    for one, other in zip(unbroken, broken, strict=True):
        assert published(bootstrap, other) == published(bootstrap, one)
    assert printed == once.stdout
    return Compared([*start, *broken], unbroken, broken, printed)


def growing(bootstrap: str, topic: str) -> Callable[[], object]:
    """Tells when something was published."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    here = TopicPartition(topic, 0)
    return lambda: consumer.end_offsets([here])[here]
