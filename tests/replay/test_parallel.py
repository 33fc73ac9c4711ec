"""A replay by several workers writes what a single one writes."""

import subprocess
from pathlib import Path

from docs.documents import program

from pipeline.cli.exits import Exit

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = (ROOT / "pipeline" / "demo" / "feed", ROOT / "tests" / "gold" / "fresh_articles.jsonl")
AT = "2021-04-08T12:00:00Z"


def written(folder: Path, workers: int) -> list[bytes]:
    """What a replay writes."""
    folder.mkdir()
    out = folder / "meetings.jsonl"
    command = [
        "replay",
        *map(str, ARTICLES),
        "--out",
        str(out),
        "--workers",
        str(workers),
        "--extracted-at",
        AT,
    ]
    done = subprocess.run(program(command), capture_output=True, text=True, check=False)
    assert done.returncode == Exit.OK, done.stderr
    return [(folder / name).read_bytes() for name in ("meetings.jsonl", "meetings.dead-letters.jsonl")]


def test_workers_write_the_same_bytes(tmp_path: Path) -> None:
    """Three workers give the records and the dead letters of one, byte for byte and in the same order."""
    one = written(tmp_path / "one", 1)
    assert one[0].count(b"\n") > 50
    assert written(tmp_path / "three", 3) == one
