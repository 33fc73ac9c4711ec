"""The two ports of the line: all that service, replay and one-shot differ in is what is plugged in here."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.records import Delivery, Dispatch, Progress


class Source(Protocol):
    """Where deliveries come from: at least once, in order within a (stream, partition)."""

    @property
    def exhausted(self) -> bool:
        """Whether no further delivery will ever come."""

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """Up to `limit` deliveries, waiting at most `timeout` seconds; empty when there are none.

        Raises:
            Interrupted: the transport failed in a way that may pass.
            Halt: it failed for good.
        """

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """What is consumed once all of `deliveries` have been dealt with."""

    def acknowledge(self, progress: Progress) -> None:
        """Make `progress` durable. Not called when the sink did that itself.

        Raises:
            Interrupted: the claim on these deliveries has lapsed; they will come again.
        """

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Hand these deliveries out again: their batch failed."""

    def close(self) -> None:
        """Leave; safe to call twice."""


class Sink(Protocol):
    """Where dispatches go."""

    @property
    def acknowledges(self) -> bool:
        """Whether `publish` makes the progress durable together with the dispatches, in one atomic step."""

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Publish all of `dispatches`, durably, or none that a careful reader would see.

        Raises:
            Interrupted: nothing was published; the same batch may be tried again.
            Halt: the sink cannot go on.
        """

    def close(self) -> None:
        """Flush and leave; safe to call twice."""
