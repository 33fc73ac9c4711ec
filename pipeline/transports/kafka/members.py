"""A source's place in its group, as told by the client's own thread and read by ours."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kafka import ConsumerRebalanceListener


@dataclass(frozen=True, slots=True)
class Changes:
    """How often partitions came and went, in partitions."""

    assigned: int = 0
    revoked: int = 0
    lost: int = 0


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]  # the client has no types
    """Counts what came and went, and does nothing else.

    The client calls it on its IO thread, where any blocking call would raise; so no work is done here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changes = Changes()

    def on_partitions_assigned(self, assigned: Collection[Any]) -> None:
        """Partitions came."""
        self._count(assigned=len(assigned))

    def on_partitions_revoked(self, revoked: Collection[Any]) -> None:
        """Partitions went, in good order."""
        self._count(revoked=len(revoked))

    def on_partitions_lost(self, lost: Collection[Any]) -> None:
        """Partitions went because the group had given us up."""
        self._count(lost=len(lost))

    def _count(self, assigned: int = 0, revoked: int = 0, lost: int = 0) -> None:
        with self._lock:
            then = self._changes
            self._changes = Changes(then.assigned + assigned, then.revoked + revoked, then.lost + lost)

    @property
    def changes(self) -> Changes:
        """The counts so far."""
        with self._lock:
            return self._changes
