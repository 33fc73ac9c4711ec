"""A source and a sink in memory: for notebooks, for trying things out, and as the tests' doubles."""

from collections.abc import Iterable, Sequence

from pipeline.records import Channel, Delivery, Dispatch, Position, Progress

STREAM = "memory"


class MemorySource:
    """Hands out what it was given, in order.

    `acknowledged` is how many deliveries, from the first, have been dealt with.
    """

    def __init__(self, deliveries: Iterable[Delivery | bytes | None]) -> None:
        self._deliveries = [_delivery(each, offset) for offset, each in enumerate(deliveries)]
        self._next = 0
        self.acknowledged = 0

    @property
    def exhausted(self) -> bool:
        """Whether everything was handed out."""
        return self._next >= len(self._deliveries)

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:  # noqa: ARG002  nothing is waited for
        """The next `limit` deliveries, or what is left of them."""
        batch = self._deliveries[self._next : self._next + limit]
        self._next += len(batch)
        return batch

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """The offsets after `deliveries`, by stream and partition."""
        offsets: dict[tuple[str, int], int] = {}
        for position in (delivery.position for delivery in deliveries):
            partition = (position.stream, position.partition)
            offsets[partition] = max(offsets.get(partition, 0), position.offset + 1)
        return Progress(offsets)

    def acknowledge(self, progress: Progress) -> None:  # noqa: ARG002  batches come and go in order
        """Everything handed out so far is dealt with."""
        self.acknowledged = self._next

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Hand out `deliveries`, the latest batch, again."""
        self._next -= len(deliveries)

    def close(self) -> None:
        """Nothing to close."""


class MemorySink:
    """Keeps what was published, in order."""

    def __init__(self) -> None:
        self.dispatches: list[Dispatch] = []

    @property
    def acknowledges(self) -> bool:
        """Never: the source does."""
        return False

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:  # noqa: ARG002  not ours
        """Keep `dispatches`."""
        self.dispatches.extend(dispatches)

    def on(self, channel: Channel) -> list[Dispatch]:
        """What was published on `channel`."""
        return [dispatch for dispatch in self.dispatches if dispatch.channel is channel]

    def close(self) -> None:
        """Nothing to close."""


def _delivery(given: Delivery | bytes | None, offset: int) -> Delivery:
    return given if isinstance(given, Delivery) else Delivery(Position(STREAM, 0, offset), given)
