"""Metrics as a fold: every counter moves here, and moves only by what became of a batch."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    make_wsgi_app,
)

from pipeline.errors import Interrupted
from pipeline.metrics import catalogue
from pipeline.metrics.catalogue import Measure
from pipeline.records import Dispatch, Extracted, Rejected, Result, Skipped
from pipeline.stopwatch import Stage
from schemas.meeting import SCHEMA_VERSION


class Batch(Protocol):
    """The facts of a batch that is durable."""

    @property
    def results(self) -> Sequence[Result]:
        """What became of each message."""

    @property
    def dispatches(self) -> Sequence[Dispatch]:
        """What was published."""

    @property
    def seconds(self) -> Mapping[Stage, float]:
        """How long each stage took."""


class Changes(Protocol):
    """How many partitions came and went since the start."""

    @property
    def assigned(self) -> int:
        """Came."""

    @property
    def revoked(self) -> int:
        """Went in good order."""

    @property
    def lost(self) -> int:
        """Went without our consent."""


class SourceState(Protocol):
    """How a source that has partitions is doing."""

    @property
    def assigned(self) -> Collection[tuple[str, int]]:
        """The partitions that are ours."""

    @property
    def lag(self) -> Mapping[tuple[str, int], int]:
        """Messages waiting, by partition."""

    @property
    def changes(self) -> Changes:
        """How often partitions came and went."""


class Metrics:
    """The exported numbers; an observer of the runner.

    `state` tells how the source is doing, where it has partitions; `clock` gives seconds since 1970.
    """

    def __init__(
        self, state: Callable[[], SourceState] | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._state = state
        self._clock = clock
        self._changed = {"assigned": 0, "revoked": 0, "lost": 0}
        self._shown: frozenset[tuple[str, int]] = frozenset()
        self.registry = CollectorRegistry()
        self._own: dict[str, Any] = {
            each.name: _collector(each, self.registry) for each in catalogue.CATALOGUE
        }
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def app(self) -> Any:
        """A WSGI application that answers with the exposition."""
        return make_wsgi_app(self.registry)

    def built(self, version: str, understanding: str) -> None:
        """Say what is running: the version of Readout, and the digest of what it knows."""
        self._of(catalogue.BUILD).labels(version, understanding, SCHEMA_VERSION).set(1)

    def polled(self, count: int) -> None:  # noqa: ARG002  an empty answer is an answer
        """The source answered."""
        self._of(catalogue.LAST_POLL).set(self._clock())
        if self._state:
            self._observe(self._state())

    def committed(self, batch: Batch) -> None:
        """A batch is durable: count all that became of it."""
        for result in batch.results:
            self._count(result)
        for dispatch in batch.dispatches:
            self._of(catalogue.DISPATCHES).labels(dispatch.channel.value).inc()
        for stage, seconds in batch.seconds.items():
            self._of(catalogue.STAGE_SECONDS).labels(stage.value).observe(seconds)
        self._of(catalogue.BATCH_SIZE).observe(len(batch.results))
        self._of(catalogue.LAST_COMMIT).set(self._clock())

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:  # noqa: ARG002  one is one
        """An attempt at a batch failed."""
        self._of(catalogue.INTERRUPTIONS).inc()

    def _of(self, measure: Measure) -> Any:
        return self._own[measure.name]

    def _count(self, result: Result) -> None:
        self._of(catalogue.DELIVERIES).inc()
        self._of(catalogue.OUTCOMES).labels(*_labels(result)).inc()
        self._age(result.delivery.timestamp)
        if isinstance(result.outcome, Extracted):
            for meeting in result.outcome.meetings:
                self._of(catalogue.MEETINGS).labels(meeting.kind.value, meeting.status.value).inc()
            for note in result.outcome.notes:
                self._of(catalogue.NOTES).labels(note.value).inc()

    def _age(self, timestamp: datetime | None) -> None:
        if timestamp:  # clocks differ between machines: younger than now is as good as now
            self._of(catalogue.ARTICLE_AGE).observe(max(0.0, self._clock() - timestamp.timestamp()))

    def _observe(self, state: SourceState) -> None:
        """Lag of the partitions that are ours; those that went must not show a stale one for ever."""
        self._of(catalogue.ASSIGNED).set(len(state.assigned))
        lag = self._of(catalogue.LAG)
        for topic, partition in self._shown - state.lag.keys():
            lag.remove(topic, str(partition))
        for (topic, partition), messages in state.lag.items():
            lag.labels(topic, str(partition)).set(messages)
        self._shown = frozenset(state.lag)
        self._follow(state.changes)

    def _follow(self, changes: Changes) -> None:
        now = {"assigned": changes.assigned, "revoked": changes.revoked, "lost": changes.lost}
        for name, total in now.items():
            self._of(catalogue.PARTITION_CHANGES).labels(name).inc(total - self._changed[name])
        self._changed = now


def _labels(result: Result) -> tuple[str, str]:
    match result.outcome:
        case Skipped(reason=skipped):
            return catalogue.SKIPPED, skipped.value
        case Rejected(reason=rejected):
            return catalogue.REJECTED, rejected.value
        case _:
            return catalogue.EXTRACTED


def _collector(measure: Measure, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    """The exporter of one measure, with all the children that it starts with."""
    made = _made(measure, registry)
    for values in measure.children:
        made.labels(*values)
    return made


def _made(measure: Measure, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    name = catalogue.PREFIX + measure.name
    match measure.type:
        case catalogue.Type.COUNTER:
            return Counter(name, measure.help, measure.labels, registry=registry)
        case catalogue.Type.GAUGE:
            return Gauge(name, measure.help, measure.labels, registry=registry)
        case catalogue.Type.HISTOGRAM:
            return Histogram(name, measure.help, measure.labels, registry=registry, buckets=measure.buckets)
