"""Traces, where the settings ask for them; else nothing is imported, and records pass their context on."""

from importlib.metadata import version
from typing import Protocol

from pipeline.cli.observers import Silent
from pipeline.dispatch import passed_on
from pipeline.errors import ConfigurationError
from pipeline.records import Delivery, Headers
from pipeline.runner import Observer
from pipeline.settings import Settings


class Tracing(Observer, Protocol):
    """Who is told of batches, and gives records their trace context."""

    def context(self, delivery: Delivery) -> Headers:
        """The headers of the trace that a record out of `delivery` belongs to."""

    def close(self) -> None:
        """Send what is not sent yet."""


class Untraced(Silent):
    """Nobody traces: the context that a message came with is passed on."""

    def context(self, delivery: Delivery) -> Headers:
        """What it came with."""
        return passed_on(delivery)

    def close(self) -> None:
        """Nothing."""


def tracing(settings: Settings) -> Tracing:
    """Who traces, as the settings say.

    Raises:
        ConfigurationError: traces are asked for, and the extra that makes them is not installed.
    """
    if not settings.traces.endpoint:
        return Untraced()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  an extra
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource  # noqa: PLC0415  an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  an extra

        from pipeline.tracing import Traces  # noqa: PLC0415  an extra
    except ImportError as error:
        raise ConfigurationError(
            "traces.endpoint is set, and OpenTelemetry is not installed; install readout-pipeline[traces]"
        ) from error
    ours = Resource.create({"service.name": "readout", "service.version": version("readout-pipeline")})
    # What the operator says in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES goes before what we say.
    provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.traces.endpoint)))
    return Traces(provider)
