"""Files and standard input as a source."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.records import Delivery, Position
from pipeline.transports.ahead import ReadAhead, Through, as_they_come
from pipeline.transports.archives import BREAKS_OFF, Found, Options, records
from pipeline.transports.paths import STANDARD, expand, is_remote, opened


class FileSource(ReadAhead):
    """Reads files one after the other. Its amounts are bytes as they lie on disk.

    Attributes:
        files: what is read, in order.

    Raises:
        ConfigurationError: a path stands for nothing, or may not be read.
    """

    noun = "files"

    def __init__(
        self, paths: Sequence[str], options: Options | None = None, through: Through = as_they_come
    ) -> None:
        self.files = expand(paths)
        known = not any(file == STANDARD or is_remote(file) for file in self.files)
        sizes = [Path(file).stat().st_size for file in self.files] if known else None
        super().__init__(self.files, sizes, through)
        self._options = options
        self._ended = not self.files

    def _all(self) -> Iterator[Delivery]:
        for number, file in enumerate(self.files):
            before = sum(self.sizes[:number]) if self.sizes else 0
            self._at = (number, before)
            yield from self._deliveries(file)
            self._at = (number, before + (self.sizes[number] if self.sizes else 0))

    def _deliveries(self, file: str) -> Iterator[Delivery]:
        """The records of one file; if it breaks off, a last delivery says so."""
        number = -1
        file_number, before = self._at
        try:
            with opened(file) as raw:
                for found in records(raw, file, self._options):
                    number = found.frame.number
                    self._at = (file_number, before + (raw.tell() if self.sizes else 0))
                    yield _delivery(found)
        except BREAKS_OFF as error:
            yield Delivery(Position(file, 0, number + 1), b"", fault=f"the file breaks off: {error}")


def _delivery(found: Found) -> Delivery:
    frame = found.frame
    return Delivery(Position(found.stream, 0, frame.number), frame.payload, fault=frame.fault)
