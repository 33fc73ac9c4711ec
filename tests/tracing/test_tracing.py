"""Traces: what OpenTelemetry's own exporter keeps of batches that went along the line."""

import itertools
import threading
from dataclasses import dataclass, field, replace

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from stub import StubReader, deliveries, payload

from pipeline.dispatch import Dispatcher
from pipeline.errors import Interrupted
from pipeline.intake import Intake
from pipeline.process import Processor
from pipeline.records import Delivery, Dispatch, Headers, Progress
from pipeline.runner import Limits, Runner
from pipeline.stopwatch import Stage, Stopwatch
from pipeline.tracing import Traces
from pipeline.transports.memory import MemorySink, MemorySource

TRACE = "0af7651916cd43dd8448eb211c80319c"
CAME_WITH: Headers = (("traceparent", f"00-{TRACE}-b7ad6b7169203331-01".encode()),)


@dataclass
class Faltering(MemorySink):
    """A sink that is interrupted once."""

    dispatches: list[Dispatch] = field(default_factory=list)
    faltered: bool = False

    def publish(self, dispatches: list[Dispatch], progress: Progress) -> None:
        """Fail the first time."""
        if not self.faltered:
            self.faltered = True
            raise Interrupted("the broker went away")
        super().publish(dispatches, progress)


@dataclass
class Seen:
    """What was published, and the spans that were told of."""

    sink: MemorySink
    spans: list[ReadableSpan]

    def named(self, name: str) -> list[ReadableSpan]:
        """The spans of that name, in the order in which they ended."""
        return [span for span in self.spans if span.name == name]


def carried(*messages: Delivery, sink: MemorySink | None = None) -> Seen:
    """The messages carried along the line in one batch, traced."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces, stopwatch, sink = Traces(provider), Stopwatch(), sink or MemorySink()
    Runner(
        source=MemorySource(messages),
        process=Processor(Intake(), StubReader(), stopwatch).process,
        dispatch=Dispatcher("/test", traces.context).dispatch,
        sink=sink,
        observer=traces,
        limits=Limits(backoff_seconds=0.001, max_backoff_seconds=0.001),
        stopwatch=stopwatch,
    ).run(threading.Event())
    traces.close()
    return Seen(sink, list(exporter.get_finished_spans()))


@pytest.fixture
def seen() -> Seen:
    """Two articles carried in one batch, the second of which came with a trace."""
    plain, traced = deliveries(payload(1), payload(2))
    return carried(plain, replace(traced, headers=CAME_WITH))


def parents(dispatch: Dispatch) -> list[str]:
    """Version, trace and parent of every `traceparent` of a record; the flags are the SDK's business."""
    values = [value.decode() for name, value in dispatch.headers if name == "traceparent"]
    return [value.rpartition("-")[0] for value in values]


def test_a_batch_is_a_span_with_its_stages_inside(seen: Seen) -> None:
    """Each stage is a child of the batch's span, they follow one another, and none is outside of it."""
    (batch,) = seen.named("process batch")
    stages = [span for span in seen.spans if span.parent and span.parent.span_id == batch.context.span_id]
    assert [span.name for span in stages] == [stage.value for stage in Stage]
    assert all(former.end_time == latter.start_time for former, latter in itertools.pairwise(stages))
    assert batch.start_time <= stages[0].start_time
    assert stages[-1].end_time <= batch.end_time


def test_a_batch_tells_what_came_of_it(seen: Seen) -> None:
    """The span of a batch counts messages and meetings."""
    (batch,) = seen.named("process batch")
    assert batch.attributes is not None
    assert batch.attributes["messaging.batch.message_count"] == 2
    assert batch.attributes["readout.meetings"] == 2
    assert batch.attributes["readout.rejected"] == 0


def test_a_record_goes_on_in_the_trace_of_its_article(seen: Seen) -> None:
    """What comes of an article with a trace context is a child of our span in the article's trace."""
    (article,) = seen.named("process article")
    assert f"{article.context.trace_id:032x}" == TRACE
    assert parents(seen.sink.dispatches[1]) == [f"00-{TRACE}-{article.context.span_id:016x}"]


def test_the_article_and_the_batch_are_linked(seen: Seen) -> None:
    """The batch names the trace of the article that it held, and the article's span names the batch."""
    (batch,), (article,) = seen.named("process batch"), seen.named("process article")
    assert [f"{link.context.trace_id:032x}" for link in batch.links] == [TRACE]
    assert [link.context.span_id for link in article.links] == [batch.context.span_id]


def test_a_record_without_a_trace_belongs_to_that_of_its_batch(seen: Seen) -> None:
    """What comes of an article without a trace context is a child of the batch's span."""
    (batch,) = seen.named("process batch")
    expected = f"00-{batch.context.trace_id:032x}-{batch.context.span_id:016x}"
    assert parents(seen.sink.dispatches[0]) == [expected]


def test_an_interrupted_attempt_is_an_error_and_the_next_a_batch_of_its_own() -> None:
    """The span of the attempt that failed says why; that of the attempt that came through is well."""
    spans = carried(*deliveries(payload(1)), sink=Faltering()).named("process batch")
    assert [span.status.is_ok for span in spans] == [False, True]
    assert spans[0].status.description == "the broker went away"


def test_a_trace_context_that_is_none_is_passed_over() -> None:
    """A header of that name with other contents does no harm: the record belongs to the batch's trace."""
    (message,) = deliveries(payload(1))
    seen = carried(replace(message, headers=(("traceparent", b"\xff00-nonsense"),)))
    (batch,) = seen.named("process batch")
    assert parents(seen.sink.dispatches[0])[0].split("-")[1] == f"{batch.context.trace_id:032x}"
