"""The one loop: poll, process, dispatch, publish, acknowledge. Service, replay and one-shot all run this.

    deliveries ─ process ─▶ results ─ dispatch ─▶ dispatches ─ sink.publish(dispatches, progress)

A batch is dealt with whole or not at all. If a transport is interrupted the source is rewound and the batch
comes again; nothing that a careful reader of the sink would see was published.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_after_attempt,
    stop_when_event_set,
    wait_random_exponential,
)

from pipeline.errors import Halt, Interrupted
from pipeline.ports import Sink, Source
from pipeline.records import Delivery, Dispatch, Extracted, Progress, Rejected, Result, Skipped
from pipeline.refusals import RefusalLimit, RefusalWindow
from pipeline.stopwatch import Stage, Stopwatch
from pipeline.watchdog import bounded

Process = Callable[[Sequence[Delivery]], Sequence[Result]]
"""One result per delivery, in order; never raises for bad input."""

Dispatcher = Callable[[Result], Sequence[Dispatch]]
"""What a result sends out, in order."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of one batch, once it is durable.

    `seconds` is how long each stage took, failed attempts included; publishing includes acknowledging.
    """

    results: Sequence[Result]
    dispatches: Sequence[Dispatch]
    seconds: Mapping[Stage, float]


class Observer(Protocol):
    """Who is told. Called on the runner's thread; must not raise nor block."""

    def polled(self, count: int) -> None:
        """The source answered with `count` deliveries, perhaps none."""

    def committed(self, batch: Batch) -> None:
        """A batch is durable."""

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """Attempt `attempt` (from 1) at a batch failed; the next comes in `wait` seconds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the runner may take on at once, in records and in seconds, and how often it tries again."""

    max_records: int = 32
    poll_seconds: float = 0.5
    process_seconds: float = 300.0
    attempts: int = 8
    backoff_seconds: float = 0.2
    max_backoff_seconds: float = 30.0
    refusals: RefusalLimit = field(default_factory=RefusalLimit)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum over all batches of one run."""

    batches: int = 0
    deliveries: int = 0
    extracted: int = 0
    skipped: int = 0
    rejected: int = 0
    meetings: int = 0

    def plus(self, results: Sequence[Result]) -> "Totals":
        """These totals and one more batch."""
        kinds = Counter(type(result.outcome) for result in results)
        meetings = sum(len(r.outcome.meetings) for r in results if isinstance(r.outcome, Extracted))
        return Totals(
            batches=self.batches + 1,
            deliveries=self.deliveries + len(results),
            extracted=self.extracted + kinds[Extracted],
            skipped=self.skipped + kinds[Skipped],
            rejected=self.rejected + kinds[Rejected],
            meetings=self.meetings + meetings,
        )


class Runner:
    """Carries deliveries from `source` to `sink` until told to stop, or until there are no more.

    The runner closes neither; who opened them does. `process` and the runner share one `stopwatch`.
    """

    def __init__(  # noqa: PLR0913  these parts make the line, and each is named once, here
        self,
        *,
        source: Source,
        process: Process,
        dispatch: Dispatcher,
        sink: Sink,
        observer: Observer,
        limits: Limits | None = None,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self._source = source
        self._process = process
        self._dispatch = dispatch
        self._sink = sink
        self._observer = observer
        self._limits = limits or Limits()
        self._stopwatch = stopwatch or Stopwatch()
        self._window = RefusalWindow(self._limits.refusals)

    def run(self, stop: threading.Event) -> Totals:
        """Deal with batches until `stop` is set, the batch in hand included, or the source is exhausted.

        Raises:
            Halt: the service cannot go on safely; the batch in hand was not acknowledged.
        """
        totals = Totals()
        while not stop.is_set() and (batch := self._next(stop)):
            totals = totals.plus(batch.results)
        return totals

    def _next(self, stop: threading.Event) -> Batch | None:
        """The next batch, durable; None when there is no more to do."""
        try:
            batch = self._retrying(stop)(self._turn, stop)
        except Interrupted as error:
            if stop.is_set():
                return None
            raise Halt(f"gave up after {self._limits.attempts} attempts: {error}") from error
        if batch:
            self._window.remember(batch.results)
            self._observer.committed(batch)
        return batch

    def _retrying(self, stop: threading.Event) -> Retrying:
        return Retrying(
            retry=retry_if_exception_type(Interrupted),
            stop=stop_after_attempt(self._limits.attempts) | stop_when_event_set(stop),
            # Full jitter keeps members that failed together from coming back together.
            wait=wait_random_exponential(self._limits.backoff_seconds, self._limits.max_backoff_seconds),
            sleep=sleep_using_event(stop),
            before_sleep=self._report,
            reraise=True,
        )

    def _report(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Interrupted):
            self._observer.interrupted(error, state.attempt_number, state.upcoming_sleep)

    def _turn(self, stop: threading.Event) -> Batch | None:
        """One attempt at one batch: waits for deliveries as long as need be."""
        while not stop.is_set() and not self._source.exhausted:
            deliveries = self._source.poll(self._limits.max_records, self._limits.poll_seconds)
            self._observer.polled(len(deliveries))
            if deliveries:
                return self._deliver(deliveries)
        return None

    def _deliver(self, deliveries: Sequence[Delivery]) -> Batch:
        try:
            return self._attempt(deliveries)
        except Interrupted:
            self._source.rewind(deliveries)
            raise

    def _attempt(self, deliveries: Sequence[Delivery]) -> Batch:
        with bounded(f"processing {len(deliveries)} deliveries", self._limits.process_seconds):
            results = self._process(deliveries)
        self._window.check(results)
        with self._stopwatch.timing(Stage.DISPATCH):
            dispatches = [dispatch for result in results for dispatch in self._dispatch(result)]
        with self._stopwatch.timing(Stage.PUBLISH):
            self._publish(dispatches, self._source.progress(deliveries))
        return Batch(results, dispatches, self._stopwatch.take())

    def _publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        self._sink.publish(dispatches, progress)
        if not self._sink.acknowledges:
            self._source.acknowledge(progress)
