"""Meetings in CSV and Parquet say what those in JSON Lines say."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from replay.test_resume import archive, first_state, replayed

from pipeline.errors import ConfigurationError
from pipeline.records import Channel
from pipeline.transports import columns
from pipeline.transports.outputs import FileSink
from schemas.meeting import Meeting

RECORD = json.loads((Path(__file__).resolve().parents[2] / "docs" / "record.example.json").read_bytes())


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One archive in all three layouts."""
    folder = tmp_path_factory.mktemp("layouts")
    source = archive(folder / "in", 50)
    for layout in ("jsonl", "csv", "parquet"):
        replayed(source, folder, f"m.{layout}")
    return folder


def written(folder: Path) -> list[Meeting]:
    """The meetings in JSON Lines."""
    return [Meeting.model_validate_json(line) for line in (folder / "m.jsonl").read_bytes().splitlines()]


def nested(cells: dict[str, str]) -> dict[str, Any]:
    """A line of CSV as the object that it was."""
    record: dict[str, Any] = {}
    for name, cell in cells.items():
        *path, last = name.split(".")
        level = record
        for part in path:
            level = level.setdefault(part, {})
        level[last] = json.loads(cell) if cell.startswith("[") else cell or None
    return record


def test_csv_says_the_same(outputs: Path) -> None:
    """Each line of CSV, its columns put together again, is the record of JSON Lines."""
    with (outputs / "m.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [Meeting.model_validate(nested(row)) for row in rows] == written(outputs)


def test_parquet_says_the_same(outputs: Path) -> None:
    """Each row of Parquet is the record of JSON Lines, days and times being days and times."""
    table = pq.read_table(outputs / "m.parquet")
    assert [Meeting.model_validate(row) for row in table.to_pylist()] == written(outputs)
    assert table.schema.field("provenance").type.field("extracted_at").type == pa.timestamp("us", "UTC")
    assert table.schema.field("date").type.field("start").type == pa.date32()


@pytest.mark.parametrize("text", ["plain", 'with "quotes", commas;\nand lines', "\u00e9\u4e2d", None])
def test_whatever_a_record_holds_comes_back(tmp_path: Path, text: str | None) -> None:
    """A full record survives both layouts, whatever its strings hold."""
    record = json.loads(json.dumps(RECORD))
    record["article"]["title"] = text
    line = Meeting.model_validate(record).model_dump_json().encode()
    (tmp_path / "lines").write_bytes(line + b"\n")
    columns.to_parquet(tmp_path / "lines", tmp_path / "m.parquet")
    (back,) = pq.read_table(tmp_path / "m.parquet").to_pylist()
    assert Meeting.model_validate(back) == Meeting.model_validate_json(line)
    (tmp_path / "m.csv").write_bytes(columns.heading() + columns.row(line))
    with (tmp_path / "m.csv").open(newline="", encoding="utf-8") as file:
        (cells,) = csv.DictReader(file)
    assert Meeting.model_validate(nested(cells)) == Meeting.model_validate_json(line)


def test_nothing_is_a_table_too(tmp_path: Path) -> None:
    """Without a single meeting the columns are there."""
    for name in ("m.csv", "m.parquet"):
        FileSink({Channel.MEETINGS: str(tmp_path / name)}).close()
    assert (tmp_path / "m.csv").read_bytes() == columns.heading()
    assert pq.read_table(tmp_path / "m.parquet").num_rows == 0


def test_a_table_that_was_not_made_is_made_by_the_next_start(tmp_path: Path) -> None:
    """Killed between the last record and the making of the table, a run makes it when started again."""
    source = archive(tmp_path / "in", 50)
    (tmp_path / "one").mkdir()
    replayed(source, tmp_path / "one", "m.parquet")
    expected = (tmp_path / "one" / "m.parquet").read_bytes()
    replayed(source, tmp_path / "one", "m.jsonl")
    lines = (tmp_path / "one" / "m.jsonl").rename(tmp_path / "one" / ".m.parquet.unfinished")
    (tmp_path / "one" / "m.parquet").unlink()
    letters = tmp_path / "one" / "m.dead-letters.jsonl"
    state = json.loads(first_state(tmp_path / "one"))
    state |= {"lengths": {"meetings": lines.stat().st_size, "dead_letters": letters.stat().st_size}}
    (tmp_path / "one" / ".m.parquet.progress").write_text(json.dumps(state | {"done": 50, "whole": True}))
    replayed(source, tmp_path / "one", "m.parquet")
    assert (tmp_path / "one" / "m.parquet").read_bytes() == expected


def test_dead_letters_are_no_table(tmp_path: Path) -> None:
    """What was refused has no columns of its own: asked for as a table, it is an error."""
    with pytest.raises(ConfigurationError, match="JSON Lines"):
        FileSink({Channel.DEAD_LETTERS: str(tmp_path / "d.csv")})
