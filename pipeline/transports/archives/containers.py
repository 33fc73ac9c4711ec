"""What is packed is unpacked: compressed streams, zip and tar, nested, told by their first bytes."""

import bz2
import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from gzip import GzipFile
from io import BufferedReader, RawIOBase
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, cast

import zstandard

from pipeline.transports.archives.formats import cut
from pipeline.transports.framing import MAX_RECORD_BYTES, Frame

BREAKS_OFF: Final = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,  # zipfile, of a member with a password, and of a compression that it does not know
)
"""What reading may raise where a file is damaged, cut short or gone."""

_BUFFER: Final = 64 * 1024
_IN_MEMORY: Final = 32 * 1024 * 1024
_DEPTH: Final = 4
"""Archives within archives: nobody packs deeper, but for mischief."""

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_BZ2: Final = b"BZh"
_XZ: Final = b"\xfd7zXZ\x00"
_ZIP: Final = b"PK\x03\x04"
_TAR: Final = b"ustar"
_TAR_AT: Final = 257  # POSIX.1-1988: the magic of a header block
_SUFFIXES: Final = (".gz", ".zst", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Found:
    """A record, and the file that holds it: `archive.zip!/member` within an archive."""

    stream: str
    frame: Frame


@dataclass(frozen=True, slots=True)
class Options:
    """How archives are read. `columns` names the column of a table that holds a field, by field."""

    limit: int = MAX_RECORD_BYTES
    columns: Mapping[str, str] = field(default_factory=dict)


def records(
    raw: BufferedReader, name: str, options: Options | None = None, depth: int = _DEPTH
) -> Iterator[Found]:
    """The records in `raw`, a file called `name`, one in memory at a time.

    A damaged member of an archive costs its rest, and is told by a record with a fault.

    Raises:
        ConfigurationError: the format takes a library that is not installed.
        One of `BREAKS_OFF`: the file itself is damaged; the records before that have been given.
    """
    options = options or Options()
    stream = _decompressed(raw)
    head = stream.peek(512)
    if depth and head.startswith(_ZIP):
        yield from _zipped(stream, name, options, depth)
    elif depth and head[_TAR_AT:].startswith(_TAR):
        yield from _tarred(stream, name, options, depth)
    else:
        for frame in cut(stream, _bare(name), options.limit, options.columns):
            yield Found(name, frame)


def _decompressed(stream: BufferedReader) -> BufferedReader:
    """The stream itself, or what it holds compressed, twice over if need be, whatever the name says."""
    for _ in range(_DEPTH):
        opened = _opened(stream, stream.peek(len(_XZ)))
        if opened is None:
            break
        stream = BufferedReader(opened, _BUFFER)
    return stream


def _opened(stream: BufferedReader, head: bytes) -> RawIOBase | None:
    if head.startswith(_GZIP):
        return cast("RawIOBase", GzipFile(fileobj=stream, mode="rb"))
    if head.startswith(_ZSTD):
        reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return cast("RawIOBase", reader)
    if head.startswith(_BZ2):
        return cast("RawIOBase", bz2.BZ2File(stream))
    if head.startswith(_XZ):
        return cast("RawIOBase", lzma.LZMAFile(stream))
    return None


def _zipped(stream: BufferedReader, name: str, options: Options, depth: int) -> Iterator[Found]:
    with seekable(stream) as file, zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield from _member(
                    partial(archive.open, member), f"{name}!/{member.filename}", options, depth
                )


def _tarred(stream: BufferedReader, name: str, options: Options, depth: int) -> Iterator[Found]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            if member.isfile():
                yield from _member(
                    partial(archive.extractfile, member), f"{name}!/{member.name}", options, depth
                )


def _member(opened: Callable[[], Any], name: str, options: Options, depth: int) -> Iterator[Found]:
    number = -1
    try:
        with BufferedReader(opened(), _BUFFER) as stream:
            for found in records(stream, name, options, depth - 1):
                number = found.frame.number
                yield found
    except BREAKS_OFF as error:
        yield Found(name, Frame(number + 1, b"", f"the member breaks off: {error}"))


def seekable(stream: BufferedReader) -> IO[bytes]:
    """The rest of `stream` where one can jump about: in memory, or on disk if it is large."""
    copy = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the caller closes it
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def _bare(name: str) -> str:
    """The name without a suffix that only tells of compression."""
    lowered = name.lower()
    for suffix in _SUFFIXES:
        if lowered.endswith(suffix):
            return name[: -len(suffix)]
    return name
