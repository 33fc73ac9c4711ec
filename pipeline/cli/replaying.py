"""One run of a replay: its archive, what it is known by, and how it ends."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from pipeline.cli.consoles import errors, output
from pipeline.cli.ledger import Ledger
from pipeline.cli.line import Clock, Heard, Pipeline, intake_limits, run_to_the_end
from pipeline.cli.observers import Each, Silent
from pipeline.cli.retracting import Retractions
from pipeline.cli.runs import identity, repeatable, told
from pipeline.cli.selection import Pace, Selection, Sieve
from pipeline.cli.stretch import Stretch, opened
from pipeline.cli.tables import balance, forwarded
from pipeline.cli.watched import Watched
from pipeline.extract.understanding import understanding
from pipeline.health import Health, Server, application
from pipeline.metrics import Metrics
from pipeline.ports import Sink, Source
from pipeline.process import Reader
from pipeline.records import Result
from pipeline.refusals import RefusalLimit
from pipeline.runner import Observer
from pipeline.settings import Settings
from pipeline.transports.ahead import ReadAhead
from pipeline.transports.archives import Options
from pipeline.transports.files import FileSource
from pipeline.transports.manifest import State


@dataclass(frozen=True, slots=True)
class Plan:
    """What to replay, and how.

    Attributes:
        paths: files, folders, patterns, or `-`.
        stretch: what to read of a topic, in place of files.
        restart: an unfinished run is forgotten instead of gone on with.
        extracted_at: the time that all records bear; None for that of the start.
        summary: a file for the closing table as JSON.
        metrics_port: where metrics are served meanwhile; 0 for nowhere.
        columns: the column of tables that holds a field, by field.
        forwards: articles go to the topic that services read, and no meetings are read here.
    """

    paths: Sequence[str]
    selection: Selection = field(default_factory=Selection)
    pace: Pace = field(default_factory=Pace)
    restart: bool = False
    extracted_at: datetime | None = None
    summary: Path | None = None
    metrics_port: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    forwards: bool = False
    stretch: Stretch | None = None


class Replay:
    """One run. `reader` stands in for the language model.

    Attributes:
        ledger: what became of its messages.
        repeatable: whether the archive can be read again: what came on standard input is gone.
    """

    repeatable: bool
    _named: Callable[[], str]
    _opened: Callable[[], ReadAhead]

    def __init__(self, plan: Plan, settings: Settings, reader: Reader | None = None) -> None:
        self._plan = plan
        self._settings = settings
        self._reader = reader
        self._started = plan.extracted_at or datetime.now(UTC)
        self._sieve = Sieve(plan.selection, plan.pace, intake_limits(settings), self._started.date())
        self.ledger = Ledger()
        self._retractions: Retractions | None = None
        self._archived(plan)

    def _archived(self, plan: Plan) -> None:
        """Know the archive: files at once, so that a wrong path is told; a topic once it is asked for."""
        if stretch := plan.stretch:
            self._sieve.placed = self.repeatable = True
            self._named = lambda: stretch.told(self._settings)
            self._opened = lambda: opened(stretch, self._settings, self.ledger, self._sieve.through)
            return
        source = FileSource(plan.paths, Options(columns=plan.columns), self._sieve.through)
        self.repeatable = repeatable(source.files)
        self._named = lambda: told(source.files)
        self._opened = lambda: source

    @property
    def started(self) -> datetime:
        """The time that all records bear."""
        return self._started

    @property
    def unselected(self) -> int:
        """How many messages were not selected so far."""
        return self._sieve.passed_over

    @cached_property
    def archive(self) -> ReadAhead:
        """The source that reads the archive; of a topic, from where the run stands when it is first asked for.

        Raises:
            ConfigurationError: there is no such topic.
            Interrupted, Halt: the cluster cannot be reached, or will not have us.
        """
        return self._opened()

    def fresh(self) -> State:
        """The state of this run before its first message."""
        options = {
            "extracted_at": str(self._plan.extracted_at),
            "columns": str(sorted(self._plan.columns.items())),
        }
        known = type(self._reader).__name__ if self._reader else understanding(None)
        known = "" if self._plan.forwards else known
        named = identity(self._named(), self._settings, self._plan.selection, options, known)
        return State(named, self._started.isoformat())

    def resume(self, state: State) -> None:
        """Go on where `state` tells."""
        self._started = datetime.fromisoformat(state.started_at)
        self._sieve.done = state.done
        self._sieve.today = self._started.date()
        self.ledger = Ledger(state.note)
        if state.done:
            errors().print(f"going on after {state.done} messages")

    def carry(
        self,
        source: Source,
        sink: Sink,
        refusals: RefusalLimit | None = None,
        retractions: Retractions | None = None,
    ) -> int:
        """Carry all of `source`, which reads our archive, to `sink`; the exit code.

        Raises:
            ConfigurationError: an archive takes a library that is not installed.
            Halt: reading or writing cannot go on.
        """
        archive, tally = self.archive, self.ledger.tally
        watched = Watched(errors(), tally, archive)
        with (
            self._pipeline() as pipeline,
            closing(archive),
            _measured(self._settings, self._plan.metrics_port, pipeline) as measuring,
        ):
            observer = Each(tally, watched, measuring, *([retractions] if retractions else []))
            runner = pipeline.between(
                source,
                sink,
                observer,
                refusals,
                self._heard(retractions),
                *([retractions.dispatch] if retractions else []),
            )
            pipeline.await_ready()
            with watched:
                code = run_to_the_end(runner)
        self._tell(code)
        return code

    def settle(self) -> None:
        """The batch in hand is durable, although nobody said so."""
        self.ledger.settle()
        if self._retractions:
            self._retractions.settle()

    def _heard(self, retractions: Retractions | None) -> Heard:
        if retractions is None:
            return self.ledger.expect
        self._retractions = retractions
        self.ledger.retracting = retractions.pending

        def heard(results: Sequence[Result]) -> None:
            retractions.expect(results)
            self.ledger.expect(results)

        return heard

    def _pipeline(self) -> Pipeline:
        clock = Clock(self._started)
        return Pipeline(self._settings, clock, self._reader, forwards=self._plan.forwards)

    def _tell(self, code: int) -> None:
        console, tally, unselected = output(), self.ledger.tally, self.unselected
        console.print()
        console.print(forwarded(tally) if self._plan.forwards else balance(tally))
        if unselected:
            console.print(f"{unselected} more were not selected")
        if self._plan.summary:
            summary = {"complete": not code, "not_selected": unselected, **tally.counts()}
            self._plan.summary.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _measured(settings: Settings, port: int, pipeline: Pipeline) -> Iterator[Observer]:
    """Metrics and health of a long run, served where somebody asked for them."""
    if not port:
        yield Silent()
        return
    metrics, health = Metrics(), Health()
    metrics.built(version("readout-pipeline"), pipeline.understanding)
    with Server(application(health, metrics), settings.metrics.host, port):
        yield Each(metrics, health)
