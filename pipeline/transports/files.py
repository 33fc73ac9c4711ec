"""Files and standard input as a source."""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigurationError, Halt
from pipeline.records import Delivery, Position, Progress
from pipeline.transports.archives import BREAKS_OFF, Found, Options, records
from pipeline.transports.paths import STANDARD, expand, is_remote, opened

_AHEAD: Final = 64
"""Records read before they are asked for: about two batches."""

_Ahead = tuple[Delivery | Exception | None, tuple[int, int]]
"""What comes next, None at the end; the number of its file; and the bytes that were read up to it."""

Through = Callable[[Iterator[Delivery]], Iterator[Delivery]]
"""What becomes of the records on their way: some are left out, held back, or put in another order."""


def _as_they_come(deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
    return deliveries


class FileSource:
    """Reads files one after the other, a little ahead of its user, on a thread of its own.

    The thread lets `poll` keep its time on standard input too, where a read may wait for ever. `through` runs
    on it as well.

    Attributes:
        files: what is read, in order.
        total_bytes: the size of all files as they lie on disk; None when it is not known of one of them.
        read_bytes: how many of these were read for what was handed out so far.
        reading: the number of the file that this came from, from 0.

    Raises:
        ConfigurationError: a path stands for nothing, or may not be read.
    """

    def __init__(
        self,
        paths: Sequence[str],
        options: Options | None = None,
        through: Through = _as_they_come,
    ) -> None:
        self.files = expand(paths)
        self.reading = 0
        self._through = through
        self._options = options
        known = not any(file == STANDARD or is_remote(file) for file in self.files)
        self.total_bytes = sum(Path(file).stat().st_size for file in self.files) if known else None
        self.read_bytes = 0
        self._at = (0, 0)
        self._again: deque[Delivery] = deque()
        self._ahead: queue.Queue[_Ahead] = queue.Queue(_AHEAD)
        self._ended = not self.files
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def exhausted(self) -> bool:
        """Whether every record of every file was handed out."""
        return self._ended and not self._again

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """Up to `limit` records; fewer when the files end, or when no more come within `timeout` seconds.

        Raises:
            Halt: reading failed in a way that is no single file's fault.
        """
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._read, name="files", daemon=True)
            self._thread.start()
        deadline = time.monotonic() + timeout
        polled: list[Delivery] = []
        while len(polled) < limit and (delivery := self._next(deadline)):
            polled.append(delivery)
        return polled

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """The next record number of each file."""
        last = {d.position.stream: d.position.offset for d in deliveries}
        return Progress({(stream, 0): offset + 1 for stream, offset in last.items()})

    def acknowledge(self, progress: Progress) -> None:
        """Nothing: files keep no account of who read them."""

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
            delivery, (self.reading, self.read_bytes) = self._ahead.get(
                timeout=max(0.0, deadline - time.monotonic())
            )
        except queue.Empty:
            return None
        if isinstance(delivery, ConfigurationError):
            raise delivery
        if isinstance(delivery, Exception):
            raise Halt(f"reading files failed: {delivery!r}") from delivery
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

    def _all(self) -> Iterator[Delivery]:
        for number, file in enumerate(self.files):
            self._at = (number, self._at[1])
            yield from self._deliveries(file)

    def _deliveries(self, file: str) -> Iterator[Delivery]:
        """The records of one file; if it breaks off, a last delivery says so."""
        number = -1
        file_number, before = self._at
        try:
            with opened(file) as raw:
                for found in records(raw, file, self._options):
                    number = found.frame.number
                    self._at = (file_number, before + (raw.tell() if self.total_bytes is not None else 0))
                    yield _delivery(found)
        except BREAKS_OFF as error:
            yield Delivery(Position(file, 0, number + 1), b"", fault=f"the file breaks off: {error}")


def _delivery(found: Found) -> Delivery:
    frame = found.frame
    return Delivery(Position(found.stream, 0, frame.number), frame.payload, fault=frame.fault)
