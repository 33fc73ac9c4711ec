"""The job on Spark gives the records of a replay on one machine."""

import gzip
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from docs.documents import ROOT, program

JOB = ROOT / "deploy" / "spark" / "replay.py"
FEED = ROOT / "pipeline" / "demo" / "feed" / "wires.jsonl"
AT = "2026-11-23T12:00:00+00:00"
TWO_WORKERS = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"


@pytest.fixture(scope="module", autouse=True)
def _spark() -> None:
    """Skip where there is no Spark, or fail where it is required."""
    if find_spec("pyspark") is None:
        told = "PySpark is not installed; it comes with the extra `spark`"
        if os.environ.get("READOUT_REQUIRE_SPARK") == "1":
            pytest.fail(told, pytrace=False)
        pytest.skip(told)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One packed file of three blocks, with refused and skipped messages among them."""
    file = tmp_path_factory.mktemp("archive") / "wires.jsonl.gz"
    file.write_bytes(gzip.compress(FEED.read_bytes() * 3))
    return file


@pytest.fixture(scope="module")
def alone(archive: Path) -> Path:
    """What a replay on one machine writes."""
    out = archive.parent / "alone.parquet"
    arguments = ["replay", str(archive), "--out", str(out), "--extracted-at", AT]
    subprocess.run(program(arguments), check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def together(archive: Path) -> Path:
    """What the job writes, read in two slices by two workers."""
    out = archive.parent / "together"
    subprocess.run(
        [
            sys.executable,
            str(JOB),
            str(archive),
            "--out",
            str(out),
            "--slices",
            "2",
            "--extracted-at",
            AT,
        ],
        check=True,
        env=os.environ | {"PYSPARK_SUBMIT_ARGS": TWO_WORKERS, "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    return out


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    """Rows in an order of their own."""
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in rows)


def test_the_records_are_those_of_a_replay(alone: Path, together: Path) -> None:
    """Every meeting is there as often, with the same fields of the same types."""
    ours, theirs = pq.read_table(alone), pq.read_table(together / "meetings")
    assert ours.num_rows > 100
    assert in_order(theirs.to_pylist()) == in_order(ours.to_pylist())
    assert theirs.schema.remove_metadata().equals(ours.schema.remove_metadata(), check_metadata=False)


def test_both_workers_read(together: Path) -> None:
    """Each slice has found its own meetings."""
    parts = [pq.read_table(part).num_rows for part in (together / "meetings").glob("*.parquet")]
    assert len([rows for rows in parts if rows]) == 2


def test_the_dead_letters_are_those_of_a_replay(alone: Path, together: Path) -> None:
    """Every refused message is there with its place, its reason and its bytes."""
    ours = alone.with_name("alone.dead-letters.jsonl").read_text("utf-8").splitlines()
    theirs = [
        line
        for part in (together / "dead-letters").glob("*.txt")
        for line in part.read_text("utf-8").splitlines()
    ]
    assert len(ours) == 3
    assert sorted(theirs) == sorted(ours)
