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
from dataclasses import asdict
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "deploy" / "kafka"), str(ROOT / "tests"), str(Path(__file__).parent)]

import broker
import psutil
from endurance import Report, Sample, report, told
from kafka import KafkaProducer
from newsroom import Newsroom
from plan import ARTICLES, LETTERS, MEETINGS
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.pages import fill
from pipeline.transports.kafka import Admin, Connection, TopicSpec

PAGE = ROOT / "docs" / "drill.md"
AHEAD = 5_000
"""Messages that the feed may be ahead of the service: the broker's disk is not what is tested."""
_MB = 1e6


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
                text = page.read().decode()
        except URLError:
            text = ""
        for family in text_string_to_metric_families(text):
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
    last = time.monotonic()
    while progress.articles < count:
        time.sleep(seconds)
        yield (sample := progress.sample())
        if time.monotonic() - last > 30:
            last = time.monotonic()
            sys.stderr.write(
                f"{sample.articles:.0f} articles, {sample.carrying:.1f} + {sample.reading:.1f} MB\n"
            )


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
    samples = [each for each in watched(progress, count, seconds) if each.articles]
    return report(
        samples,
        outcomes=progress.outcomes,
        seconds=time.monotonic() - began,
        cpu=(progress.cpu(), sum(used)),
    )


def main() -> None:
    """Soak as told, print the report, and fail if memory grows."""
    parser = argparse.ArgumentParser(description="Show that memory does not grow with what was read.")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="between two looks at the memory")
    parser.add_argument("--log", type=Path, help="file for what the service says")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)} too")
    options = parser.parse_args()
    found = soaked(options.articles, options.seconds, options.log)
    json.dump({**asdict(found), "rate": round(found.rate, 1), "flat": found.flat}, sys.stdout, indent=2)
    sys.stdout.write("\n")
    if options.write:
        load = f"{found.seconds / 60:.0f} minutes, on {os.cpu_count()} processors."
        fill(PAGE, "soak", f"{told(found)}\n\n{load}")
    sys.exit(found.flat is False)


if __name__ == "__main__":
    main()
