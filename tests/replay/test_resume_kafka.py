"""A replay into Kafka that is killed and started again publishes what an unbroken one publishes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from replay.test_resume import KILLS, STUBBED, archive, killed
from support.farend import records


def published(bootstrap: str, topic: str) -> list[tuple[Any, ...]]:
    """Everything that a careful reader finds in `topic`, in order."""
    return [(record.key, record.value, record.headers) for record in records(bootstrap, topic, 1)]


def test_a_killed_replay_publishes_everything_once_and_in_order(
    bootstrap: str, new_topic: Callable[..., str], tmp_path: Path
) -> None:
    """Killed at random moments and started again, a replay publishes the same records in the same order."""
    source = archive(tmp_path / "in", 300 * KILLS)
    unbroken, broken = [[new_topic(), new_topic()] for _ in range(2)]
    start = [sys.executable, str(STUBBED), str(source), "-", bootstrap]
    once = subprocess.run([*start, *unbroken], capture_output=True, text=True, check=True)
    printed, kills = killed([*start, *broken], KILLS, growing(bootstrap, broken[0]))
    assert kills == KILLS
    for one, other in zip(unbroken, broken, strict=True):
        assert published(bootstrap, other) == published(bootstrap, one)
    assert printed == once.stdout
    again = subprocess.run([*start, *broken], capture_output=True, text=True, check=True)
    assert again.stdout == once.stdout
    assert len(published(bootstrap, broken[0])) == len(published(bootstrap, unbroken[0]))


def growing(bootstrap: str, topic: str) -> Callable[[], object]:
    """Tells when something was published."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    here = TopicPartition(topic, 0)
    return lambda: consumer.end_offsets([here])[here]
