"""Traces: a span for each batch, told to OpenTelemetry. An optional extra, and the only room that imports it.

    batch span ─┬─ intake, extract, dispatch, publish      links to the traces of the articles in it
                └─ linked from a span `article` in the trace that an article came with; its records go on from there

Names follow OpenTelemetry's semantic conventions for messaging (1.43) where they have one.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

from opentelemetry.context import Context
from opentelemetry.propagators.textmap import Getter, Setter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Link, Span, SpanKind, StatusCode, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from pipeline.errors import Interrupted
from pipeline.records import Delivery, Extracted, Headers, Position, Rejected, Result
from pipeline.stopwatch import Stage

_PER_SECOND: Final = 1_000_000_000


class Batch(Protocol):
    """The facts of a batch that is durable."""

    @property
    def results(self) -> Sequence[Result]:
        """What became of each message."""

    @property
    def seconds(self) -> Mapping[Stage, float]:
        """How long each stage took."""


class _FromHeaders(Getter[Headers]):
    def get(self, carrier: Headers, key: str) -> list[str] | None:
        return [value.decode("ascii", "replace") for name, value in carrier if name == key] or None

    def keys(self, carrier: Headers) -> list[str]:
        return [name for name, _ in carrier]


class _IntoHeaders(Setter[list[tuple[str, bytes]]]):
    def set(self, carrier: list[tuple[str, bytes]], key: str, value: str) -> None:
        carrier.append((key, value.encode()))


class Traces:
    """An observer of the runner that tells `provider` of batches, and gives records their trace context.

    `clock` gives nanoseconds since 1970.
    """

    def __init__(self, provider: TracerProvider, clock: Callable[[], int] = time.time_ns) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("readout")
        self._propagator = TraceContextTextMapPropagator()
        self._clock = clock
        self._began = 0
        self._batch: Span | None = None
        self._articles: dict[Position, Span] = {}

    def polled(self, count: int) -> None:
        """A batch begins with the deliveries that were polled for it."""
        if count:
            self._end()
            self._began = self._clock()
            self._batch = self._tracer.start_span(
                "process batch",
                Context(),
                kind=SpanKind.CONSUMER,
                start_time=self._began,
                attributes={"messaging.system": "kafka", "messaging.batch.message_count": count},
            )

    def context(self, delivery: Delivery) -> Headers:
        """The W3C trace context of what is sent out of `delivery`: its own trace, or else that of the batch."""
        span = self._article(delivery) or self._batch
        headers: list[tuple[str, bytes]] = []
        if span is not None:
            self._propagator.inject(headers, set_span_in_context(span), _IntoHeaders())
        return tuple(headers)

    def committed(self, batch: Batch) -> None:
        """The batch is durable: its stages become spans one after the other, and all spans end."""
        if self._batch is not None:
            self._batch.set_attributes(_counts(batch.results))
            self._stages(self._batch, batch.seconds)
        self._end()

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """The attempt failed, and so did its spans; the next attempt is a batch of its own."""
        if self._batch is not None:
            self._batch.set_attributes({"readout.attempt": attempt, "readout.wait_seconds": wait})
            self._batch.record_exception(error)
        for span in self._open():
            span.set_status(StatusCode.ERROR, str(error))
        self._end()

    def close(self) -> None:
        """Send what is not sent yet; may take as long as the exporter's time-out."""
        self._end()
        self._provider.shutdown()

    def _article(self, delivery: Delivery) -> Span | None:
        """A span in the trace that the delivery came with, begun once for all that is sent out of it."""
        if delivery.position not in self._articles:
            origin = self._propagator.extract(delivery.headers, Context(), _FromHeaders())
            if self._batch is None or not get_current_span(origin).get_span_context().is_valid:
                return None
            self._batch.add_link(get_current_span(origin).get_span_context())
            self._articles[delivery.position] = self._tracer.start_span(
                "process article",
                origin,
                kind=SpanKind.CONSUMER,
                links=[Link(self._batch.get_span_context())],
                start_time=self._began,
                attributes=_place(delivery.position),
            )
        return self._articles[delivery.position]

    def _stages(self, batch: Span, seconds: Mapping[Stage, float]) -> None:
        at = self._began
        for stage in (stage for stage in Stage if stage in seconds):
            span = self._tracer.start_span(stage.value, set_span_in_context(batch), start_time=at)
            at += round(seconds[stage] * _PER_SECOND)
            span.end(at)

    def _open(self) -> Iterable[Span]:
        return [*self._articles.values(), *([self._batch] if self._batch is not None else [])]

    def _end(self) -> None:
        for span in self._open():
            span.end(self._clock())
        self._batch, self._articles = None, {}


def _place(position: Position) -> dict[str, str | int]:
    return {
        "messaging.system": "kafka",
        "messaging.destination.name": position.stream,
        "messaging.destination.partition.id": str(position.partition),
        "messaging.kafka.offset": position.offset,
    }


def _counts(results: Sequence[Result]) -> dict[str, int]:
    outcomes = [result.outcome for result in results]
    return {
        "readout.meetings": sum(len(o.meetings) for o in outcomes if isinstance(o, Extracted)),
        "readout.rejected": sum(isinstance(o, Rejected) for o in outcomes),
    }
