"""One line for all commands: a source and a sink go in, the rest is the same."""

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


class Pipeline:
    """What stands between any source and any sink, as the settings say; it loads the language model."""

    def __init__(self, settings: Settings) -> None:
        from pipeline.extract.extractor import Extractor  # noqa: PLC0415  spaCy takes a second to import

        self._settings = settings
        self._extractor = Extractor()
        self._intake = Intake(_intake_limits(settings))
        self._dispatcher = Dispatcher(settings.events.source)

    @property
    def understanding(self) -> str:
        """The digest of what the extractor knows."""
        return self._extractor.understanding

    def between(
        self, source: Source, sink: Sink, observer: Observer, refusals: RefusalLimit | None = None
    ) -> Runner:
        """The runner that carries `source` to `sink`; `refusals` stands in for the limit of the settings."""
        stopwatch = Stopwatch()
        return Runner(
            source=source,
            process=Processor(self._intake, self._extractor, stopwatch).process,
            dispatch=self._dispatcher.dispatch,
            sink=sink,
            observer=observer,
            limits=_limits(self._settings, refusals),
            stopwatch=stopwatch,
        )


def run_to_the_end(runner: Runner) -> int:
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
