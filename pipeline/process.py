"""Deliveries become outcomes: one each, in order, never raising for bad input."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.errors import Halt, Interrupted, Reject, Skip
from pipeline.records import Delivery, Extracted, Intaken, Outcome, Rejected, Result, Skipped
from pipeline.stopwatch import Stage, Stopwatch
from schemas.article import Article
from schemas.deadletter import Reason
from schemas.meeting import Meeting

# These are faults of the machine or the service: bisecting them would blame an innocent article.
_NOT_THE_ARTICLE = (Halt, Interrupted, MemoryError)

Read = tuple[Meeting, ...] | Reject


class Intake(Protocol):
    """Turns a payload into an article."""

    def read(self, payload: bytes | None) -> Intaken:
        """The article in `payload`.

        Raises:
            Skip: there is nothing to read, on purpose.
            Reject: this is no article.
        """


class Reader(Protocol):
    """Turns articles into meetings."""

    def extract(self, articles: Sequence[Article]) -> list[Read]:
        """The meetings of each article, same length and order; a Reject where reading one failed."""


class Processor:
    """The middle of the line: intake, then extraction of all that came through, in one batch."""

    def __init__(self, intake: Intake, reader: Reader, stopwatch: Stopwatch | None = None) -> None:
        self._intake = intake
        self._reader = reader
        self._stopwatch = stopwatch or Stopwatch()

    def process(self, deliveries: Sequence[Delivery]) -> list[Result]:
        """One result for each delivery, in order.

        Raises:
            Halt, Interrupted, MemoryError: the service is at fault, and no single article.
        """
        with self._stopwatch.timing(Stage.INTAKE):
            taken = [self._take(delivery) for delivery in deliveries]
        with self._stopwatch.timing(Stage.EXTRACT):
            reads = iter(self._extract([each.article for each in taken if isinstance(each, Intaken)]))
        outcomes = [_outcome(each, next(reads)) if isinstance(each, Intaken) else each for each in taken]
        return [Result(delivery, outcome) for delivery, outcome in zip(deliveries, outcomes, strict=True)]

    def _take(self, delivery: Delivery) -> Intaken | Skipped | Rejected:
        if delivery.fault is not None:
            return Rejected(Reason.CORRUPT, delivery.fault)
        try:
            return self._intake.read(delivery.payload)
        except Skip as skip:
            return Skipped(skip.reason, skip.detail)
        except Reject as reject:
            return Rejected(reject.reason, reject.detail)
        except _NOT_THE_ARTICLE:
            raise
        except Exception as error:  # noqa: BLE001  whatever a payload provokes is that payload's fate
            return Rejected(Reason.EXTRACTION_FAILED, f"intake: {_told(error)}")

    def _extract(self, articles: Sequence[Article]) -> list[Read]:
        """The reader's answer; when it fails as a whole, halves are tried until only the culprit is left."""
        if not articles:
            return []
        try:
            return _checked(self._reader.extract(articles), len(articles))
        except _NOT_THE_ARTICLE:
            raise
        except Exception as error:  # noqa: BLE001  a poison text may make any library raise anything
            if len(articles) == 1:
                return [Reject(Reason.EXTRACTION_FAILED, _told(error))]
        middle = len(articles) // 2
        return self._extract(articles[:middle]) + self._extract(articles[middle:])


def _checked(reads: list[Read], expected: int) -> list[Read]:
    """Answers cannot be matched to articles once one is missing, so a wrong count fails the batch."""
    if len(reads) != expected:
        raise ValueError(f"the reader gave {len(reads)} answers for {expected} articles")
    return reads


def _outcome(taken: Intaken, read: Read) -> Outcome:
    if isinstance(read, Reject):
        return Rejected(read.reason, read.detail)
    return Extracted(taken.article, read, taken.notes)


def _told(error: Exception) -> str:
    """An error in one line: its class says more than an empty message."""
    return f"{type(error).__name__}: {error}".rstrip(": ")
