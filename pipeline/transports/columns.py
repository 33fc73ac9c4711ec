"""Meetings as rows of a table: for CSV, and for Parquet. The columns follow from the model of the contract."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.transports.archives.libraries import library
from schemas.meeting import Meeting

ROWS: Final = 4096
"""Of a row group of Parquet, and so in memory at once."""


def heading() -> bytes:
    """The first line of CSV: a column for each field, those of a nested object as `date.start`."""
    return _line(_columns(Meeting, ""))


def row(record: bytes) -> bytes:
    """A meeting in JSON as a line of CSV (RFC 4180). Lists are JSON within their cell; an empty cell is null."""
    cells = _cells(json.loads(record), "")
    return _line([cells[name] for name in _columns(Meeting, "")])


def _line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _columns(model: type[BaseModel], prefix: str) -> list[str]:
    names: list[str] = []
    for name, field in model.model_fields.items():
        inner: Any = field.annotation
        nested = isinstance(inner, type) and issubclass(inner, BaseModel)
        names += _columns(inner, f"{prefix}{name}.") if nested else [prefix + name]
    return names


def _cells(record: Mapping[str, Any], prefix: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= _cells(value, f"{prefix}{name}.")
        else:
            cells[prefix + name] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def to_parquet(lines: Path, target: Path) -> None:
    """Write meetings, one in JSON a line, as Parquet: equal lines give equal bytes.

    Raises:
        ConfigurationError: the library that it takes is not installed.
        OSError: the disk is full, or gone.
    """
    arrow, parquet = library("pyarrow", "Parquet"), library("pyarrow.parquet", "Parquet")
    columns = schema()
    with lines.open("rb") as file, parquet.ParquetWriter(target, columns, compression="zstd") as writer:
        for rows in _groups(file):
            writer.write_batch(arrow.RecordBatch.from_pylist(rows, columns))


def _groups(lines: Iterator[bytes]) -> Iterator[list[dict[str, Any]]]:
    while group := [Meeting.model_validate_json(line).model_dump() for line in islice(lines, ROWS)]:
        yield group


def schema() -> Any:
    """The columns as an Arrow schema; nested objects are structs.

    Raises:
        ConfigurationError: the library that it takes is not installed.
    """
    return library("pyarrow", "Parquet").schema(_fields(Meeting))


def _fields(model: type[BaseModel]) -> list[Any]:
    arrow = library("pyarrow", "Parquet")
    return [arrow.field(name, _type(field.annotation)) for name, field in model.model_fields.items()]


def _type(annotation: Any) -> Any:
    """The Arrow type of what a field is annotated with."""
    arrow = library("pyarrow", "Parquet")
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated or origin is tuple:
        return _type(inner[0]) if origin is Annotated else arrow.list_(_type(inner[0]))
    if origin is Union or origin is UnionType:
        (kept,) = (each for each in inner if each is not NoneType)
        return _type(kept)
    if origin is Literal or not issubclass(annotation, BaseModel):
        return arrow.string() if origin is Literal else _plain(annotation)
    return arrow.struct(_fields(annotation))


def _plain(kind: type) -> Any:
    arrow = library("pyarrow", "Parquet")
    types = {
        datetime: arrow.timestamp("us", "UTC"),
        date: arrow.date32(),
        float: arrow.float64(),
        int: arrow.int64(),
    }
    return types.get(kind) or arrow.string()  # all that is left are strings and enumerations of them
