"""What a second worker gains: a service on a broker, and a replay of an archive, each with one worker and with two.

Run it alone with: python benchmarks/scaling.py [ARTICLES]. It takes about two minutes, prints its table, and says how
much of the cores went to others than the service: only on a quiet machine is the clock's ratio that of the workers.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from carrying import Bench, Carried, readout
from feed import Feed
from processes import CORES, Sample, between, sample

from pipeline.cli.line import Pipeline
from pipeline.errors import Interrupted
from pipeline.records import Channel
from pipeline.runner import Batch
from pipeline.settings import Settings
from pipeline.transports.files import FileSource
from pipeline.transports.outputs import FileSink
from schemas.article import Article

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "deploy" / "kafka")]

import broker  # noqa: E402 - it lives with the deployment, and is no package

ARTICLES = 12_000
SERVICES = ("Readout, one worker", "Readout, two workers")
REPLAYS = ("Replay, one worker", "Replay, two workers")
_BEGIN, _END = 0.1, 0.95  # of an archive: from where to where its replay is measured
_CORES = ("reading", "carrying", "broker", "bench", "others", "idle", "waiting")
_BUSY = 0.1  # cores that may go to others, and the clock is believed


@dataclass(frozen=True, slots=True)
class Gain:
    """What two workers carry, as a multiple of what one does."""

    one: Carried
    two: Carried

    @property
    def clock(self) -> float:
        """In a second, by the clock."""
        return self.two.per_second / self.one.per_second

    @property
    def unhindered(self) -> float:
        """In a second less the time that a worker was ready and broker, bench or others had its core."""
        return self.two.unhindered / self.one.unhindered

    @property
    def costs(self) -> float:
        """The same of the CPU time that an article takes."""
        return self.two.client_ms / self.one.client_ms

    @property
    def quiet(self) -> bool:
        """Whether nobody else had much of the cores."""
        return max(self.one.shares.others, self.two.shares.others) < _BUSY


def replay(feed: Sequence[Article], workers: int) -> Carried:
    """A replay of an archive of the feed into a file; its line runs in this process."""
    with tempfile.TemporaryDirectory() as folder:
        archive, watch = Path(folder) / "articles.jsonl", _Watch(len(feed))
        archive.write_text("".join(f"{each.model_dump_json()}\n" for each in feed), encoding="utf-8")
        outputs = {channel: str(Path(folder) / f"{channel}.jsonl") for channel in Channel}
        with (
            Pipeline(Settings(workers={"count": workers})) as pipeline,
            closing(FileSource([str(archive)])) as source,
            FileSink(outputs) as sink,
        ):
            pipeline.await_ready()
            pipeline.between(source, sink, watch).run(threading.Event())
    (begun, first), (ended, last) = watch.seen
    return Carried(REPLAYS[workers - 1], ended - begun, between(first, last), workers)


@dataclass
class _Watch:
    """Notes how a run of so many messages stood at its begin and at its end."""

    size: int
    done: int = 0
    due: list[float] = field(default_factory=lambda: [_BEGIN, _END])
    seen: list[tuple[int, Sample]] = field(default_factory=list)

    def polled(self, count: int) -> None:
        """Nothing."""

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """Files are not interrupted."""

    def committed(self, batch: Batch) -> None:
        """Take a sample where the next part begins."""
        self.done += len(batch.results)
        if self.due and self.done >= self.due[0] * self.size:
            self.due.pop(0)
            self.seen.append((self.done, sample(os.getpid())))


def table(gains: Sequence[Gain]) -> str:
    """All figures in Markdown."""
    lines = [
        f"| on {CORES} cores | articles | a second | CPU ms an article | {' | '.join(_CORES)} |",
        "|---" * (4 + len(_CORES)) + "|",
    ]
    lines += [_row(each) for gain in gains for each in (gain.one, gain.two)]
    return "\n".join([*lines, *(f"\n{_sentence(gain)}" for gain in gains)])


def _row(row: Carried) -> str:
    told = " | ".join(f"{getattr(row.shares, each):.2f}" for each in _CORES)
    return f"| {row.name} | {row.articles} | {row.per_second:.0f} | {row.client_ms:.3f} | {told} |"


def _sentence(gain: Gain) -> str:
    warning = "" if gain.quiet else " Others took so much of the cores that the clock says little."
    return (
        f"{gain.two.name}: {gain.clock:.2f} times what one carries, by the clock; {gain.unhindered:.2f} times on cores "
        f"of their own. An article takes {gain.costs:.2f} times the CPU time that it takes with one.{warning}"
    )


def service(bench: Bench, feed: Sequence[Article], workers: int) -> Carried:
    """A service of so many workers on a topic that holds the feed."""
    names = bench.topics("articles", "meetings", "letters")
    bench.fill(names[0], feed)
    command = readout(bench.bootstrap, names, names[0], workers=workers)
    return bench.carried(SERVICES[workers - 1], command, names[0], members=workers)


def replays(feed: Sequence[Article]) -> Gain:
    """Of replays of the same feed."""
    return Gain(replay(feed, 1), replay(feed, 2))


def main(size: int) -> None:
    """Measure, and print."""
    feed = Feed(size).articles()
    with broker.running() as cluster:
        bench = Bench(cluster.bootstrap, cluster.nodes[0].process.pid)
        services = Gain(service(bench, feed, 1), service(bench, feed, 2))
        print("services: done", file=sys.stderr)
    print(table([services, replays(feed)]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
