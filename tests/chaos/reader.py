"""The far end: reads what is committed, all the time, and notes how far each partition has come."""

import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kafka import KafkaConsumer, TopicPartition, errors


class Reader:
    """Counts the records of each article, as a consumer that reads committed records alone.

    An article is known by its number, which ends the record's CloudEvents subject or, where it has none, is its
    key. Number n came from partition n modulo `partitions`.
    """

    def __init__(self, bootstrap: str, topics: Sequence[str], partitions: int) -> None:
        self.found: dict[str, Counter[int]] = {topic: Counter() for topic in topics}
        self._reached = dict.fromkeys(range(partitions), -1)
        self._stop = threading.Event()
        self._consumer: Any = KafkaConsumer(
            bootstrap_servers=bootstrap,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            request_timeout_ms=5000,
            reconnect_backoff_max_ms=500,
        )
        self._consumer.assign(
            [
                TopicPartition(topic, number)
                for topic in topics
                for number in self._consumer.partitions_for_topic(topic)
            ]
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._stop.is_set():
            try:
                batches = self._consumer.poll(timeout_ms=100)
            except errors.KafkaError:
                continue
            for record in (record for batch in batches.values() for record in batch):
                self._note(record)

    def _note(self, record: Any) -> None:
        subject = dict(record.headers).get("ce_subject", record.key)
        number = int(subject.rpartition(b"-")[2])
        self.found[record.topic][number] += 1
        partition = number % len(self._reached)
        self._reached[partition] = max(self._reached[partition], number)

    @property
    def articles(self) -> int:
        """How many articles something came of."""
        return len(set().union(*self.found.values()))

    @property
    def records(self) -> int:
        """How many records came."""
        return sum(counts.total() for counts in self.found.values())

    def past(self, number: int) -> bool:
        """Whether of every partition an article came that is no older than `number`."""
        return all(reached >= number for reached in self._reached.values())

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._thread.join()
        self._consumer.close()


def by_kcat(bootstrap: str, topics: Sequence[str]) -> int | None:
    """How many records a client of other make finds; None where there is none."""
    if not shutil.which("kcat"):
        return None
    options = ["-o", "beginning", "-e", "-q", "-f", "%o\n", "-X", "isolation.level=read_committed"]
    counts = (_lines(["kcat", "-C", "-b", bootstrap, "-t", topic, *options]) for topic in topics)
    return sum(counts)


def _lines(command: Sequence[str]) -> int:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return len(done.stdout.split())
