"""How well `--rate` and `--speed` keep their pace: what came in thirty seconds, against what was asked.

Run it with: python benchmarks/replay_pace.py [SECONDS]. Nothing is read out of the articles.
"""

import json
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.cli.selection import Pace, Selection, Sieve
from pipeline.intake import Limits
from pipeline.transports.files import FileSource

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(seconds=6)
PACES = {"--rate 500/s": (Pace(rate=500.0), 500.0), "--speed 600x": (Pace(speed=600.0), 100.0)}


def archive(folder: Path, count: int) -> Path:
    """Articles that were published six seconds apart."""
    file = folder / "articles.jsonl"
    rows = ({"text": "A text.", "published": (BEGIN + number * APART).isoformat()} for number in range(count))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def handed_out(file: Path, pace: Pace, seconds: float) -> float:
    """Messages a second."""
    sieve = Sieve(Selection(), pace, Limits(), BEGIN.date())
    with closing(FileSource([str(file)], through=sieve.through)) as source:
        source.poll(1, 10.0)
        began, count = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            count += len(source.poll(32, 0.05))
        return count / (time.monotonic() - began)


def main(seconds: float) -> None:
    """Print what was asked, what came, and by how much it was missed."""
    with tempfile.TemporaryDirectory() as folder:
        file = archive(Path(folder), int(600 * seconds))
        for name, (pace, asked) in PACES.items():
            came = handed_out(file, pace, seconds)
            print(f"{name}: {came:.1f} a second of {asked:g}, {100 * (came / asked - 1):+.1f} %")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
