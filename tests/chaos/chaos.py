# ruff: noqa: E402  a script: it finds its fellows by the path that it sets
"""Kills members and brokers at random, and shows that every article is published exactly once all the same.

Run it with: python tests/chaos/chaos.py --nodes 3 --kills 20 --restarts 4 --freezes 2 --scalings 4 --jumps 2.
"""

import argparse
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy" / "kafka"), str(ROOT / "tests"), str(Path(__file__).parent)]

import broker
from crowd import Crowd
from fodder import ARTICLES, LETTERS, MEETINGS, Plan, article, readout, small
from kafka import KafkaProducer
from members import Member
from reader import Reader, by_kcat

from pipeline.transports.kafka import Admin, Connection, TopicSpec

PATIENCE = 120.0


@dataclass
class Report:
    """What came of it.

    `recovery` is in seconds: from a kill until the member holds partitions again, and from when the
    broker is back until anyone publishes. `open_transactions` counts the kills that were aimed at one.
    """

    produced: int = 0
    published: int = 0
    lost: int = 0
    duplicated: int = 0
    by_kcat: int | None = None
    blows: dict[str, int] = field(default_factory=dict)
    open_transactions: int = 0
    exits: dict[str, int] = field(default_factory=dict)
    recovery: dict[str, dict[str, float]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def exactly_once(self) -> bool:
        """Whether nothing was lost, nothing came twice, and kcat agrees where it is there."""
        return not self.lost and not self.duplicated and self.by_kcat in {None, self.published}


class Scene:
    """A broker, the members, and a reader at the far end."""

    def __init__(self, plan: Plan, cluster: broker.Cluster, folder: Path) -> None:
        self._plan = plan
        self._nodes = cluster.nodes
        self._bootstrap = cluster.bootstrap
        self._random = random.Random(plan.seed)  # noqa: S311  a drill, not a secret
        self._recovery: dict[str, list[float]] = {}
        self.report = Report()
        with Admin(Connection(cluster.bootstrap)) as admin:
            admin.create([TopicSpec(ARTICLES, 6), TopicSpec(MEETINGS, 3), TopicSpec(LETTERS, 1)])
        self._producer = KafkaProducer(
            bootstrap_servers=cluster.bootstrap, request_timeout_ms=5000, reconnect_backoff_max_ms=500
        )
        self._reader = Reader(cluster.bootstrap, MEETINGS)
        command = {"small": small, "readout": readout}[plan.service]
        self._crowd = Crowd(
            lambda name: command(plan, cluster.bootstrap, name), folder, jumping=plan.jumps > 0
        )
        self._crowd.grow(plan.members)

    def play(self) -> Report:
        """Deal every blow in random order, with work at hand for each, and count what comes out."""
        started = time.monotonic()
        blows = [self._kill] * self._plan.kills + [self._restart] * self._plan.restarts
        blows += [self._freeze] * self._plan.freezes + [self._scale] * self._plan.scalings
        blows += [self._jump] * self._plan.jumps
        self._random.shuffle(blows)
        self._feed(2 * len(blows) + 1)
        if not self._await(lambda: self._reader.heard(started)):
            sys.exit("chaos.py: no member publishes anything; --logs keeps what they say")
        for dealt, blow in enumerate(blows):
            self._feed(2 * (len(blows) - dealt))
            time.sleep(self._random.uniform(0.0, 1.0))
            self._deal(blow, len(blows) - dealt)
        self._crowd.right()
        self._await(lambda: self._reader.articles >= self._plan.articles)
        self._conclude(started)
        return self.report

    def close(self) -> None:
        """Have every member leave."""
        for member in self._crowd.members:
            member.leave(30.0)

    def _feed(self, remaining: int) -> None:
        """Produce the share of the articles that is due, so that some are left for the blows to come."""
        share = -(-(self._plan.articles - self.report.produced) // remaining)
        numbers = range(self.report.produced, self.report.produced + share)
        futures = [self._producer.send(ARTICLES, article(number), key=b"%d" % number) for number in numbers]
        for future in futures:
            future.get(timeout=PATIENCE)
        self.report.produced += share

    def _deal(self, blow: Callable[[], Member | None], remaining: int) -> None:
        name = blow.__name__.strip("_")
        self.report.blows[name] = self.report.blows.get(name, 0) + 1
        victim = blow()
        at = time.monotonic()
        self._feed(2 * remaining - 1)
        if self._await(lambda: victim.held > at if victim else self._reader.heard(at)):
            self._recovery.setdefault(name, []).append(time.monotonic() - at)

    def _kill(self) -> Member:
        """Kill a member: every other time just as it publishes, so that a transaction is left open."""
        victim = self._random.choice(self._crowd.members)
        if self._plan.service == "small" and self._random.random() < 0.5:
            self._until_publishing(victim)
            self.report.open_transactions += 1
        victim.kill()
        return victim

    def _restart(self) -> None:
        """End a broker, cleanly or not, and start it again."""
        node = self._random.choice(self._nodes)
        node.stop(self._random.choice([signal.SIGTERM, signal.SIGKILL]))
        node.start()
        node.wait(PATIENCE)

    def _freeze(self) -> None:
        """Freeze a broker just as a member publishes."""
        node = self._random.choice(self._nodes)
        self._until_publishing(self._random.choice(self._crowd.members))
        node.send(signal.SIGSTOP)
        time.sleep(self._random.uniform(0.2, 1.0) * self._plan.freeze_seconds)
        node.send(signal.SIGCONT)

    def _scale(self) -> None:
        """Start members until they are a crowd; or, where they are one, have all leave but one."""
        if len(self._crowd.members) < self._plan.crowd:
            self._crowd.grow(self._plan.crowd)
        else:
            self._crowd.shrink(1)

    def _jump(self) -> None:
        """Set the members' clocks elsewhere."""
        self._crowd.jump(self._random)

    def _until_publishing(self, member: Member) -> None:
        member.publishing.clear()
        member.publishing.wait(2.0)

    def _await(self, event: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not event():
            time.sleep(0.02)
        return event()

    def _conclude(self, started: float) -> None:
        self.close()
        self.report.exits = {str(code): count for code, count in self._crowd.exits().items()}
        # What an abandoned transaction might still bring would come within its time-out.
        time.sleep(1.0)
        self._reader.close()
        found = self._reader.found
        self.report.published = found.total()
        self.report.lost = self.report.produced - self._reader.articles
        self.report.duplicated = found.total() - len(found)
        self.report.by_kcat = by_kcat(self._bootstrap, MEETINGS)
        self.report.recovery = {
            name: {
                "median": round(statistics.median(times), 1),
                "most": round(max(times), 1),
                "of": len(times),
            }
            for name, times in self._recovery.items()
        }
        self.report.seconds = round(time.monotonic() - started, 1)
        self._producer.close()


def played(plan: Plan, logs: Path | None = None) -> Report:
    """Play `plan` on a broker of its own; the members' logs are kept in `logs` where given."""
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
    options = vars(parser.parse_args())
    # Told to end, it ends the members and the broker too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logs = options.pop("logs")
    report = played(Plan(**options), logs)
    json.dump(asdict(report), sys.stdout, indent=2)
    sys.stdout.write("\n")
    sys.exit((not report.exactly_once and options["guarantee"] == "exactly_once") or bool(report.lost))


if __name__ == "__main__":
    main()
