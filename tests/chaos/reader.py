"""The far end: reads what is committed, all the time, and notes when something came."""

import shutil
import subprocess
import threading
import time
from collections import Counter
from typing import Any

from kafka import KafkaConsumer, TopicPartition, errors


class Reader:
    """Counts records by article and meeting, as a consumer that reads committed records alone.

    An article is known by the record's CloudEvents subject, or where it has none by its key, as its meeting is.
    """

    def __init__(self, bootstrap: str, topic: str) -> None:
        self.found: Counter[tuple[str, str]] = Counter()
        self._latest = 0.0
        self._stop = threading.Event()
        self._consumer: Any = KafkaConsumer(
            bootstrap_servers=bootstrap,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            request_timeout_ms=5000,
            reconnect_backoff_max_ms=500,
        )
        self._consumer.assign([TopicPartition(topic, n) for n in self._consumer.partitions_for_topic(topic)])
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._stop.is_set():
            try:
                batches = self._consumer.poll(timeout_ms=100)
            except errors.KafkaError:
                continue
            for record in (record for batch in batches.values() for record in batch):
                article = dict(record.headers).get("ce_subject", record.key)
                self.found[article.decode(), record.key.decode()] += 1
                self._latest = time.monotonic()

    @property
    def articles(self) -> int:
        """How many articles something came of."""
        return len({article for article, _ in self.found})

    def heard(self, since: float) -> bool:
        """Whether anything came after `since`."""
        return self._latest > since

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._thread.join()
        self._consumer.close()


def by_kcat(bootstrap: str, topic: str) -> int | None:
    """How many records a client of other make finds; None where there is none."""
    if not shutil.which("kcat"):
        return None
    command = ["kcat", "-C", "-b", bootstrap, "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%k\n"]
    command += ["-X", "isolation.level=read_committed"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return len(done.stdout.split())
