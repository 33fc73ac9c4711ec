"""How a file of records is laid out: what its name says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.records import Channel, Dispatch
from pipeline.transports import columns
from pipeline.transports.jsonlines import line


@dataclass(frozen=True, slots=True)
class Layout:
    """How records become bytes.

    Attributes:
        line: one record, to be appended.
        head: what comes before the first.
        finished: makes the file, at the second path, of all that was appended, at the first; None where that is
            the file already. It may be done again.
    """

    line: Callable[[Dispatch], bytes] = line
    head: bytes = b""
    finished: Callable[[Path, Path], None] | None = None


def layout(path: str, channel: Channel) -> Layout:
    """The layout of the file at `path`.

    Raises:
        ConfigurationError: it is not one for that channel, or takes a library that is not installed.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in {".csv", ".parquet"}:
        return Layout()
    if channel is not Channel.MEETINGS:
        raise ConfigurationError(f"{path}: dead letters are written as JSON Lines; choose another name")
    if suffix == ".csv":
        return Layout(_row, columns.heading())
    columns.schema()  # a library that lacks is told now, and not when all is read
    # A file of Parquet cannot be appended to, and so could not be gone on with: it is made of lines, in the end.
    return Layout(finished=columns.to_parquet)


def _row(dispatch: Dispatch) -> bytes:
    return columns.row(dispatch.value or b"{}")
