# ruff: noqa: E402  a script: it finds its fellows by the path that it sets
"""Carries many articles through one service, and shows that its memory does not grow: `make soak`.

No two messages are alike (newsroom.py). Memory is what the service and the process that reads for it hold, without
what they share with others.
"""

import argparse
import json
import os
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
sys.path[:0] = [str(ROOT), str(ROOT / "deploy" / "kafka"), str(ROOT / "tests"), str(Path(__file__).parent)]

import broker
import numpy as np
import psutil
from kafka import KafkaProducer
from newsroom import Newsroom
from plan import ARTICLES, LETTERS, MEETINGS
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.pages import fill
from pipeline.readers import Bounds
from pipeline.transports.kafka import Admin, Connection, TopicSpec

PAGE = ROOT / "docs" / "drill.md"
AHEAD = 5_000
"""Messages that the feed may be ahead of the service: the broker's disk is not what is tested."""
WARMING = 0.25
"""Share of the run, from its beginning, that the slope leaves out: caches fill up to their bounds."""
BLOCKS = 20
"""Equal stretches of the rest, each standing in the fit by its mean: samples that follow each other are too alike
for their scatter to tell the error of the slope."""
LIFE = Bounds().messages
"""Messages that a process reads before it gives way to a new one; within a life memory rises."""
LIVES = 5
"""Fewer lives tell nothing of what remains when one is over."""
_MB = 1e6


@dataclass(frozen=True)
class Sample:
    """At some moment: articles dealt with, and MB held by the process that carries and by the one that reads."""

    articles: float
    carrying: float
    reading: float

    @property
    def memory(self) -> float:
        """MB of both."""
        return self.carrying + self.reading


@dataclass(frozen=True)
class Slope:
    """MB for 100,000 articles, and its standard error."""

    slope: float
    error: float


@dataclass(frozen=True)
class Report:
    """What came of it: memory in MB, times in seconds."""

    articles: int
    outcomes: dict[str, float]
    seconds: float
    cpu_service: float
    cpu_feed: float
    memory_first: float
    memory_peak: float
    memory_final: float
    slope: Slope
    carrying: Slope
    reading: Slope
    peaks: list[float]
    samples: int

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds

    @property
    def flat(self) -> bool | None:
        """Whether the slope lies within twice its standard error, or below; None of a run that is too short to tell."""
        if self.articles < LIVES * LIFE:
            return None
        return self.slope.slope <= 2 * self.slope.error


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

    def cpu(self) -> float:
        """Seconds of processor time that the service has used, all its processes together."""
        here = self._process.cpu_times()
        times = [each.cpu_times() for each in self._process.children(recursive=True)]
        # Of those that ended the operating system has told their parent.
        ended = here.children_user + here.children_system
        return float(ended + sum(each.user + each.system for each in (here, *times)))

    def sample(self) -> Sample:
        """Look anew. A service that does not answer yet has done nothing."""
        try:
            with urlopen(self._address, timeout=10) as page:  # noqa: S310  our own address
                told = page.read().decode()
        except URLError:
            told = ""
        for family in text_string_to_metric_families(told):
            if family.name == "readout_outcomes":
                self.outcomes = {
                    "/".join(sample.labels.values()): sample.value
                    for sample in family.samples
                    if sample.name.endswith("_total")
                }
        return Sample(self.articles, _held(self._process), self._readers())

    def _readers(self) -> float:
        return sum(map(_held, self._process.children(recursive=True)))


def _held(process: psutil.Process) -> float:
    """What would be freed if the process ended, in MB; nothing, once it has."""
    try:
        return float(process.memory_full_info().uss) / _MB
    except psutil.NoSuchProcess:
        return 0.0


def feed(producer: KafkaProducer, count: int, progress: Progress, used: list[float]) -> None:
    """Write `count` messages, never far ahead of the service; the processor time goes to `used`."""
    for number, message in zip(range(count), Newsroom().messages(), strict=False):
        while number - progress.articles > AHEAD:
            time.sleep(0.1)
        producer.send(ARTICLES, message, key=b"%d" % number)
    producer.flush()
    used.append(time.thread_time())


def watched(progress: Progress, count: int, seconds: float) -> Iterator[Sample]:
    """A sample every `seconds`, until `count` messages are dealt with."""
    told = time.monotonic()
    while progress.articles < count:
        time.sleep(seconds)
        yield (sample := progress.sample())
        if time.monotonic() - told > 30:
            told = time.monotonic()
            sys.stderr.write(
                f"{sample.articles:.0f} articles, {sample.carrying:.1f} + {sample.reading:.1f} MB\n"
            )


def trend(articles: np.ndarray, memory: np.ndarray) -> Slope:
    """Least squares over the means of blocks of the run, warmed up."""
    kept = articles > WARMING * articles[-1]
    blocks = np.array_split(np.column_stack((articles, memory))[kept], BLOCKS)
    at, held = np.array([block.mean(axis=0) for block in blocks if len(block)]).T
    (slope, _), covariance = np.polyfit(at / 100_000, held, 1, cov=True)
    return Slope(round(float(slope), 2), round(float(np.sqrt(covariance[0, 0])), 2))


def soaked(count: int, seconds: float, log: Path | None) -> Report:
    """Carry `count` messages through a service on a broker of its own."""
    with tempfile.TemporaryDirectory() as folder, broker.running() as cluster:
        with Admin(Connection(cluster.bootstrap)) as admin:
            admin.create([TopicSpec(ARTICLES, 4), TopicSpec(MEETINGS, 1), TopicSpec(LETTERS, 1)])
        (port,) = broker.free_ports(1)
        command = [str(Path(sys.executable).with_name("readout")), "run", "--metrics-port", str(port)]
        command += ["--set", f"kafka.bootstrap_servers={cluster.bootstrap}"]
        with (
            (log or Path(folder, "log")).open("w") as file,
            subprocess.Popen(command, stderr=file) as service,
        ):
            try:
                return _carried(service.pid, port, cluster.bootstrap, count, seconds)
            finally:
                service.terminate()


def _carried(pid: int, port: int, bootstrap: str, count: int, seconds: float) -> Report:
    progress, used = Progress(pid, port), list[float]()
    producer = KafkaProducer(bootstrap_servers=bootstrap, compression_type="lz4", linger_ms=20)
    began = time.monotonic()
    threading.Thread(target=feed, args=(producer, count, progress, used), daemon=True).start()
    samples = _reading([each for each in watched(progress, count, seconds) if each.articles])
    articles, carrying, reading = np.array([(s.articles, s.carrying, s.reading) for s in samples]).T
    memory = carrying + reading
    return Report(
        articles=int(progress.articles),
        outcomes=progress.outcomes,
        seconds=round(time.monotonic() - began),
        cpu_service=round(progress.cpu()),
        cpu_feed=round(sum(used)),
        memory_first=round(samples[0].memory, 1),
        memory_peak=round(max(memory), 1),
        memory_final=round(samples[-1].memory, 1),
        slope=trend(articles, memory),
        carrying=trend(articles, carrying),
        reading=trend(articles, reading),
        peaks=[round(max(memory[articles // LIFE == life]), 1) for life in np.unique(articles // LIFE)],
        samples=len(samples),
    )


VERDICTS = {True: "flat: the slope is within noise", False: "it grows", None: "too short a run to tell"}


def _reading(samples: list[Sample]) -> list[Sample]:
    """Those that do not show a reader while it still loads."""
    usual = float(np.median([each.reading for each in samples]))
    return [each for each in samples if each.reading > usual / 2]


def told(report: Report) -> str:
    """The report in Markdown."""
    kinds = {"extracted": 0.0, "skipped": 0.0, "rejected": 0.0}
    for name, count in report.outcomes.items():
        kinds[name.partition("/")[0]] += count
    rows = [
        ("messages", f"{report.articles:,}"),
        *((kind, f"{count:,.0f}") for kind, count in kinds.items()),
        ("messages a second", f"{report.rate:.0f}"),
        (
            "processor time of the service for a message",
            f"{1000 * report.cpu_service / report.articles:.1f} ms",
        ),
        ("of the feed beside it", f"{1000 * report.cpu_feed / report.articles:.1f} ms"),
        ("memory when the first were read", f"{report.memory_first:.1f} MB"),
        ("peak", f"{report.memory_peak:.1f} MB"),
        ("at the end", f"{report.memory_final:.1f} MB"),
        ("slope for 100,000 messages", _sloping(report.slope)),
        ("of the process that carries", _sloping(report.carrying)),
        ("of the process that reads", _sloping(report.reading)),
        (f"peak in each {LIFE:,} messages", ", ".join(f"{each:.0f}" for each in report.peaks) + " MB"),
        ("verdict", VERDICTS[report.flat]),
    ]
    return "\n".join(["| soak | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def _sloping(slope: Slope) -> str:
    return f"{slope.slope:+.2f} MB, standard error {slope.error:.2f}"


def main() -> None:
    """Soak as told, print the report, and fail if memory grows."""
    parser = argparse.ArgumentParser(description="Show that memory does not grow with what was read.")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="between two looks at the memory")
    parser.add_argument("--log", type=Path, help="file for what the service says")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)} too")
    options = parser.parse_args()
    report = soaked(options.articles, options.seconds, options.log)
    json.dump({**asdict(report), "rate": round(report.rate, 1), "flat": report.flat}, sys.stdout, indent=2)
    sys.stdout.write("\n")
    if options.write:
        load = f"{report.seconds / 60:.0f} minutes, on {os.cpu_count()} processors."
        fill(PAGE, "soak", f"{told(report)}\n\n{load}")
    sys.exit(report.flat is False)


if __name__ == "__main__":
    main()
