"""What all bounded sources share: they are read a little ahead of their user, on a thread of their own."""

import queue
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pipeline.errors import ConfigurationError, Halt
from pipeline.records import Delivery, Progress

_AHEAD: Final = 64
"""Records read before they are asked for: about two batches."""

_BYTES: Final = 4096
"""Bytes of each record that a poll may give, on average: the longer they are, the fewer are held and read at once."""

_Ahead = tuple[Delivery | Exception | None, tuple[int, int]]
"""What comes next, None at the end; the number of its part; and the amount that was read up to it."""

Through = Callable[[Iterator[Delivery]], Iterator[Delivery]]
"""What becomes of the records on their way: some are left out, held back, or put in another order."""


def as_they_come(deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
    """Nothing becomes of them."""
    return deliveries


@dataclass(frozen=True, slots=True)
class Part:
    """How much was read of one part: of a file in bytes, of a partition in offsets. `size` is None if not known."""

    name: str
    read: int
    size: int | None


class ReadAhead(ABC):
    """A source that ends, read part by part.

    The thread lets `poll` keep its time where a read may wait for ever. `through` runs on it as well.

    Attributes:
        noun: what a part is called.
        names: what each is called.
        sizes: how large each is; None when that is not known of one of them.
        read: how much of that was read for what was handed out so far.
        reading: the number of the part that this came from, from 0.
    """

    noun: str

    def __init__(
        self, names: Sequence[str], sizes: Sequence[int] | None, through: Through = as_they_come
    ) -> None:
        self.names = names
        self.sizes = sizes
        self.reading = 0
        self.read = 0
        self._through = through
        self._at = (0, 0)
        self._again: deque[Delivery] = deque()
        self._ahead: queue.Queue[_Ahead] = queue.Queue(_AHEAD)
        self._ended = False
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def _all(self) -> Iterator[Delivery]:
        """Every record of every part, `_at` being kept: the number of the part, and the amount read."""

    @property
    def total(self) -> int | None:
        """The size of all parts together; None when it is not known of one of them."""
        return None if self.sizes is None else sum(self.sizes)

    @property
    def part(self) -> Part | None:
        """The part that is being read; None when there is none."""
        if not self.names:
            return None
        name, number = self.names[self.reading], self.reading
        if self.sizes is None:
            return Part(name, 0, None)
        return Part(name, self.read - sum(self.sizes[:number]), self.sizes[number])

    @property
    def exhausted(self) -> bool:
        """Whether every record of every part was handed out."""
        return self._ended and not self._again

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """Up to `limit` records; fewer when they are long, when the parts end, or when `timeout` seconds are over.

        Raises:
            Halt: reading failed in a way that is no single record's fault.
        """
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._read, name="ahead", daemon=True)
            self._thread.start()
        deadline = time.monotonic() + timeout
        polled: list[Delivery] = []
        room = limit * _BYTES
        while len(polled) < limit and room > 0 and (delivery := self._next(deadline)):
            polled.append(delivery)
            room -= len(delivery.payload or b"")
        return polled

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """The next record number of each part."""
        last = {(d.position.stream, d.position.partition): d.position.offset for d in deliveries}
        return Progress({part: offset + 1 for part, offset in last.items()})

    def acknowledge(self, progress: Progress) -> None:  # noqa: B027  there is nothing for the parts to add
        """Nothing: no account is kept here of who read what."""

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Hand `deliveries` out again before all others."""
        self._again.extendleft(reversed(deliveries))

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()

    def _next(self, deadline: float) -> Delivery | None:
        if self._again:
            return self._again.popleft()
        if self._ended:
            return None
        try:
            delivery, (self.reading, self.read) = self._ahead.get(
                timeout=max(0.0, deadline - time.monotonic())
            )
        except queue.Empty:
            return None
        if isinstance(delivery, (ConfigurationError, Halt)):
            raise delivery
        if isinstance(delivery, Exception):
            raise Halt(f"reading failed: {delivery!r}") from delivery
        self._ended = delivery is None
        return delivery

    def _read(self) -> None:
        try:
            for delivery in self._through(self._all()):
                self._put(delivery)
                if self._closed.is_set():
                    return
        except Exception as error:  # noqa: BLE001  it is raised again, on the thread that polls
            self._put(error)
        self._put(None)

    def _put(self, delivery: Delivery | Exception | None) -> None:
        put = False
        while not put and not self._closed.is_set():
            with suppress(queue.Full):
                self._ahead.put((delivery, self._at), timeout=0.2)
                put = True
