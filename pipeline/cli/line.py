"""One line for all commands: a source and a sink go in, the rest is the same."""

import threading
from typing import Protocol

from pipeline.cli.exits import Exit
from pipeline.cli.signals import stopping
from pipeline.dispatch import Dispatcher
from pipeline.intake import Intake
from pipeline.intake import Limits as IntakeLimits
from pipeline.ports import Sink, Source
from pipeline.process import Processor
from pipeline.refusals import RefusalLimit
from pipeline.runner import Limits, Observer, Runner
from pipeline.settings import Settings
from pipeline.stopwatch import Stopwatch

NEVER = RefusalLimit(share=1.0)
"""A person who reads files wants to hear of every refusal, however many."""


def line(
    settings: Settings,
    source: Source,
    sink: Sink,
    observer: Observer,
    refusals: RefusalLimit | None = None,
) -> Runner:
    """The runner that carries `source` to `sink` as `settings` say; the extractor is loaded here.

    `refusals` stands in for the limit of the settings.
    """
    from pipeline.extract.extractor import Extractor  # noqa: PLC0415  spaCy takes a second to import

    stopwatch = Stopwatch()
    return Runner(
        source=source,
        process=Processor(Intake(_intake_limits(settings)), Extractor(), stopwatch).process,
        dispatch=Dispatcher(settings.events.source).dispatch,
        sink=sink,
        observer=observer,
        limits=_limits(settings, refusals),
        stopwatch=stopwatch,
    )


class Runs(Protocol):
    """Something to run until it is done, or told to stop."""

    def run(self, stop: threading.Event) -> object:
        """Run until done, or until `stop` is set."""


def run_to_the_end(runner: Runs) -> int:
    """Run until the source is exhausted; the exit code tells if somebody stopped it before."""
    with stopping() as stop:
        runner.run(stop)
        return Exit.INTERRUPTED if stop.is_set() else Exit.OK


def _intake_limits(settings: Settings) -> IntakeLimits:
    chosen = settings.intake
    return IntakeLimits(
        payload_bytes=chosen.payload_bytes,
        text_characters=chosen.text_characters,
        field_characters=chosen.field_characters,
        depth=chosen.depth,
    )


def _limits(settings: Settings, refusals: RefusalLimit | None) -> Limits:
    batch, limit = settings.batch, settings.refusals
    return Limits(
        max_records=batch.max_records,
        poll_seconds=batch.poll_seconds,
        process_seconds=batch.process_seconds,
        attempts=batch.attempts,
        backoff_seconds=batch.backoff_seconds,
        max_backoff_seconds=batch.max_backoff_seconds,
        refusals=refusals or RefusalLimit(limit.share, limit.window, limit.minimum),
    )
