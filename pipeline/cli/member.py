"""One member of the group at work: its source, sink and observers around the pipeline."""

from contextlib import AbstractContextManager, closing, nullcontext
from importlib.metadata import version

from pipeline.cli.check import needs
from pipeline.cli.kafka import connection, consuming, publishing
from pipeline.cli.line import Pipeline
from pipeline.cli.members import stop_with_parent
from pipeline.cli.observers import Each
from pipeline.cli.signals import stopping
from pipeline.cli.traces import Tracing
from pipeline.errors import Halt
from pipeline.health import Health, Server, application
from pipeline.journal import Journal
from pipeline.metrics import Metrics
from pipeline.runner import Totals
from pipeline.settings import Settings
from pipeline.transports.kafka import Admin, KafkaSource


def totals_of(settings: Settings, pipeline: Pipeline, traces: Tracing) -> Totals:
    """Read until told to stop; what was read.

    Raises:
        Halt: it cannot go on safely, or the language model is not loaded in time.
        Interrupted: the cluster cannot be reached.
        ConfigurationError: the port for metrics is taken.
    """
    _fitting(settings)
    with (
        closing(traces),
        closing(consuming(settings)) as source,
        closing(publishing(settings, "run")) as sink,
    ):
        # It joins the group with its first poll: a member that loads its model would keep its partitions waiting.
        pipeline.await_ready()
        metrics, health = _metrics(source, pipeline), _health(source, settings)
        with stopping() as stop, _serving(settings, health, metrics):
            stop_with_parent(stop)
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
