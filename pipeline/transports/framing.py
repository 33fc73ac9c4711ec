"""Where one record ends and the next begins in a stream of bytes: told by content, in doubt by the name.

JSON Lines are cut at line ends, so that a malformed line costs that line. A JSON document is cut where its
brackets close: an array of objects is one record for each, anything else is one record. All other text is one
record. Nothing is decoded or judged here; that is intake's.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from typing import Final

MAX_RECORD_BYTES: Final = 32 * 1024 * 1024
"""Far over what intake takes on: what is cut here is refused there, and memory stays bounded."""

_CHUNK: Final = 64 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_WHITE: Final = b" \t\r\n"
_LINES_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonlines")
_TOKEN: Final = re.compile(rb'\\.|["{}\[\]]', re.DOTALL)
_ARRAY_OF_OBJECTS: Final = re.compile(rb"\s*\[\s*\{")
_BETWEEN: Final = _WHITE + b","


class Framing(StrEnum):
    """How a stream of bytes is cut into records."""

    LINES = "lines"
    DOCUMENT = "document"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Frame:
    """One record: its number in the stream from 0, its bytes, and what is wrong with it if it is damaged."""

    number: int
    payload: bytes
    fault: str | None = None


def frames(stream: BufferedReader, name: str, limit: int = MAX_RECORD_BYTES) -> Iterator[Frame]:
    """The records of `stream`, one in memory at a time. Of one over `limit` bytes the rest is dropped.

    The number of a record in JSON Lines is that of its line; blank lines are passed over and keep theirs.

    Raises:
        OSError, EOFError: the stream breaks off; the records before that have been given.
    """
    if stream.peek(len(_BOM)).startswith(_BOM):
        stream.read(len(_BOM))
    match framing(stream.peek(_CHUNK), name):
        case Framing.LINES:
            return _lines(stream, limit)
        case Framing.DOCUMENT:
            return _documents(stream, limit)
        case Framing.WHOLE:
            return _whole(stream, limit)


def framing(head: bytes, name: str) -> Framing:
    """How to cut a stream that begins with `head` and is called `name`, without a compression suffix."""
    if name.lower().endswith(_LINES_SUFFIXES):
        return Framing.LINES
    first, *others = head.strip(_WHITE).split(b"\n")
    first = first.strip(_WHITE)
    if first.startswith(b"["):
        return Framing.LINES if _is_json(first) and any(map(_is_object, others)) else Framing.DOCUMENT
    if first.startswith(b"{"):
        return Framing.DOCUMENT if _is_unfinished(first) else Framing.LINES
    return Framing.LINES if any(map(_is_object, others)) else Framing.WHOLE


def _is_unfinished(line: bytes) -> bool:
    """Whether `line` may begin an indented document: those break after a bracket or a comma only."""
    return line.endswith((b"{", b"[", b",")) and not _is_json(line)


def _is_object(line: bytes) -> bool:
    return line.lstrip(_WHITE).startswith(b"{") and _is_json(line)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(stream: BufferedReader, limit: int) -> Iterator[Frame]:
    number = 0
    while line := stream.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream)
        if payload := line[:limit].strip(_WHITE):
            yield Frame(number, payload)
        number += 1


def _skip_line(stream: BufferedReader) -> None:
    while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass


def _whole(stream: BufferedReader, limit: int) -> Iterator[Frame]:
    # An empty file is a message with an empty text, and is passed over as one.
    yield Frame(0, stream.read(limit))


def _documents(stream: BufferedReader, limit: int) -> Iterator[Frame]:
    head = stream.peek(_CHUNK)
    cutter = _Cutter(limit, in_array=bool(_ARRAY_OF_OBJECTS.match(head)))
    if cutter.in_array:
        stream.read(head.index(b"[") + 1)
    number = 0
    while chunk := stream.read1(_CHUNK):
        for payload in cutter.feed(chunk):
            yield Frame(number, payload)
            number += 1
    for payload in cutter.rest():
        yield Frame(number, payload)


class _Cutter:
    """Finds where brackets close, outside strings, in chunks of JSON that need not be valid inside."""

    def __init__(self, limit: int, *, in_array: bool) -> None:
        self.in_array = in_array
        self._limit = limit
        self._pending = bytearray()
        self._carry = b""
        self._depth = 0
        self._in_string = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The records that `chunk` completes."""
        chunk = self._carry + chunk
        start = end = 0
        for match in _TOKEN.finditer(chunk):
            end = match.end()
            if self._closes(match.group()):
                self._keep(chunk[start:end])
                yield from self.rest()
                start = end
        # A backslash that ends a chunk belongs to the first byte of the next.
        self._carry = b"\\" if chunk.endswith(b"\\") and end < len(chunk) else b""
        self._keep(chunk[start : len(chunk) - len(self._carry)])

    def rest(self) -> Iterator[bytes]:
        """What is pending, unless it is only what stands between records."""
        record = bytes(self._pending).strip(_BETWEEN)
        if record and not (self.in_array and record == b"]"):
            yield record
        self._pending.clear()

    def _keep(self, piece: bytes) -> None:
        self._pending += piece[: self._limit - len(self._pending)]

    def _closes(self, token: bytes) -> bool:
        """Follow one token; whether it ends a record."""
        if token == b'"':
            self._in_string = not self._in_string
        if self._in_string or token not in b"{}[]":
            return False
        self._depth = max(0, self._depth + (1 if token in b"{[" else -1))
        return self._depth == 0
