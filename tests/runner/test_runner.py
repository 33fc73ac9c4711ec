"""The runner: every delivery is dealt with, whole batches or nothing."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from support.line import LIMITS, Watcher, dispatch, process

from pipeline.errors import Halt, Interrupted
from pipeline.records import Channel, Delivery, Dispatch, Progress, Rejected, Result
from pipeline.refusals import RefusalLimit, TooManyRefusals
from pipeline.runner import Limits, Process, Runner, Totals
from pipeline.stopwatch import Stage
from pipeline.transports.memory import MemorySink, MemorySource
from schemas.deadletter import Reason

PAYLOADS = [f"payload {number}".encode() for number in range(95)]
QUICK = replace(LIMITS, backoff_seconds=0.001, max_backoff_seconds=0.002)


class UnsteadySink(MemorySink):
    """Fails the first `failures` times, having kept nothing."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Fail, or publish."""
        if self.failures:
            self.failures -= 1
            raise Interrupted("the line was busy")
        super().publish(dispatches, progress)


class AcknowledgingSink(MemorySink):
    """A sink that keeps the progress itself, as a transactional one does."""

    progress: Progress | None = None

    @property
    def acknowledges(self) -> bool:
        """It does."""
        return True

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Keep both."""
        super().publish(dispatches, progress)
        self.progress = progress


class Forgetful(MemorySource):
    """Loses its claim the first time."""

    lapsed = False

    def acknowledge(self, progress: Progress) -> None:
        """Fail once."""
        if not self.lapsed:
            self.lapsed = True
            raise Interrupted("the claim has lapsed")
        super().acknowledge(progress)


def refuse(deliveries: Sequence[Delivery]) -> list[Result]:
    """Every message is a bad one."""
    return [Result(delivery, Rejected(Reason.NO_TEXT, "no text")) for delivery in deliveries]


def run(
    source: MemorySource, sink: MemorySink, limits: Limits = QUICK, by: Process = process
) -> tuple[Totals, Watcher]:
    """Run to the end of the source."""
    stop = threading.Event()
    watcher = Watcher(stop, 10**9)
    runner = Runner(source=source, process=by, dispatch=dispatch, sink=sink, observer=watcher, limits=limits)
    return runner.run(stop), watcher


def values(sink: MemorySink) -> list[bytes | None]:
    """What was published."""
    return [each.value for each in sink.dispatches]


def test_everything_is_carried_in_order() -> None:
    """Every delivery is published once, in order, and acknowledged."""
    source, sink = MemorySource(PAYLOADS), MemorySink()
    totals, watcher = run(source, sink)
    assert values(sink) == PAYLOADS
    assert source.acknowledged == len(PAYLOADS)
    assert totals == Totals(batches=5, deliveries=95, skipped=95)
    assert max(len(batch.results) for batch in watcher.batches) == QUICK.max_records


def test_the_stages_are_timed() -> None:
    """A batch tells how long it was dispatched and published."""
    _, watcher = run(MemorySource(PAYLOADS[:1]), MemorySink())
    assert {Stage.DISPATCH, Stage.PUBLISH} <= set(watcher.batches[0].seconds)


def test_nothing_is_nothing() -> None:
    """A source without deliveries makes a run without batches."""
    assert run(MemorySource([]), MemorySink())[0] == Totals()


def test_a_failed_batch_is_tried_again() -> None:
    """A sink that fails for a while neither loses nor repeats anything."""
    source, sink = MemorySource(PAYLOADS), UnsteadySink(failures=3)
    _, watcher = run(source, sink)
    assert values(sink) == PAYLOADS
    assert len(watcher.errors) == 3


def test_a_lapsed_claim_brings_the_batch_again() -> None:
    """When the source cannot acknowledge, its batch comes again: at least once."""
    source, sink = Forgetful(PAYLOADS[:5]), MemorySink()
    run(source, sink)
    assert values(sink) == PAYLOADS[:5] * 2
    assert source.acknowledged == 5


def test_a_sink_that_acknowledges_is_left_to_it() -> None:
    """The source is not asked to acknowledge what the sink did."""
    source, sink = MemorySource(PAYLOADS[:5]), AcknowledgingSink()
    run(source, sink)
    assert source.acknowledged == 0
    assert sink.progress == Progress({("memory", 0): 5})


def test_it_gives_up_in_the_end() -> None:
    """A batch that fails time and again halts the service, unacknowledged."""
    source = MemorySource(PAYLOADS)
    with pytest.raises(Halt, match="after 5 attempts: the line was busy"):
        run(source, UnsteadySink(failures=10**9))
    assert source.acknowledged == 0


def test_being_told_to_stop_finishes_the_batch_in_hand() -> None:
    """A stop in the middle of a batch waits until it is acknowledged, and takes no other."""
    source, sink, stop = MemorySource(PAYLOADS), MemorySink(), threading.Event()

    def interrupted(deliveries: Sequence[Delivery]) -> list[Result]:
        stop.set()
        return process(deliveries)

    runner = Runner(
        source=source,
        process=interrupted,
        dispatch=dispatch,
        sink=sink,
        observer=Watcher(stop, 10**9),
        limits=QUICK,
    )
    assert runner.run(stop).deliveries == QUICK.max_records
    assert source.acknowledged == len(sink.dispatches) == QUICK.max_records


def test_being_told_to_stop_ends_the_waiting() -> None:
    """A stop while a failed batch waits for its next attempt leaves it unacknowledged, and no error."""
    source, stop = MemorySource(PAYLOADS), threading.Event()

    class Stopping(UnsteadySink):
        def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
            stop.set()
            super().publish(dispatches, progress)

    runner = Runner(
        source=source,
        process=process,
        dispatch=dispatch,
        sink=Stopping(10**9),
        observer=Watcher(stop, 10**9),
        limits=replace(LIMITS, backoff_seconds=600.0, max_backoff_seconds=600.0),
    )
    assert runner.run(stop) == Totals()
    assert source.acknowledged == 0


def test_too_many_refusals_halt_before_anything_of_the_batch_is_acknowledged() -> None:
    """When all is refused the service stops at the limit, and of that batch nothing is published."""
    source, sink = MemorySource(PAYLOADS), MemorySink()
    limits = replace(QUICK, refusals=RefusalLimit(share=0.5, window=100, minimum=50))
    with pytest.raises(TooManyRefusals):
        run(source, sink, limits, refuse)
    assert source.acknowledged == len(sink.on(Channel.DEAD_LETTERS)) == 40


@pytest.mark.parametrize(
    ("bad", "limit"),
    [
        (lambda number: number % 3 == 0, RefusalLimit(share=0.5, window=50, minimum=10)),
        (lambda number: number < 9, RefusalLimit(share=0.5, window=50, minimum=10)),
        (lambda _: True, RefusalLimit(share=1.0, window=50, minimum=10)),
    ],
    ids=["every third of which half may be", "fewer than count", "all, which is allowed"],
)
def test_fewer_refusals_do_not_halt(bad: Callable[[int], bool], limit: RefusalLimit) -> None:
    """Below its share, below its minimum, or at a share of 1, the limit stops nothing."""

    def some(deliveries: Sequence[Delivery]) -> list[Result]:
        return [
            (refuse if bad(delivery.position.offset) else process)([delivery])[0] for delivery in deliveries
        ]

    totals, _ = run(MemorySource(PAYLOADS), MemorySink(), replace(QUICK, refusals=limit), some)
    assert totals.deliveries == len(PAYLOADS)


def test_old_refusals_are_forgotten() -> None:
    """Refusals that have left the window do not count."""

    def at_both_ends(deliveries: Sequence[Delivery]) -> list[Result]:
        bad = {delivery.position.offset for delivery in deliveries} & {*range(9), *range(86, 95)}
        return [(refuse if each.position.offset in bad else process)([each])[0] for each in deliveries]

    limits = replace(QUICK, refusals=RefusalLimit(share=0.1, window=40, minimum=10))
    totals, _ = run(MemorySource(PAYLOADS), MemorySink(), limits, at_both_ends)
    assert totals.rejected == 18
