"""Tables of articles, one to a row: CSV, TSV and Parquet. A row becomes an object named by the columns."""

import csv
import json
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from pipeline.transports.archives.libraries import library
from pipeline.transports.framing import Frame
from schemas.article import TEXT_NAMES

ROW_BYTES: Final = 1 << 20
"""A row that goes on for longer has lost its closing quotation mark."""

_DELIMITERS: Final = (",", "\t", ";", "|")
_BY_NAME: Final = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_HEADING: Final = 64  # characters; no column has a longer name
_IN_MEMORY: Final = 32 * 1024 * 1024
_ROWS: Final = 256


def delimiter_of(head: bytes, name: str, columns: Mapping[str, str]) -> str | None:
    """What parts the cells of a table that begins with `head`; None where this is no table.

    A table is known by its first line: two or more short cells, one of which names the text.
    """
    first = head.partition(b"\n")[0].decode("utf-8", "replace")
    wanted = {_plain(columns["text"])} if "text" in columns else set(TEXT_NAMES)
    for delimiter in _DELIMITERS:
        cells = [_plain(cell) for cell in next(csv.reader([first], delimiter=delimiter), [])]
        if len(cells) > 1 and wanted & set(cells) and all(len(cell) <= _HEADING for cell in cells):
            return delimiter
    return next((mark for suffix, mark in _BY_NAME.items() if name.lower().endswith(suffix)), None)


def separated(stream: BufferedReader, delimiter: str, columns: Mapping[str, str]) -> Iterator[Frame]:
    """The rows under the first. A malformed one is given as it is, with its fault. Its number is its line."""
    csv.field_size_limit(ROW_BYTES)
    lines = _Lines(stream)
    first = lines.take().removeprefix("\ufeff")
    names = _named([_plain(cell) for cell in next(_rows([first], delimiter), [])], columns)
    while lines.left():
        number, cells, fault = lines.row(delimiter)
        fault = fault or _fault(cells, names)
        raw = "".join(lines.taken).encode("utf-8", "surrogateescape")
        if fault:
            yield Frame(number, raw, fault)
        elif cells:
            yield Frame(number, _packed(dict(zip(names, cells, strict=True))))


def _fault(cells: list[str], names: list[str]) -> str | None:
    if cells and len(cells) != len(names):
        return f"a row of {len(cells)} cells under {len(names)} columns"
    if any("\udc80" <= character <= "\udcff" for cell in cells for character in cell):
        return "a row that is not UTF-8"
    return None


class _Lines:
    """The lines of a stream, which a row may give back when it has run away with them."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self._next = 0
        self.taken: list[str] = []

    def left(self) -> bool:
        return bool(self._back) or bool(self._stream.peek(1))

    def take(self) -> str:
        self._next += 1
        return (
            self._back.popleft() if self._back else self._stream.readline().decode("utf-8", "surrogateescape")
        )

    def row(self, delimiter: str) -> tuple[int, list[str], str | None]:
        """Number of its first line, its cells, and what is wrong with it: then it is its first line alone."""
        number, self.taken = self._next, []
        try:
            return number, next(_rows(self._until_too_long(), delimiter), []), None
        except csv.Error as error:
            self._back.extendleft(reversed(self.taken[1:]))
            self._next -= len(self.taken) - 1
            del self.taken[1:]
            return number, [], f"a malformed row: {error}"

    def _until_too_long(self) -> Iterator[str]:
        size = 0
        while self.left():
            self.taken.append(self.take())
            size += len(self.taken[-1])
            if size > ROW_BYTES:
                raise csv.Error(f"over {ROW_BYTES} characters, or a quotation mark is missing")
            yield self.taken[-1]


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def parquet(stream: BufferedReader, columns: Mapping[str, str]) -> Iterator[Frame]:
    """The rows, by their number."""
    arrow = library("pyarrow.parquet", "a Parquet file")
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        shutil.copyfileobj(stream, file)
        file.seek(0)
        yield from _parquet(arrow, file, columns)


def _parquet(arrow: Any, file: Any, columns: Mapping[str, str]) -> Iterator[Frame]:
    lacking = library("pyarrow", "a Parquet file").ArrowException
    number = 0
    try:
        table = arrow.ParquetFile(file)
        names = _named([_plain(name) for name in table.schema_arrow.names], columns)
        for batch in table.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                yield Frame(number, _packed(dict(zip(names, row.values(), strict=True))))
                number += 1
    except lacking as error:
        raise OSError(f"Parquet: {error}") from error


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _named(heading: list[str], columns: Mapping[str, str]) -> list[str]:
    """The names of the columns, those renamed that were mapped; what had a mapped field's name makes room."""
    fields = {_plain(column): name for name, column in columns.items()}
    return [fields.get(name, f"other {name}" if name in columns else name) for name in heading]


def _packed(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, default=_told).encode("utf-8", "replace")


def _told(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
