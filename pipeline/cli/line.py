"""One line for all commands: a source and a sink go in, the rest is the same."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pipeline.cli.exits import Exit
from pipeline.cli.forwarding import Forwarder, Unread
from pipeline.cli.signals import stopping
from pipeline.dispatch import Dispatcher, passed_on
from pipeline.intake import Intake
from pipeline.intake import Limits as IntakeLimits
from pipeline.ports import Sink, Source
from pipeline.process import Processor, Reader
from pipeline.records import Delivery, Dispatch, Headers, Result
from pipeline.refusals import RefusalLimit
from pipeline.runner import Limits, Observer, Runner
from pipeline.settings import Settings
from pipeline.stopwatch import Stopwatch

NEVER = RefusalLimit(share=1.0)
"""A person who reads files wants to hear of every refusal, however many."""


Heard = Callable[[Sequence[Result]], None]
"""Who is told of the results of a batch before they are published; of a batch that failed, again."""


def _now() -> datetime:
    return datetime.now(UTC)


def _unheard(_: Sequence[Result]) -> None:
    pass


def _nothing(_: Result) -> Sequence[Dispatch]:
    return ()


def understanding() -> str:
    """The digest of what the extractor knows, without loading it."""
    from pipeline.extract.extractor import understanding as digest  # noqa: PLC0415  as below

    return digest(None)


class Pipeline:
    """What stands between any source and any sink, as the settings say; it loads the language model.

    `clock` tells when an article is read; `reader` stands in for the language model. With `forwards` articles
    are passed on as they came, and none is read. `context` gives records the headers of their trace.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = _now,
        reader: Reader | None = None,
        *,
        forwards: bool = False,
        context: Callable[[Delivery], Headers] = passed_on,
    ) -> None:
        self._settings = settings
        self._reader = Unread() if forwards else reader or _extractor(clock)
        self._intake = Intake(intake_limits(settings), lambda: clock().date())
        dispatcher = Dispatcher(settings.events.source, context)
        self._dispatch = (Forwarder(dispatcher) if forwards else dispatcher).dispatch

    @property
    def understanding(self) -> str:
        """The digest of what the extractor knows."""
        return understanding()

    def between(  # noqa: PLR0913, PLR0917  what stands at either side, and who listens
        self,
        source: Source,
        sink: Sink,
        observer: Observer,
        refusals: RefusalLimit | None = None,
        heard: Heard = _unheard,
        beside: Callable[[Result], Sequence[Dispatch]] = _nothing,
    ) -> Runner:
        """The runner that carries `source` to `sink`; `refusals` stands in for the limit of the settings.

        `beside` is what a result sends out behind its own records.
        """
        stopwatch = Stopwatch()
        processor = Processor(self._intake, self._reader, stopwatch)

        def process(deliveries: Sequence[Delivery]) -> list[Result]:
            results = processor.process(deliveries)
            heard(results)
            return results

        return Runner(
            source=source,
            process=process,
            dispatch=lambda result: [*self._dispatch(result), *beside(result)],
            sink=sink,
            observer=observer,
            limits=_limits(self._settings, refusals),
            stopwatch=stopwatch,
        )


def _extractor(clock: Callable[[], datetime]) -> Reader:
    from pipeline.extract.extractor import Extractor  # noqa: PLC0415  spaCy takes a second to import

    return Extractor(clock=clock)


def run_to_the_end(runner: Runner) -> int:
    """Run until the source is exhausted; the exit code tells if somebody stopped it before."""
    with stopping() as stop:
        runner.run(stop)
        return Exit.INTERRUPTED if stop.is_set() else Exit.OK


def intake_limits(settings: Settings) -> IntakeLimits:
    """How much of anything one message may hold, as the settings say."""
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
