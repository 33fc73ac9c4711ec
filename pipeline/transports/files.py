"""Files and standard input as a source; JSON Lines, in files or on standard output, as a sink."""

import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, Self

from pipeline.errors import ConfigurationError, Halt
from pipeline.records import Channel, Delivery, Dispatch, Position, Progress
from pipeline.transports.framing import MAX_RECORD_BYTES, frames
from pipeline.transports.jsonlines import line
from pipeline.transports.paths import BREAKS_OFF, STANDARD, bare_name, decompressed, expand, opened

_AHEAD: Final = 64
"""Records read before they are asked for: about two batches."""


class FileSource:
    """Reads files one after the other, a little ahead of its user, on a thread of its own.

    The thread lets `poll` keep its time on standard input too, where a read may wait for ever.

    Attributes:
        total_bytes: the size of all files as they lie on disk; None when standard input is among them.
        read_bytes: how many of these were read so far.

    Raises:
        ConfigurationError: a path stands for nothing, or may not be read.
    """

    def __init__(self, paths: Sequence[str], max_record_bytes: int = MAX_RECORD_BYTES) -> None:
        self._files = expand(paths)
        self._limit = max_record_bytes
        known = STANDARD not in self._files
        self.total_bytes = sum(Path(file).stat().st_size for file in self._files) if known else None
        self.read_bytes = 0
        self._again: deque[Delivery] = deque()
        self._ahead: queue.Queue[Delivery | Exception | None] = queue.Queue(_AHEAD)
        self._ended = not self._files
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
            delivery = self._ahead.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return None
        if isinstance(delivery, Exception):
            raise Halt(f"reading files failed: {delivery!r}") from delivery
        self._ended = delivery is None
        return delivery

    def _read(self) -> None:
        try:
            for file in self._files:
                for delivery in self._deliveries(file):
                    self._put(delivery)
        except Exception as error:  # noqa: BLE001  it is raised again, on the thread that polls
            self._put(error)
        self._put(None)

    def _put(self, delivery: Delivery | Exception | None) -> None:
        put = False
        while not put and not self._closed.is_set():
            with suppress(queue.Full):
                self._ahead.put(delivery, timeout=0.2)
                put = True

    def _deliveries(self, file: str) -> Iterator[Delivery]:
        """The records of one file; if it breaks off, a last delivery says so."""
        number = -1
        before = self.read_bytes
        try:
            with opened(file) as raw:
                for frame in frames(decompressed(raw), bare_name(file), self._limit):
                    number = frame.number
                    self.read_bytes = before + (raw.tell() if self.total_bytes is not None else 0)
                    yield Delivery(Position(file, 0, number), frame.payload)
        except BREAKS_OFF as error:
            yield Delivery(Position(file, 0, number + 1), b"", fault=f"the file breaks off: {error}")


class FileSink:
    """Writes each channel to its own file as JSON Lines; a channel without a file is dropped.

    A file appears under its name only once it is whole: it is written beside it, and renamed by `close`. Used
    as a context manager, an error inside the `with` block leaves the unfinished file and the name alone.

    Raises:
        ConfigurationError: a file or its folder cannot be made.
    """

    def __init__(self, files: Mapping[Channel, str]) -> None:
        self._outputs = {channel: _Output(path) for channel, path in files.items()}

    @property
    def acknowledges(self) -> bool:
        """No: a file knows nothing of the source's offsets."""
        return False

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:  # noqa: ARG002  the port's shape
        """Append one line for each dispatch, and hand them to the operating system.

        Raises:
            Halt: the disk is full, or gone.
        """
        try:
            for dispatch in dispatches:
                if output := self._outputs.get(dispatch.channel):
                    output.write(line(dispatch))
            for output in self._outputs.values():
                output.flush()
        except BrokenPipeError:
            raise  # whoever read our standard output has seen enough: that is no failure of ours
        except OSError as error:
            raise Halt(f"cannot write: {error.strerror}") from error

    def close(self) -> None:
        """Give the files their names."""
        for output in self._outputs.values():
            output.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()


class _Output:
    """One file in the making; or standard output, a device or a pipe, which are written to as they are."""

    def __init__(self, path: str) -> None:
        self._path = Path(path).resolve()
        self._renamed = path != STANDARD and (self._path.is_file() or not self._path.exists())
        self._file: IO[bytes] = sys.stdout.buffer if path == STANDARD else self._created()

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def finish(self) -> None:
        if not self._renamed or self._file.closed:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.replace(self._path)

    @property
    def _unfinished(self) -> Path:
        """Beside the file, for a rename is atomic within one file system only."""
        return self._path.with_name(f".{self._path.name}.unfinished")

    def _created(self) -> IO[bytes]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return (self._unfinished if self._renamed else self._path).open("wb")
        except OSError as error:
            raise ConfigurationError(f"{self._path}: cannot be written: {error.strerror}") from error
