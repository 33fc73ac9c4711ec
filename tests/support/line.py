"""A line of our own making for transport tests: one record for each message, whatever it says."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.errors import Interrupted
from pipeline.ports import Sink, Source
from pipeline.records import Channel, Delivery, Dispatch, Rejected, Result, Skipped
from pipeline.refusals import RefusalLimit
from pipeline.runner import Batch, Limits, Runner, Totals
from schemas.deadletter import Reason, SkipReason


def process(deliveries: Sequence[Delivery]) -> list[Result]:
    """Refuse what is damaged; of all else there is nothing to know."""
    return [
        Result(each, Rejected(Reason.CORRUPT, each.fault) if each.fault else Skipped(SkipReason.LANGUAGE))
        for each in deliveries
    ]


def dispatch(result: Result) -> list[Dispatch]:
    """One record for each message, with its payload."""
    delivery = result.delivery
    channel = Channel.DEAD_LETTERS if isinstance(result.outcome, Rejected) else Channel.MEETINGS
    return [Dispatch(channel, delivery.key, delivery.payload, delivery.headers, delivery.position)]


@dataclass
class Watcher:
    """Keeps what it was told, and stops the line after `enough` deliveries."""

    stop: threading.Event
    enough: int
    batches: list[Batch] = field(default_factory=list)
    errors: list[Interrupted] = field(default_factory=list)

    def polled(self, count: int) -> None:
        """Nothing worth keeping."""

    def committed(self, batch: Batch) -> None:
        """Count it."""
        self.batches.append(batch)
        if sum(len(each.results) for each in self.batches) >= self.enough:
            self.stop.set()

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:  # noqa: ARG002  ditto
        """Keep it."""
        self.errors.append(error)


LIMITS = Limits(
    max_records=20, poll_seconds=0.2, attempts=5, max_backoff_seconds=0.5, refusals=RefusalLimit(1.0)
)


def carry(  # noqa: PLR0913 - all but the first three are for the few tests that care
    source: Source,
    sink: Sink,
    enough: int,
    *,
    seconds: float = 60.0,
    limits: Limits = LIMITS,
    by: Callable[[Sequence[Delivery]], list[Result]] = process,
) -> tuple[Totals, Watcher]:
    """Run the line until `enough` deliveries are durable, or the time is over; `by` processes a batch."""
    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)
    timer.start()
    watcher = Watcher(stop, enough)
    line = Runner(source=source, process=by, dispatch=dispatch, sink=sink, observer=watcher, limits=limits)
    try:
        return line.run(stop), watcher
    finally:
        timer.cancel()
