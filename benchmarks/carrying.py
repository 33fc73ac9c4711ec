"""Through a real broker: throughput of whole services by the wall clock and in CPU, latency, memory, start-up."""

import contextlib
import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from processes import Sample, Shares, between, peak_megabytes, sample

from pipeline.transports.kafka import Admin, Connection, TopicSpec
from schemas.article import Article

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "build" / "peers"
PARTITIONS = 2
PATIENCE = 300.0  # seconds for a service to deal with all of a feed
_TURN = 0.02
_GLANCE = 0.2  # seconds between two looks at a group: looking takes time of broker and client
_BEGIN, _END = 0.1, 0.95  # of each partition: from where to where a service is measured


@dataclass(frozen=True, slots=True)
class Carried:
    """How a service carried a feed while it was at work, with its start and its end left out.

    Attributes:
        articles: how many it carried meanwhile.
        shares: what it took of the cores, and what else did.
        workers: how many worked side by side.
        peak_mb: the greatest memory of each of its processes, in megabytes.
    """

    name: str
    articles: int
    shares: Shares
    workers: int = 1
    peak_mb: tuple[float, ...] = ()

    @property
    def per_second(self) -> float:
        """Articles, by the clock."""
        return self.articles / self.shares.seconds

    @property
    def unhindered(self) -> float:
        """Articles a second when a worker that is ready never waits for a core: the rest of its time counts."""
        return self.per_second / (1 - self.shares.waiting / self.workers)

    @property
    def client_ms(self) -> float:
        """CPU for an article, of the service with all its processes."""
        return 1000 * self.shares.service / self.per_second

    @property
    def broker_ms(self) -> float:
        """CPU for an article, of the broker."""
        return 1000 * self.shares.broker / self.per_second


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

    def carried(self, name: str, command: Sequence[str], topic: str, members: int = 1) -> Carried:
        """Start a service of so many members on a topic that is filled, and measure it while all are at work.

        That is from when each partition is read to a tenth and each member has its own, until the first nears
        its end. The group is called like the topic; each member is to have as many partitions.
        """
        with started(command) as process, _Group(self.bootstrap, topic) as group:
            first, begun = self._once(
                process, group, lambda: min(group.read()) >= _BEGIN and group.size() == members
            )
            last, ended = self._once(process, group, lambda: max(group.read()) >= _END)
            peaks = tuple(round(each) for each in peak_megabytes(process.pid))
        return Carried(name, ended - begun, between(first, last), members, peaks)

    def _once(
        self, process: subprocess.Popen[bytes], group: "_Group", holds: Callable[[], bool]
    ) -> tuple[Sample, int]:
        """Wait until something holds of a group; how the processes stood then, and how many messages it had."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit(f"{group.name} does not get on; exit code {process.poll()}")
            time.sleep(_GLANCE)
        return sample(process.pid, self._broker), group.done()


class _Group:
    """A consumer group that reads a topic of its own name; a context manager."""

    def __init__(self, bootstrap: str, name: str) -> None:
        self.name = name
        self._admin: Any = KafkaAdminClient(bootstrap_servers=bootstrap)
        self._consumer: Any = KafkaConsumer(
            bootstrap_servers=bootstrap, group_id=name, enable_auto_commit=False
        )
        self._places = [TopicPartition(name, number) for number in range(PARTITIONS)]
        self._ends = self._consumer.end_offsets(self._places)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close()
        self._admin.close()

    def size(self) -> int:
        """How many members have partitions."""
        members = self._admin.describe_groups([self.name])[self.name]["members"]
        return sum(bool((each["member_assignment"] or {}).get("assigned_partitions")) for each in members)

    def done(self) -> int:
        """How many messages are committed."""
        return sum(self._committed())

    def read(self) -> list[float]:
        """How much of each partition is committed, from 0 to 1."""
        return [at / self._ends[place] for place, at in zip(self._places, self._committed(), strict=True)]

    def _committed(self) -> list[int]:
        return [self._consumer.committed(place) or 0 for place in self._places]


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
