"""Files as a sink: JSON Lines, CSV or Parquet; or JSON Lines on standard output."""

import contextlib
import fcntl
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Self

from pipeline.errors import ConfigurationError, Halt
from pipeline.records import Channel, Dispatch, Progress
from pipeline.transports.layouts import Layout, layout
from pipeline.transports.manifest import Manifest
from pipeline.transports.paths import STANDARD


class FileSink:
    """Writes each channel to its own file; a channel without a file is dropped.

    What a file holds is told by its name: CSV, Parquet, or else JSON Lines. Dead letters are always JSON Lines.

    A file appears under its name only once it is whole: it is written beside it, and renamed by `close`. Used
    as a context manager, an error inside the `with` block leaves the unfinished file and the name alone.

    With a `manifest` every batch and the progress that it stands for become durable in one step, and a sink
    made with the manifest of an unfinished run goes on where that one was stopped.

    Raises:
        ConfigurationError: a file or its folder cannot be made, another run is writing it, or it takes a library
            that is not installed.
    """

    def __init__(self, files: Mapping[Channel, str], manifest: Manifest | None = None) -> None:
        self._manifest = manifest
        state = manifest.state if manifest else None
        self._outputs = {
            channel: _Output(
                path,
                layout(path, channel),
                state.lengths.get(channel, 0) if state else 0,
                named=bool(state and state.whole),
            )
            for channel, path in files.items()
        }

    @property
    def acknowledges(self) -> bool:
        """Whether there is a manifest: a file alone knows nothing of the source's progress."""
        return self._manifest is not None

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Append one line for each dispatch, and hand them to the operating system, or to the disk.

        Raises:
            Halt: the disk is full, or gone.
        """
        try:
            for dispatch in dispatches:
                if output := self._outputs.get(dispatch.channel):
                    output.write(output.layout.line(dispatch))
            self._settle(progress)
        except BrokenPipeError:
            raise  # whoever read our standard output has seen enough: that is no failure of ours
        except OSError as error:
            raise Halt(f"cannot write: {error.strerror}") from error

    def _settle(self, progress: Progress) -> None:
        for output in self._outputs.values():
            output.flush(durably=self._manifest is not None)
        if self._manifest:
            lengths = {channel.value: output.length for channel, output in self._outputs.items()}
            self._manifest.save(sum(progress.offsets.values()), lengths, progress.note)

    def close(self) -> None:
        """Give the files their names. Killed in the midst of this, the next run does the rest."""
        if self._manifest:
            self._manifest.complete()
        for output in self._outputs.values():
            output.finish()
        if self._manifest:
            self._manifest.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._leave()

    def _leave(self) -> None:
        for output in self._outputs.values():
            output.leave()


class _Output:
    """One file in the making; or standard output, a device or a pipe, which are written to as they are.

    `length` is how many bytes of it count; `named` that it may have its name already.
    """

    def __init__(self, path: str, layout: Layout, length: int = 0, *, named: bool = False) -> None:
        self.layout = layout
        self._path = Path(path).resolve()
        self._renamed = path != STANDARD and (self._path.is_file() or not self._path.exists())
        self.length = length
        self._file: IO[bytes] | None = None
        if not (named and not self._unfinished.exists()):
            self._file = sys.stdout.buffer if path == STANDARD else self._opened()
            if not length:
                self.write(layout.head)

    def write(self, data: bytes) -> None:
        if self._file:
            self._file.write(data)
            self.length += len(data)

    def flush(self, *, durably: bool) -> None:
        if self._file:
            self._file.flush()
            if durably and self._renamed:
                os.fsync(self._file.fileno())

    def finish(self) -> None:
        if not self._renamed or not self._file or self._file.closed:
            return
        self.flush(durably=True)
        self._file.close()
        if self.layout.finished:
            made = self._path.with_name(f".{self._path.name}.made")
            self.layout.finished(self._unfinished, made)
            with made.open("rb") as file:
                os.fsync(file.fileno())
            made.replace(self._path)
            self._unfinished.unlink()
        else:
            self._unfinished.replace(self._path)

    def leave(self) -> None:
        """Let go of the file as it is; what does not fit on a full disk any more does not count either."""
        if self._renamed and self._file:
            with contextlib.suppress(OSError):
                self._file.close()

    @property
    def _unfinished(self) -> Path:
        """Beside the file, for a rename is atomic within one file system only."""
        return self._path.with_name(f".{self._path.name}.unfinished")

    def _opened(self) -> IO[bytes]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._continued() if self._renamed else self._path.open("wb")
        except BlockingIOError:
            raise ConfigurationError(f"{self._path}: another run is writing it") from None
        except OSError as error:
            raise ConfigurationError(f"{self._path}: cannot be written: {error.strerror}") from error

    def _continued(self) -> IO[bytes]:
        """The unfinished file, cut to what counts; ours alone until it is closed, or we are gone."""
        file = self._unfinished.open("ab")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if file.tell() < self.length:
            raise ConfigurationError(f"{self._unfinished}: is shorter than it was; --restart begins anew")
        file.truncate(self.length)
        return file
