"""Deliveries become outcomes: one each, in order, whatever is among them."""

from collections.abc import Sequence

import pytest
from stub import POISON, TEXT, StubReader, deliveries, payload

from pipeline.errors import Halt, Reject
from pipeline.intake import Intake
from pipeline.process import Processor
from pipeline.records import Delivery, Extracted, Intaken, Position, Rejected, Skipped
from pipeline.stopwatch import Stage, Stopwatch
from schemas import Article, Meeting, Reason, SkipReason


class Answers:
    """A reader that gives the answers it was made with."""

    def __init__(self, *answers: tuple[Meeting, ...] | Reject) -> None:
        self._answers = list(answers)

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:  # noqa: ARG002
        """The answers."""
        return self._answers


class Failing:
    """An intake and reader that raises what it was made with."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def read(self, payload: bytes | None) -> Intaken:  # noqa: ARG002
        """Raise."""
        raise self._error

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:  # noqa: ARG002
        """Raise."""
        raise self._error


def test_one_result_each_in_order() -> None:
    """Good, empty and bad messages get one result each, in the order in which they came."""
    batch = deliveries(payload(0), None, b"\xff", payload(1), b"{}")
    results = Processor(Intake(), StubReader()).process(batch)
    assert [result.delivery for result in results] == batch
    kinds = [type(result.outcome) for result in results]
    assert kinds == [Extracted, Skipped, Rejected, Extracted, Rejected]


def test_meetings_go_to_their_article() -> None:
    """What was read of an article is the outcome of its own message."""
    results = Processor(Intake(), StubReader()).process(deliveries(payload(0), b"[]", payload(1)))
    outcomes = [result.outcome for result in results]
    ids = [each.meetings[0].article.id for each in outcomes if isinstance(each, Extracted)]
    assert ids == ["good-0", "good-1"]


def test_nothing_in_nothing_out() -> None:
    """An empty batch has no results and does not trouble the reader."""
    reader = StubReader()
    assert Processor(Intake(), reader).process([]) == []
    assert Processor(Intake(), reader).process(deliveries(None))[0].outcome == Skipped(SkipReason.TOMBSTONE)
    assert reader.batches == []


@pytest.mark.parametrize("size", [1, 2, 3, 8, 33])
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_poison_is_found_and_neighbours_are_read(size: int, place: float) -> None:
    """One text that makes the reader raise is refused alone, wherever it stands in the batch."""
    culprit = int(place * (size - 1))
    texts = [f"{TEXT} {POISON}" if number == culprit else TEXT for number in range(size)]
    batch = deliveries(*(payload(number, text=text) for number, text in enumerate(texts)))
    results = Processor(Intake(), StubReader()).process(batch)
    refused = [number for number, result in enumerate(results) if isinstance(result.outcome, Rejected)]
    assert refused == [culprit]
    expected = Rejected(Reason.EXTRACTION_FAILED, "RuntimeError: a component gave up")
    assert results[culprit].outcome == expected


def test_bisection_is_cheap() -> None:
    """Finding one culprit among 64 takes two attempts at each halving, and no more."""
    reader = StubReader()
    batch = [payload(number) for number in range(63)] + [payload(63, text=f"{TEXT} {POISON}")]
    Processor(Intake(), reader).process(deliveries(*batch))
    assert len(reader.batches) == 13


def test_the_reader_may_refuse_one() -> None:
    """A Reject among the answers becomes the outcome of that message alone."""
    reader = Answers((), Reject(Reason.TIMEOUT, "too slow"))
    results = Processor(Intake(), reader).process(deliveries(payload(0), payload(1)))
    assert isinstance(results[0].outcome, Extracted)
    assert results[1].outcome == Rejected(Reason.TIMEOUT, "too slow")


def test_too_few_answers_are_no_answer() -> None:
    """A reader that gives fewer answers than articles has failed: none can be told whose they are."""
    results = Processor(Intake(), Answers()).process(deliveries(payload(0)))
    assert isinstance(results[0].outcome, Rejected)
    assert results[0].outcome.reason is Reason.EXTRACTION_FAILED


def test_a_fault_of_the_source_is_corrupt() -> None:
    """A delivery that the source could not hand over whole is refused as corrupt, whatever it holds."""
    delivery = Delivery(Position("t", 0, 0), payload(0), fault="checksum")
    outcome = Processor(Intake(), StubReader()).process([delivery])[0].outcome
    assert outcome == Rejected(Reason.CORRUPT, "checksum")


def test_intake_may_raise_anything() -> None:
    """An error that intake did not foresee is the fate of that message, not of the service."""
    outcome = Processor(Failing(RecursionError("deep")), StubReader()).process(deliveries(b"x"))[0].outcome
    assert outcome == Rejected(Reason.EXTRACTION_FAILED, "intake: RecursionError: deep")


@pytest.mark.parametrize("error", [Halt("no"), MemoryError()])
def test_faults_of_the_service_are_not_blamed_on_articles(error: Exception) -> None:
    """What says that the service cannot go on is passed on, and refuses nothing."""
    with pytest.raises(type(error)):
        Processor(Failing(error), StubReader()).process(deliveries(b"x"))
    with pytest.raises(type(error)):
        Processor(Intake(), Failing(error)).process(deliveries(payload(0)))


def test_stages_are_timed() -> None:
    """The stopwatch knows how long intake and extraction took, and starts afresh once read."""
    ticks = iter(range(100))
    stopwatch = Stopwatch(clock=lambda: float(next(ticks)))
    Processor(Intake(), StubReader(), stopwatch).process(deliveries(payload(0)))
    assert stopwatch.take() == {Stage.INTAKE: 1.0, Stage.EXTRACT: 1.0}
    assert stopwatch.take() == {}
