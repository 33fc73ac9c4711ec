# ruff: noqa: E402  a script: it finds its fellows by the path that it sets
"""Disturbs members and brokers while articles pass, and shows that each is published exactly once all the same.

`make drill` runs it on three brokers with the real service, and writes docs/drill.md. A shorter one of the small
service: python tests/chaos/chaos.py --kills 20 --crashes 2 --freezes 2.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "deploy" / "kafka"), str(ROOT / "tests"), str(Path(__file__).parent)]

import broker
from blows import Blows
from crowd import Crowd
from feeder import Feeder
from plan import ARTICLES, COMMANDS, LETTERS, MEETINGS, PARTITIONS, Plan, article
from reader import Reader, by_kcat
from report import Report, page
from waiting import PATIENCE, awaited

from benchmarks.pages import fill
from pipeline.transports.kafka import Admin, Connection, TopicSpec

PAGE = ROOT / "docs" / "drill.md"


class Scene:
    """Brokers, the members, a feeder at the near end and a reader at the far one."""

    def __init__(self, plan: Plan, cluster: broker.Cluster, folder: Path) -> None:
        self._bootstrap = cluster.bootstrap
        self._began = time.monotonic()
        self.report = Report()
        with Admin(Connection(cluster.bootstrap)) as admin:
            admin.create([TopicSpec(ARTICLES, PARTITIONS), TopicSpec(MEETINGS, 3), TopicSpec(LETTERS, 1)])
        self._reader = Reader(cluster.bootstrap, (MEETINGS, LETTERS), PARTITIONS)
        self._crowd = Crowd(
            lambda name: COMMANDS[plan.service](plan, cluster.bootstrap, name), folder, jumping=plan.jumps > 0
        )
        self._crowd.grow(plan.members)
        self._feeder = Feeder(cluster.bootstrap, ARTICLES, article, plan.rate, PARTITIONS, PATIENCE)
        self._blows = Blows(plan, cluster, self._crowd, self._measured)

    def play(self) -> Report:
        """Deal every blow, and count what comes out."""
        if not awaited(lambda: self._reader.past(0)):
            sys.exit("chaos.py: no member publishes anything; --logs keeps what they say")
        for blow in self._blows:
            blow()
        self._crowd.right()
        self.report.produced = self._feeder.finish()
        awaited(lambda: self._reader.articles >= self.report.produced)
        self._conclude()
        return self.report

    def close(self) -> None:
        """Have every member leave."""
        for member in self._crowd.members:
            member.leave(30.0)

    @contextmanager
    def _measured(self, kind: str) -> Iterator[None]:
        """Note how long it takes until of every partition an article comes that is written from now on."""
        at, first = time.monotonic(), self._feeder.next
        yield
        self.report.stalled += not awaited(lambda: self._reader.past(first))
        self.report.recovery.setdefault(kind, []).append(took := round(time.monotonic() - at, 1))
        sys.stderr.write(f"{time.monotonic() - self._began:6.1f} s  {kind}: {took} s\n")

    def _conclude(self) -> None:
        self.close()
        self._reader.close()
        report, reader = self.report, self._reader
        report.exits = {str(code): count for code, count in self._crowd.exits().items()}
        report.published = reader.records
        report.refused = reader.found[LETTERS].total()
        report.lost = report.produced - reader.articles
        report.duplicated = reader.records - reader.articles
        report.by_kcat = by_kcat(self._bootstrap, (MEETINGS, LETTERS))
        report.aimed = self._blows.aimed
        report.seconds = round(time.monotonic() - self._began, 1)


def played(plan: Plan, logs: Path | None = None) -> Report:
    """Play `plan` on brokers of its own; the members' logs are kept in `logs` where given."""
    with tempfile.TemporaryDirectory() as folder, broker.running(plan.nodes) as cluster:
        scene = Scene(plan, cluster, logs or Path(folder))
        try:
            return scene.play()
        finally:
            scene.close()


def main() -> None:
    """Play as told, print the report, and fail unless every article came exactly once."""
    parser = argparse.ArgumentParser(description="Show exactly-once delivery under fire.")
    for name, default in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    parser.add_argument("--logs", type=Path, help="folder, which must exist, for the members' logs")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)} too")
    options = vars(parser.parse_args())
    # Told to end, it ends the members and the brokers too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logs, write = options.pop("logs"), options.pop("write")
    report = played(Plan(**options), logs)
    json.dump(asdict(report), sys.stdout, indent=2)
    sys.stdout.write("\n")
    if write:
        load = f"Load of the machine at the end {os.getloadavg()[2]:.1f}, with {os.cpu_count()} processors."
        fill(PAGE, "drill", f"{page(report)}\n\n{load}")
    promise = {"exactly_once": report.exactly_once, "at_least_once": report.at_least_once}
    sys.exit(not promise[options["guarantee"]])


if __name__ == "__main__":
    main()
