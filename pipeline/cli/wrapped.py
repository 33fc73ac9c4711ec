"""A source around another: who tells its progress otherwise, say, overrides that alone."""

from collections.abc import Sequence

from pipeline.ports import Source
from pipeline.records import Delivery, Progress


class Wrapped:
    """Does whatever `source` does."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def exhausted(self) -> bool:
        """Whether the source is."""
        return self._source.exhausted

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """What the source has.

        Raises:
            Halt, Interrupted: as the source does.
        """
        return self._source.poll(limit, timeout)

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """What the source tells."""
        return self._source.progress(deliveries)

    def acknowledge(self, progress: Progress) -> None:
        """The source's own business.

        Raises:
            Interrupted: as the source does.
        """
        self._source.acknowledge(progress)

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Have the source hand `deliveries` out again."""
        self._source.rewind(deliveries)

    def close(self) -> None:
        """Close the source."""
        self._source.close()
