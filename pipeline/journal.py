"""What is logged of the line: one entry for each batch, one for each refusal, none for an article."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from pipeline.errors import Interrupted
from pipeline.logs import logger
from pipeline.records import Extracted, Rejected, Result, Skipped
from pipeline.stopwatch import Stage

_DETAIL: Final = 200  # characters; the dead letter has the rest


class Batch(Protocol):
    """What is told of a batch that is durable."""

    @property
    def results(self) -> Sequence[Result]:
        """What became of each message."""

    @property
    def seconds(self) -> Mapping[Stage, float]:
        """How long each stage took."""


class Journal:
    """Logs what the runner does; one of its observers."""

    def __init__(self) -> None:
        self._log = logger("readout")

    def polled(self, count: int) -> None:
        """Nothing: an idle service is silent."""

    def committed(self, batch: Batch) -> None:
        """A batch is durable."""
        for result in batch.results:
            if isinstance(result.outcome, Rejected):
                self._refused(result, result.outcome)
        self._log.info("batch", **_counts(batch.results), **_seconds(batch.seconds))

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """An attempt at a batch failed, and another follows."""
        self._log.warning("interrupted", error=str(error), attempt=attempt, retry_in=round(wait, 3))

    def _refused(self, result: Result, outcome: Rejected) -> None:
        self._log.warning(
            "refused",
            position=str(result.delivery.position),
            reason=outcome.reason.value,
            detail=outcome.detail[:_DETAIL],
        )


def _counts(results: Sequence[Result]) -> dict[str, int]:
    kinds = Counter(type(result.outcome) for result in results)
    meetings = sum(len(each.outcome.meetings) for each in results if isinstance(each.outcome, Extracted))
    return {
        "deliveries": len(results),
        "extracted": kinds[Extracted],
        "skipped": kinds[Skipped],
        "rejected": kinds[Rejected],
        "meetings": meetings,
    }


def _seconds(seconds: Mapping[Stage, float]) -> dict[str, Any]:
    return {f"{stage.value}_seconds": round(value, 4) for stage, value in seconds.items()}
