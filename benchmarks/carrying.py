"""Through a real broker: throughput of whole services by the wall clock and in CPU, latency, memory, start-up."""

import contextlib
import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from processes import cpu_seconds, peak_megabytes

from pipeline.transports.kafka import Admin, Connection, TopicSpec
from schemas.article import Article

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "build" / "peers"
PARTITIONS = 2
PATIENCE = 300.0  # seconds for a service to deal with all of a feed
_TURN = 0.02


@dataclass(frozen=True, slots=True)
class Carried:
    """How a service carried a feed, start-up aside."""

    name: str
    articles: int
    per_second: float
    client_ms: float
    """CPU per article, of the service with all its processes."""
    broker_ms: float
    """CPU per article, of the broker."""
    peak_mb: tuple[float, ...]


class Bench:
    """Topics and services on one cluster."""

    def __init__(self, bootstrap: str, broker_pid: int) -> None:
        self.bootstrap = bootstrap
        self._broker = broker_pid
        self._number = 0

    def topics(self, *channels: str) -> list[str]:
        """New topics."""
        self._number += 1
        names = [f"bench-{self._number}-{channel}" for channel in channels]
        with Admin(Connection(self.bootstrap)) as admin:
            admin.create([TopicSpec(name, PARTITIONS) for name in names])
        return names

    def fill(self, topic: str, articles: Sequence[Article], rate: float | None = None) -> dict[str, float]:
        """Write articles, `rate` a second; when each was written, by its id, in seconds since 1970."""
        producer: Any = KafkaProducer(bootstrap_servers=self.bootstrap, linger_ms=0 if rate else 5)
        began, at = time.monotonic(), {}
        for number, article in enumerate(articles):
            if rate:
                time.sleep(max(0.0, began + number / rate - time.monotonic()))
            at[article.id or ""] = time.time()
            producer.send(topic, article.model_dump_json().encode(), partition=number % PARTITIONS)
        producer.close()
        return at

    def carried(self, name: str, command: Sequence[str], topic: str, group: str, count: int) -> Carried:
        """Start a service on a topic that is filled, and measure it from a tenth of the way to the end."""
        with started(command) as process:
            done, began = self._reaches(process, topic, group, count // 10)
            first = (cpu_seconds(process.pid), cpu_seconds(self._broker))
            end, ended = self._reaches(process, topic, group, count)
            last = (cpu_seconds(process.pid), cpu_seconds(self._broker))
            peaks = tuple(round(each) for each in peak_megabytes(process.pid))
        part = end - done
        client, broker = (1000 * (b - a) / part for a, b in zip(first, last, strict=True))
        return Carried(name, count, part / (ended - began), client, broker, peaks)

    def _reaches(
        self, process: subprocess.Popen[bytes], topic: str, group: str, count: int
    ) -> tuple[int, float]:
        """Wait until a group has committed `count` messages; how many it had, and when."""
        consumer: Any = KafkaConsumer(
            bootstrap_servers=self.bootstrap, group_id=group, enable_auto_commit=False
        )
        places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        deadline = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < deadline and process.poll() is None:
                done = sum(consumer.committed(place) or 0 for place in places)
                if done >= count:
                    return done, time.monotonic()
                time.sleep(_TURN)
        finally:
            consumer.close()
        raise SystemExit(f"{group} did not deal with {count} messages in time; exit code {process.poll()}")


@contextlib.contextmanager
def started(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A service, stopped at the end of the block."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def readout(bootstrap: str, names: Sequence[str], group: str, workers: int = 1, port: int = 0) -> list[str]:
    """The command of our service."""
    chosen = {
        "kafka.bootstrap_servers": bootstrap,
        "kafka.group_id": group,
        "topics.articles": names[0],
        "topics.meetings": names[1],
        "topics.dead_letters": names[2],
        "workers.count": workers,
        "metrics.port": port,
        "log.level": "warning",
    }
    program = str(Path(sys.executable).with_name("readout"))
    return [program, "run", *(word for key, value in chosen.items() for word in ("--set", f"{key}={value}"))]


def peer(script: str, bootstrap: str, names: Sequence[str], group: str) -> list[str]:
    """The command of a service of another make; what it needs besides our own comes last on the path."""
    run = f"import runpy, sys; sys.path.append({str(PEERS)!r}); sys.argv = sys.argv[1:]; "
    run += "runpy.run_path(sys.argv[0], run_name='__main__')"
    return [sys.executable, "-c", run, str(HERE / "peers" / script), bootstrap, names[0], names[1], group]


def latencies(
    bench: Bench, articles: Sequence[Article], rate: float, names: Sequence[str], port: int
) -> tuple[list[float], float]:
    """Seconds from the writing of articles, `rate` a second, to the reading of their meetings; and until ready."""
    began = time.monotonic()
    with started(readout(bench.bootstrap, names, names[0], port=port)) as process:
        _ready(process, port)
        start_up = time.monotonic() - began
        far_end: Any = KafkaConsumer(
            bootstrap_servers=bench.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
        )
        far_end.assign([TopicPartition(names[1], number) for number in range(PARTITIONS)])
        far_end.poll(timeout_ms=100)
        with _listening(far_end) as seen:
            written = bench.fill(names[0], articles, rate)
            time.sleep(3)
    return [at - written[article] for article, at in seen.items() if article in written], start_up


@contextlib.contextmanager
def _listening(consumer: Any) -> Iterator[dict[str, float]]:
    """When the first meeting of each article was read, as they come."""
    import threading  # noqa: PLC0415 - only here

    seen: dict[str, float] = {}
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            for records in consumer.poll(timeout_ms=50).values():
                for record in records:
                    seen.setdefault(json.loads(record.value)["article"]["id"], time.time())

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
        consumer.close()


def _ready(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        time.sleep(_TURN)
    raise SystemExit("the service was not ready in time")
