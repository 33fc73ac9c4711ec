"""Who is told about batches: the tally, the progress, the refusals, and all of them at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from pipeline.errors import Interrupted
from pipeline.records import Channel, Extracted, Forwarded, Rejected, Result, Skipped
from pipeline.runner import Batch, Observer


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
