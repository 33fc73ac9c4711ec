"""`readout dead-letters redrive`: letters go where services read, once each, and not for ever."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from rich.table import Table

from pipeline.cli.consoles import errors, output
from pipeline.cli.exits import Exit
from pipeline.cli.kafka import connection, publication
from pipeline.cli.letters import State, group, letter, sent
from pipeline.cli.line import NEVER, intake_limits, limits, run_to_the_end
from pipeline.cli.observers import Each, Tally
from pipeline.cli.selection import Pace, Selection, Sieve
from pipeline.cli.watched import Watched
from pipeline.cli.wrapped import Wrapped
from pipeline.errors import ConfigurationError
from pipeline.ports import Source
from pipeline.records import Channel, Delivery, Dispatch, Forwarded, Progress, Result
from pipeline.runner import Runner
from pipeline.settings import Settings
from pipeline.transports.kafka import Extent, Publication, TopicSource, TransactionalSink, measured
from pipeline.transports.kafka.settings import transactional_id
from schemas.deadletter import Reason


@dataclass(frozen=True, slots=True)
class Redrive:
    """What to send again, and how.

    Attributes:
        reasons: of which reasons, one after the other.
        attempts: a letter that was refused so often is not sent again.
        to: the topic; None for the first that services read.
        rate: letters a second; None for as fast as possible.
        dry: only say what would be sent.
    """

    reasons: Sequence[Reason]
    attempts: int
    to: str | None = None
    rate: float | None = None
    dry: bool = False


@dataclass
class Sorter:
    """Lets the letters of one reason pass that can be sent again, and counts the others of it."""

    reason: Reason
    attempts: int
    held_back: Counter[State] = field(default_factory=Counter)

    def through(self, deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
        """The letters to be sent."""
        return filter(self._passes, deliveries)

    def _passes(self, delivery: Delivery) -> bool:
        found = letter(delivery)
        if found.facts is None or found.facts.reason is not self.reason:
            return False
        hopeless = found.hopeless(self.attempts)
        self.held_back.update([hopeless] if hopeless else [])
        return hopeless is None


class Kept(Wrapped):
    """A source whose progress is kept by Kafka as the offsets of a group that has no members.

    `committed` asks for these offsets, by partition: the answer to a commit may be lost, and the commit not.
    """

    def __init__(self, source: Source, name: str, committed: Callable[[], Mapping[int, int]]) -> None:
        super().__init__(source)
        self._group = name
        self._committed = committed

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """The offsets behind `deliveries`."""
        return Progress(super().progress(deliveries).offsets, self._group)

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Hand `deliveries` out again, unless they turn out to be dealt with.

        Raises:
            Interrupted, Halt: nobody can tell.
        """
        offsets = self.progress(deliveries).offsets
        committed = self._committed()
        if any(committed.get(partition, 0) < offset for (_, partition), offset in offsets.items()):
            super().rewind(deliveries)


def redrive(settings: Settings, wanted: Redrive) -> int:
    """Send letters again, in a transaction with the account of them; the exit code.

    Raises:
        ConfigurationError: there is no topic of dead letters, or it would be fed by itself.
        Interrupted, Halt: the cluster cannot be reached, will not have us, or does not take the letters.
    """
    to = wanted.to or settings.topics.articles[0]
    if to in {settings.topics.dead_letters, settings.topics.meetings}:
        raise ConfigurationError(f"{to}: services write there; letters are sent where they read")
    held_back: Counter[State] = Counter()
    for reason in wanted.reasons:
        sorter = Sorter(reason, wanted.attempts)
        count, code = (_counted if wanted.dry else _sent)(settings, wanted, sorter, to)
        output().print(_told(count, sorter, wanted, to))
        held_back += sorter.held_back
        if code:
            return code
    return Exit.REFUSED if held_back else Exit.OK


def _counted(settings: Settings, wanted: Redrive, sorter: Sorter, _: str) -> tuple[int, int]:
    """How many letters would be sent."""
    count = 0
    with closing(_source(settings, wanted, sorter)) as source:
        while not source.exhausted:
            count += len(source.poll(settings.batch.max_records, 1.0))
    return count, Exit.OK


def _sent(settings: Settings, wanted: Redrive, sorter: Sorter, to: str) -> tuple[int, int]:
    """How many letters were sent, and the exit code."""
    target = _target(settings, sorter.reason, to)
    tally = Tally()
    # Opening the sink aborts what an earlier redrive of this reason left open, and shuts it out.
    with (
        closing(TransactionalSink(connection(settings), target)) as sink,
        closing(_source(settings, wanted, sorter)) as source,
        Watched(errors(), tally, source) as watched,
    ):
        runner = Runner(
            source=Kept(
                source,
                group(settings, sorter.reason),
                lambda: sent(settings, sorter.reason, source.partitions),
            ),
            process=_forwarded,
            dispatch=_as_it_came,
            sink=sink,
            observer=Each(tally, watched),
            limits=limits(settings, NEVER),
        )
        code = run_to_the_end(runner)
    return tally.read, code


def _target(settings: Settings, reason: Reason, to: str) -> Publication:
    """Where letters go. One redrive of a reason is at work at a time, whoever started it: a second shuts it out."""
    kafka = settings.kafka
    usual = publication(settings, "redrive")
    return replace(
        usual,
        topics={**usual.topics, Channel.MEETINGS: to},
        transactional_id=transactional_id(
            f"{kafka.transactional_id_prefix}-redrive", kafka.group_id, reason.value
        ),
    )


def _source(settings: Settings, wanted: Redrive, sorter: Sorter) -> TopicSource:
    """The letters that are not sent yet, up to the end of the topic now: what comes back is for another time."""
    cluster, topic = connection(settings), settings.topics.dead_letters
    extent = measured(cluster, topic)
    done = sent(settings, sorter.reason, extent.end)
    left = {each: max(begin, done.get(each, 0)) for each, begin in extent.begin.items()}
    sieve = Sieve(Selection(), Pace(rate=wanted.rate), intake_limits(settings), datetime.now(UTC).date())
    return TopicSource(
        cluster, topic, Extent(left, extent.end), lambda all_: sieve.through(sorter.through(all_))
    )


def _forwarded(deliveries: Sequence[Delivery]) -> list[Result]:
    return [Result(delivery, Forwarded()) for delivery in deliveries]


def _as_it_came(result: Result) -> list[Dispatch]:
    """The letter with all its headers: refused again, it counts its attempts up."""
    each = result.delivery
    return [Dispatch(Channel.MEETINGS, each.key, each.payload, each.headers, each.position)]


def _told(count: int, sorter: Sorter, wanted: Redrive, to: str) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(justify="right")
    done = "would be sent again to" if wanted.dry else "sent again to"
    table.add_row(str(count), f"{sorter.reason.value}: {done} {to}", style="bold")
    reasons = {
        State.EXHAUSTED: f"held back: refused {wanted.attempts} times or more already",
        State.CUT: "held back: only the beginning of the message is kept",
    }
    for state, told in reasons.items():
        if sorter.held_back[state]:
            table.add_row(str(sorter.held_back[state]), told)
    return table
