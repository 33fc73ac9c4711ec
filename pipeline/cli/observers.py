"""Who is told about batches: the tally, the progress, the refusals, and all of them at once."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from pipeline.errors import Interrupted
from pipeline.records import Channel, Extracted, Forwarded, Rejected, Result, Skipped
from pipeline.runner import Batch, Observer

_LINE_SECONDS: Final = 5.0
"""Between two lines of progress where there is no terminal to draw a bar on."""


class Silent:
    """An observer that does nothing: the others need not repeat what they do not care for."""

    def polled(self, count: int) -> None:
        """Nothing."""

    def committed(self, batch: Batch) -> None:
        """Nothing."""

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """Nothing."""


class Each:
    """Tells each of several observers, in order."""

    def __init__(self, *observers: Observer) -> None:
        self._observers = observers

    def polled(self, count: int) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.polled(count)

    def committed(self, batch: Batch) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.committed(batch)

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.interrupted(error, attempt, wait)


class Tally(Silent):
    """What became of the messages. `read == found + empty + skipped + refused + forwarded`, always.

    Attributes:
        read: messages dealt with.
        found: articles that tell of at least one meeting.
        empty: articles that tell of none.
        skipped: messages passed over on purpose, by reason.
        refused: messages refused, by reason.
        forwarded: messages passed on as they came.
        meetings: meetings, by kind.
        retracted: meetings published before that their articles no longer tell of.
    """

    def __init__(self) -> None:
        self.read = 0
        self.found = 0
        self.empty = 0
        self.skipped: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.forwarded = 0
        self.meetings: Counter[str] = Counter()
        self.retracted = 0

    def committed(self, batch: Batch) -> None:
        """Count every result, and every tombstone."""
        self.count(batch.results)
        self.retracted += sum(
            each.channel is Channel.MEETINGS and each.value is None for each in batch.dispatches
        )

    def count(self, results: Sequence[Result]) -> None:
        """Count every result."""
        for result in results:
            self._count(result)

    def add(self, counts: Mapping[str, Any]) -> None:
        """Add the counts of another tally, told by name."""
        for name, value in counts.items():
            setattr(
                self, name, getattr(self, name) + (Counter(value) if isinstance(value, Mapping) else value)
            )

    def counts(self) -> dict[str, int | Counter[str]]:
        """All counts by name."""
        return dict(vars(self))

    def _count(self, result: Result) -> None:
        self.read += 1
        match result.outcome:
            case Extracted(meetings=meetings):
                self.found += bool(meetings)
                self.empty += not meetings
                self.meetings.update(meeting.kind.value for meeting in meetings)
            case Skipped(reason=skipped):
                self.skipped[skipped.value] += 1
            case Rejected(reason=refused):
                self.refused[refused.value] += 1
            case Forwarded():
                self.forwarded += 1


class Refusals(Silent):
    """Says on a console which message was refused, where it lies, and why."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def committed(self, batch: Batch) -> None:
        """One line for each refusal."""
        for result in batch.results:
            if isinstance(result.outcome, Rejected):
                told = f"{place(result)}: {result.outcome.reason.value}: {result.outcome.detail}"
                self._console.print(told, soft_wrap=True, style="red")


def place(result: Result) -> str:
    """Where a message of a file lies, for a person: records are counted from 1."""
    position = result.delivery.position
    stream = "standard input" if position.stream == "-" else position.stream
    return f"{stream}, record {position.offset + 1}"


class Watched(Silent):
    """Shows progress while a run lasts: a bar on a terminal, a line now and then elsewhere.

    `done` and `total` are bytes read and bytes to read; a total of None is not known. `where` names what is
    being read.
    """

    def __init__(
        self,
        console: Console,
        tally: Tally,
        done: Callable[[], int],
        total: int | None,
        where: Callable[[], str] = str,
    ) -> None:
        self._console = console
        self._tally = tally
        self._done = done
        self._total = total
        self._where = where
        self._began = self._told = time.monotonic()
        self._before = tally.read
        self._bar = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            # Lines meant for a terminal go above the bar; a file or a pipe gets them as they are.
            redirect_stdout=sys.stdout.isatty(),
        )
        self._task = self._bar.add_task("", total=total, told="")

    def __enter__(self) -> Self:
        self._began = time.monotonic()  # whatever was loaded before is no part of the rate
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def committed(self, batch: Batch) -> None:  # noqa: ARG002  the tally has counted it
        """Show how far we are."""
        told = ", ".join(filter(None, (self._counts(), self._rate(), self._where())))
        self._bar.update(self._task, completed=self._done(), told=told)
        if not self._console.is_terminal and time.monotonic() - self._told >= _LINE_SECONDS:
            self._told = time.monotonic()
            self._console.print(told + self._share())

    def _counts(self) -> str:
        tally = self._tally
        return f"{tally.read} read, {tally.meetings.total()} meetings, {tally.refused.total()} refused"

    def _rate(self) -> str:
        """Of this part of the run alone."""
        return f"{(self._tally.read - self._before) / (time.monotonic() - self._began):.0f}/s"

    def _share(self) -> str:
        return f", {100 * self._done() // self._total} %" if self._total else ""
