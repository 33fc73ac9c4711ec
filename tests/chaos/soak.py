# ruff: noqa: E402  a script: it finds its fellows by the path that it sets
"""Carries many articles through one service, and shows that its memory does not grow.

Run it with: python tests/chaos/soak.py --articles 200000. Articles are those of the benchmarks' feed, over and over,
each with an id of its own; memory is what the service and the processes that it started hold together.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "deploy" / "kafka"), str(Path(__file__).parent)]

import broker
import numpy as np
import psutil
from fodder import ARTICLES, LETTERS, MEETINGS
from kafka import KafkaProducer
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.feed import Feed
from pipeline.transports.kafka import Admin, Connection, TopicSpec

AHEAD = 5_000
"""Messages that the feed may be ahead of the service: the broker's disk is not what is tested."""
_MIB = 1 << 20


@dataclass(frozen=True)
class Sample:
    """At some moment: articles dealt with, and MiB held by all processes of the service."""

    articles: float
    memory: float


@dataclass(frozen=True)
class Report:
    """What came of it. The slope is in MiB for 100,000 articles, of the run without its first tenth.

    `noise` is twice its standard error: a slope within it is none.
    """

    articles: int
    outcomes: dict[str, float]
    seconds: float
    memory_first: float
    memory_peak: float
    memory_last: float
    slope: float
    noise: float
    samples: int


def fed(producer: KafkaProducer, count: int, meetings: float, done: "Progress") -> None:
    """Write `count` articles, never far ahead of the service."""
    feed = [article.model_dump(mode="json") for article in Feed(2_000, meetings).articles()]
    for number, fields in zip(range(count), itertools.cycle(feed), strict=False):
        while number - done.articles > AHEAD:
            time.sleep(0.1)
        producer.send(ARTICLES, json.dumps({**fields, "id": f"soak-{number}"}).encode(), key=b"%d" % number)
    producer.flush()


class Progress:
    """How far a service has come, as its own metrics and the operating system tell."""

    def __init__(self, pid: int, port: int) -> None:
        self._process = psutil.Process(pid)
        self._address = f"http://127.0.0.1:{port}/metrics"
        self.outcomes: dict[str, float] = {}

    @property
    def articles(self) -> float:
        """Messages dealt with."""
        return sum(self.outcomes.values())

    def sample(self) -> Sample:
        """Look anew. A service that does not answer yet has done nothing."""
        try:
            with urlopen(self._address, timeout=10) as page:  # noqa: S310  our own address
                told = page.read().decode()
        except URLError:
            return Sample(0.0, self._memory())
        for family in text_string_to_metric_families(told):
            if family.name == "readout_outcomes":
                self.outcomes = {
                    "/".join(sample.labels.values()): sample.value
                    for sample in family.samples
                    if sample.name.endswith("_total")
                }
        return Sample(self.articles, self._memory())

    def _memory(self) -> float:
        processes = [self._process, *self._process.children(recursive=True)]
        # Unique memory: what the processes share is counted by neither, and cannot grow by articles.
        return sum(each.memory_full_info().uss for each in processes) / _MIB


def watched(progress: Progress, count: int, seconds: float) -> Iterator[Sample]:
    """A sample every `seconds`, until `count` articles are dealt with."""
    told = time.monotonic()
    while progress.articles < count:
        time.sleep(seconds)
        yield (sample := progress.sample())
        if time.monotonic() - told > 30:
            told = time.monotonic()
            sys.stderr.write(f"{sample.articles:.0f} articles, {sample.memory:.0f} MiB\n")


def trend(samples: list[Sample]) -> tuple[float, float]:
    """Slope in MiB for 100,000 articles by least squares, and twice its standard error."""
    kept = [sample for sample in samples if sample.articles > samples[-1].articles / 10]
    articles = np.array([sample.articles for sample in kept]) / 100_000
    (slope, _), covariance = np.polyfit(articles, [sample.memory for sample in kept], 1, cov=True)
    return float(slope), 2 * float(np.sqrt(covariance[0, 0]))


def soaked(count: int, meetings: float, seconds: float) -> Report:
    """Carry `count` articles through a service on a broker of its own."""
    with tempfile.TemporaryDirectory() as folder, broker.running() as cluster:
        with Admin(Connection(cluster.bootstrap)) as admin:
            admin.create([TopicSpec(ARTICLES, 4), TopicSpec(MEETINGS, 1), TopicSpec(LETTERS, 1)])
        (port,) = broker.free_ports(1)
        command = [str(Path(sys.executable).with_name("readout")), "run", "--metrics-port", str(port)]
        command += ["--set", f"kafka.bootstrap_servers={cluster.bootstrap}"]
        began = time.monotonic()
        with Path(folder, "log").open("w") as log, subprocess.Popen(command, stderr=log) as service:
            progress = Progress(service.pid, port)
            producer = KafkaProducer(
                bootstrap_servers=cluster.bootstrap, compression_type="lz4", linger_ms=20
            )
            threading.Thread(target=fed, args=(producer, count, meetings, progress), daemon=True).start()
            samples = [each for each in watched(progress, count, seconds) if each.articles]
            service.terminate()
        return _told(samples, progress, time.monotonic() - began)


def _told(samples: list[Sample], progress: Progress, seconds: float) -> Report:
    slope, noise = trend(samples)
    return Report(
        articles=int(progress.articles),
        outcomes=progress.outcomes,
        seconds=round(seconds),
        memory_first=round(samples[0].memory),
        memory_peak=round(max(sample.memory for sample in samples)),
        memory_last=round(samples[-1].memory),
        slope=round(slope, 2),
        noise=round(noise, 2),
        samples=len(samples),
    )


def main() -> None:
    """Soak as told, and print the report."""
    parser = argparse.ArgumentParser(description="Show that memory does not grow with what was read.")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument(
        "--meetings", type=float, default=0.03, help="share of articles that tell of a meeting"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="between two looks at the memory")
    options = parser.parse_args()
    report = soaked(options.articles, options.meetings, options.seconds)
    json.dump(asdict(report), sys.stdout, indent=2)
    sys.stdout.write("\n")
    # What grows by more than a tenth of itself over the whole run has a leak.
    grown = report.slope - report.noise
    sys.exit(grown * report.articles / 100_000 > 0.1 * report.memory_last)


if __name__ == "__main__":
    main()
