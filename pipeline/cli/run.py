"""`readout run`: the service."""

from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from pipeline import logs
from pipeline.cli.exits import Exit
from pipeline.cli.line import Clock, Pipeline, extractor
from pipeline.cli.traces import tracing
from pipeline.errors import Halt, Interrupted
from pipeline.process import Reader
from pipeline.settings import Settings

# ruff: noqa: PLC0415  the client is imported while the language model loads in another process

Making = Callable[[Clock], Reader]
"""Makes a reader that goes by a clock; must be picklable."""


def run(settings: Settings, making: Making = extractor) -> int:
    """Read topics until told to stop, as one member of the group or as several; the exit code.

    `making` makes what reads, in a process of its own.

    Raises:
        ConfigurationError: the port for metrics is taken.
    """
    logs.configure(settings.log.level.value, settings.log.format.value)
    if settings.workers.count == 1:
        return serve(settings, making)
    from pipeline.cli.members import supervise

    return supervise(settings, partial(serve, making=making))


def serve(settings: Settings, making: Making = extractor) -> int:
    """Serve as one member of the group until told to stop; the exit code.

    Raises:
        ConfigurationError: the port for metrics is taken, or traces cannot be made.
    """
    logs.configure(settings.log.level.value, settings.log.format.value)
    log = logs.logger("readout")
    traces = tracing(settings)
    with Pipeline(settings, making=making, context=traces.context) as pipeline:
        from pipeline.cli.member import totals_of

        log.info("starting", version=version("readout-pipeline"), understanding=pipeline.understanding)
        try:
            totals = totals_of(settings, pipeline, traces)
        except (Halt, Interrupted) as error:
            log.error("halted", error=str(error))  # noqa: TRY400  it is foreseen: where it arose says nothing more
            return error.exit_code if isinstance(error, Halt) else Exit.HALTED
    log.info("stopped", batches=totals.batches, deliveries=totals.deliveries, meetings=totals.meetings)
    return Exit.OK
