"""How much memory a replay takes, by the length of its archive: the program as it is, its readers included.

Run it with: python benchmarks/replay_memory.py [COUNT...]. One article in fifty tells of a meeting; the others are
short, and the gate leaves them unread.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

COUNTS = (10_000, 100_000)
MEETING_IN = 50
QUIET = "The river rose by {0} centimetres on Monday. Farmers near the bridge moved their cattle to higher ground."
MEETING = (
    "The foreign minister of Kenya met her counterpart from Norway in Vienna on Monday, for {0} minutes."
)


def archive(folder: Path, count: int) -> Path:
    """A file of `count` articles."""
    file = folder / f"{count}.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = (QUIET if number % MEETING_IN else MEETING).format(number)
            out.write(json.dumps({"id": str(number), "published": "2021-04-07", "text": text}) + "\n")
    return file


def highest(pid: int) -> int:
    """The highest resident memory of a process so far, in KiB, as Linux counts it; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # threads come and go
            yield from map(int, task.read_text("ascii").split())


def replayed(file: Path) -> tuple[int, int, float]:
    """Replay a file: the highest memory of the program and of a reader in MiB, and the seconds it took."""
    out = file.with_suffix(".out.jsonl")
    arguments = ["replay", str(file), "--out", str(out), "--restart"]
    program = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]
    began, main, reader = time.monotonic(), 0, 0
    with subprocess.Popen(program, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            main = max(main, highest(process.pid))
            reader = max([reader, *map(highest, children(process.pid))])
            time.sleep(0.5)
    if process.returncode:
        raise SystemExit(f"the replay ended with {process.returncode}")
    return main // 1024, reader // 1024, time.monotonic() - began


def report(counts: list[int]) -> None:
    """Print a row for each length."""
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            main, reader, seconds = replayed(archive(Path(folder), count))
            print(f"{count:,} articles: program {main} MiB, reader {reader} MiB, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    report([int(each) for each in sys.argv[1:]] or list(COUNTS))
