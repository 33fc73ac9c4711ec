"""One line for all commands: a source and a sink go in, the rest is the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from pipeline.cli.exits import Exit
from pipeline.cli.forwarding import Forwarder, Unread
from pipeline.cli.signals import stopping
from pipeline.dispatch import Dispatcher, passed_on
from pipeline.errors import Halt
from pipeline.extract.understanding import understanding as digest
from pipeline.intake import Intake
from pipeline.intake import Limits as IntakeLimits
from pipeline.ports import Sink, Source
from pipeline.process import Processor, Reader
from pipeline.readers import ROUNDS, Bounds, Readers
from pipeline.records import Delivery, Dispatch, Headers, Result
from pipeline.refusals import RefusalLimit
from pipeline.runner import Limits, Observer, Process, Runner
from pipeline.settings import Settings
from pipeline.stopwatch import Stopwatch

NEVER = RefusalLimit(share=1.0)
"""A person who reads files wants to hear of every refusal, however many."""


Heard = Callable[[Sequence[Result]], None]
"""Who is told of the results of a batch before they are published; of a batch that failed, again."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time: that of the machine, or `always` the same."""

    always: datetime | None = None

    def __call__(self) -> datetime:
        """The time, in UTC where it is the machine's."""
        return self.always or datetime.now(UTC)

    def today(self) -> date:
        """The day."""
        return self().date()


def extractor(clock: Clock) -> Reader:
    """The language model with all that follows it."""
    from pipeline.extract.extractor import Extractor  # noqa: PLC0415  spaCy takes a second to import

    return Extractor(clock=clock)


@dataclass(frozen=True, slots=True)
class Middle:
    """Makes what turns messages into outcomes, in whichever process it is called."""

    limits: IntakeLimits
    clock: Clock
    reader: Callable[[Clock], Reader]

    def __call__(self, stopwatch: Stopwatch) -> Process:
        """What reads, its stages timed by `stopwatch`."""
        return Processor(Intake(self.limits, self.clock.today), self.reader(self.clock), stopwatch).process


def _unheard(_: Sequence[Result]) -> None:
    pass


def _nothing(_: Result) -> Sequence[Dispatch]:
    return ()


class Pipeline:
    """What stands between any source and any sink, as the settings say; close it after use.

    Messages are read in processes of their own, which load the language model from now on. A `reader` at hand
    stands in for them, in this process, and so does one that reads nothing, when it `forwards` articles.

    Args:
        settings: what the operator chose.
        clock: tells when an article is read.
        reader: reads instead, in this process.
        making: makes what reads, in each of the processes.
        forwards: articles are passed on as they came, and none is read.
        context: gives records the headers of their trace.
    """

    def __init__(  # noqa: PLR0913  what is not named has its default
        self,
        settings: Settings,
        clock: Clock | None = None,
        reader: Reader | None = None,
        *,
        making: Callable[[Clock], Reader] = extractor,
        forwards: bool = False,
        context: Callable[[Delivery], Headers] = passed_on,
    ) -> None:
        self._settings = settings
        clock, limits = clock or Clock(), intake_limits(settings)
        at_hand = Unread() if forwards else reader
        self._here = Middle(limits, clock, lambda _: at_hand) if at_hand else None
        self._readers = None if at_hand else _readers(settings, Middle(limits, clock, making))
        dispatcher = Dispatcher(settings.events.source, context)
        self._dispatch = (Forwarder(dispatcher) if forwards else dispatcher).dispatch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that read."""
        if self._readers:
            self._readers.close()

    def await_ready(self) -> None:
        """Wait until the language model is loaded.

        Raises:
            Halt: it cannot be.
        """
        if self._readers:
            self._readers.await_ready()

    @property
    def understanding(self) -> str:
        """The digest of what the extractor knows."""
        return digest(None)

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
        reading = self._reading(stopwatch)

        def process(deliveries: Sequence[Delivery]) -> Sequence[Result]:
            results = reading(deliveries)
            heard(results)
            return results

        return Runner(
            source=source,
            process=process,
            dispatch=lambda result: [*self._dispatch(result), *beside(result)],
            sink=sink,
            observer=observer,
            limits=limits(self._settings, refusals),
            stopwatch=stopwatch,
        )

    def read(self, deliveries: Sequence[Delivery]) -> tuple[Sequence[Result], Sequence[Dispatch]]:
        """What becomes of a batch, and what that sends out: for whoever has a runner of his own, as Spark does.

        Raises:
            Halt: no process can be had that reads.
        """
        results = self._reading(Stopwatch())(deliveries)
        return results, [each for result in results for each in self._dispatch(result)]

    def _reading(self, stopwatch: Stopwatch) -> Process:
        if self._here:
            return self._here(stopwatch)
        readers = self._readers
        if readers is None:
            raise Halt("the pipeline is closed")
        return lambda deliveries: readers.process(deliveries, stopwatch)


def _readers(settings: Settings, making: Middle) -> Readers:
    chosen = settings.workers
    bounds = Bounds(text_seconds=chosen.text_seconds, megabytes=chosen.memory_mb)
    return Readers(making, chosen.count, bounds)


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


def limits(settings: Settings, refusals: RefusalLimit | None = None) -> Limits:
    """What the runner may take on, as the settings say; `refusals` stands in for their limit."""
    batch, limit, readers = settings.batch, settings.refusals, settings.workers.count
    return Limits(
        max_records=batch.max_records * (readers * ROUNDS if readers > 1 else 1),
        poll_seconds=batch.poll_seconds,
        process_seconds=batch.process_seconds,
        attempts=batch.attempts,
        backoff_seconds=batch.backoff_seconds,
        max_backoff_seconds=batch.max_backoff_seconds,
        refusals=refusals or RefusalLimit(limit.share, limit.window, limit.minimum),
    )
