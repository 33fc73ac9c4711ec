"""An archive on the topic of articles, and how fast one, two or more services of a group read it together.

Run it with: python benchmarks/replicas.py HOST:PORT [SERVICES...]. On a busy machine the wall clock says little, and
CPU time much: what an article costs must not grow with the number of those who share the work.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.transports.kafka import Admin, Connection, TopicSpec, kept, measured

FEED = Path(__file__).resolve().parents[1] / "pipeline" / "demo" / "feed" / "wires.jsonl"
COPIES = 20
PARTITIONS = 4
TICKS = os.sysconf("SC_CLK_TCK")


def archive(folder: Path) -> Path:
    """The feed many times over, every article under an id of its own, without what is broken."""
    rows = []
    for line in FEED.read_text("utf-8").splitlines():
        with suppress(ValueError):
            rows.append(json.loads(line))
    file = folder / "archive.jsonl"
    copies = ({**row, "id": f"{copy}-{number}"} for copy in range(COPIES) for number, row in enumerate(rows))
    file.write_text("".join(json.dumps(row) + "\n" for row in copies), encoding="utf-8")
    return file


def program(*arguments: str) -> list[str]:
    """A `readout` command."""
    return [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # threads come and go
            for child in task.read_text("ascii").split():
                yield from family(int(child))


def cpu(pid: int) -> float:
    """Seconds of CPU time of a process, from /proc/PID/stat; 0 once it is gone."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def measure(bootstrap: str, file: Path, services: int) -> tuple[int, float, float]:
    """Articles, seconds by the clock from the first commit on, and seconds of CPU, when so many services share them."""
    connection, name = Connection(bootstrap), f"replicas-{uuid.uuid4().hex[:8]}"
    topics = {"articles": name, "meetings": f"{name}-meetings", "dead_letters": f"{name}-letters"}
    with Admin(connection) as admin:
        admin.create([TopicSpec(topic, PARTITIONS) for topic in topics.values()])
    chosen = {"kafka.bootstrap_servers": bootstrap, "kafka.group_id": name}
    chosen |= {f"topics.{key}": topic for key, topic in topics.items()}
    options = [word for key, value in chosen.items() for word in ("--set", f"{key}={value}")]
    subprocess.run(program("replay", str(file), "--articles", *options), check=True, capture_output=True)
    ends = measured(connection, name).end
    running = [
        subprocess.Popen(
            program("run", "--metrics-port", "0", *options, "--set", f"kafka.member={number}"),
            stderr=subprocess.DEVNULL,
        )
        for number in range(services)
    ]
    try:
        return len(file.read_text("utf-8").splitlines()), *waited(connection, name, ends, running)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()


def waited(
    connection: Connection, name: str, ends: dict[int, int], running: list[subprocess.Popen[bytes]]
) -> tuple[float, float]:
    """Seconds by the clock and of CPU between the first commit and the last."""
    began, before = 0.0, 0.0
    # The last offset of a partition is the marker of a transaction, which nobody commits.
    while any(kept(connection, name, name, ends).get(each, 0) < end - 1 for each, end in ends.items() if end):
        used = sum(cpu(pid) for process in running for pid in family(process.pid))
        if not began and kept(connection, name, name, ends):
            began, before = time.monotonic(), used
        time.sleep(0.5)
    used = sum(cpu(pid) for process in running for pid in family(process.pid))
    return time.monotonic() - began, used - before


def main(bootstrap: str, counts: list[int]) -> None:
    """Print a row for each number of services."""
    with tempfile.TemporaryDirectory() as folder:
        file = archive(Path(folder))
        for services in counts:
            count, seconds, used = measure(bootstrap, file, services)
            told = f"{count / seconds:.1f} a second, {1000 * used / count:.0f} ms of CPU each"
            print(f"{services} services, {count} articles: {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(each) for each in sys.argv[2:]] or [1, 2])
