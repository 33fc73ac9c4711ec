"""`readout run`: the service."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from importlib.metadata import version

from pipeline import logs
from pipeline.cli.check import needs
from pipeline.cli.exits import Exit
from pipeline.cli.kafka import connection, consuming, publishing
from pipeline.cli.line import Clock, Pipeline, extractor
from pipeline.cli.members import stop_with_parent, supervise
from pipeline.cli.observers import Each
from pipeline.cli.signals import stopping
from pipeline.cli.traces import Tracing, tracing
from pipeline.errors import Halt, Interrupted
from pipeline.health import Health, Server, application
from pipeline.journal import Journal
from pipeline.metrics import Metrics
from pipeline.process import Reader
from pipeline.runner import Totals
from pipeline.settings import Settings
from pipeline.transports.kafka import Admin, KafkaSource

Making = Callable[[Clock], Reader]
"""Makes a reader that goes by a clock; must be picklable."""


def run(settings: Settings, making: Making = extractor) -> int:
    """Read topics until told to stop, as one member of the group or as several; the exit code.

    `making` makes what reads, in a process of its own.

    Raises:
        ConfigurationError: the port for metrics is taken.
    """
    logs.configure(settings.log.level.value, settings.log.format.value)
    member = partial(serve, making=making)
    return supervise(settings, member) if settings.workers.count > 1 else member(settings)


def serve(settings: Settings, making: Making = extractor) -> int:
    """Serve as one member of the group until told to stop; the exit code.

    Raises:
        ConfigurationError: the port for metrics is taken, or traces cannot be made.
    """
    logs.configure(settings.log.level.value, settings.log.format.value)
    log = logs.logger("readout")
    traces = tracing(settings)
    with Pipeline(settings, making=making, context=traces.context) as pipeline:
        log.info("starting", version=version("readout-pipeline"), understanding=pipeline.understanding)
        try:
            # The model first: a member that loads it would keep its partitions waiting.
            pipeline.await_ready()
            _fitting(settings)
            totals = _serve(settings, pipeline, traces)
        except (Halt, Interrupted) as error:
            log.error("halted", error=str(error))  # noqa: TRY400  it is foreseen: where it arose says nothing more
            return error.exit_code if isinstance(error, Halt) else Exit.HALTED
    log.info("stopped", batches=totals.batches, deliveries=totals.deliveries, meetings=totals.meetings)
    return Exit.OK


def _serve(settings: Settings, pipeline: Pipeline, traces: Tracing) -> Totals:
    with (
        stopping() as stop,
        closing(traces),
        closing(consuming(settings)) as source,
        closing(publishing(settings, "run")) as sink,
    ):
        stop_with_parent(stop)
        metrics, health = _metrics(source, pipeline), _health(source, settings)
        with _serving(settings, health, metrics):
            return pipeline.between(source, sink, Each(Journal(), metrics, health, traces)).run(stop)


def _fitting(settings: Settings) -> None:
    """Look at the topics before any is read: of one that is not there a consumer would never hear.

    Raises:
        Halt: a topic is not there, or we may not use it.
        Interrupted: the cluster cannot be reached.
    """
    with Admin(connection(settings)) as admin:
        for finding in admin.inspect(needs(settings)):
            if finding.passed is False:
                raise Halt(f"{finding.subject}: {finding.detail}; `readout check` tells all")


def _metrics(source: KafkaSource, pipeline: Pipeline) -> Metrics:
    metrics = Metrics(source.state)
    metrics.built(version("readout-pipeline"), pipeline.understanding)
    return metrics


def _health(source: KafkaSource, settings: Settings) -> Health:
    """Alive as long as the watchdog allows a turn of the loop to take."""
    timeouts, batch = settings.kafka.timeouts, settings.batch
    turn = batch.process_seconds + timeouts.commit_seconds + timeouts.recovery_seconds
    return Health(
        lambda: len(source.state().assigned),
        stall_seconds=turn + batch.max_backoff_seconds,
        poll_seconds=turn + batch.max_backoff_seconds,
    )


def _serving(settings: Settings, health: Health, metrics: Metrics) -> AbstractContextManager[object]:
    chosen = settings.metrics
    return Server(application(health, metrics), chosen.host, chosen.port) if chosen.port else nullcontext()
