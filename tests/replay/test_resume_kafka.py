"""A replay into Kafka that is killed and started again publishes what an unbroken one publishes."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from replay.onto_kafka import assert_killed_alike, published
from replay.test_resume import KILLS, archive


def test_a_killed_replay_publishes_everything_once_and_in_order(
    bootstrap: str, new_topic: Callable[..., str], tmp_path: Path
) -> None:
    """Killed at random moments and started again, a replay publishes the same records in the same order."""
    source = archive(tmp_path / "in", 300 * KILLS)
    done = assert_killed_alike(bootstrap, new_topic, str(source))
    again = subprocess.run(done.command, capture_output=True, text=True, check=True)
    assert again.stdout == done.printed
    assert len(published(bootstrap, done.broken[0])) == len(published(bootstrap, done.unbroken[0]))
