"""What processes took: CPU, memory, from /proc; a process with all that it started counts as one."""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

CORES = os.cpu_count() or 1
_TICKS = os.sysconf("SC_CLK_TCK")
_SPAWNED, _TRACKER = b"--multiprocessing-fork", b"resource_tracker"


@dataclass(frozen=True, slots=True)
class Sample:
    """CPU seconds up to a moment, on the monotonic clock: of each process of a service, and of whatever else ran.

    `waiting` is how long the service's threads were ready, and had no core. `idle` and `busy` are those of all cores.
    """

    at: float
    reading: Mapping[int, float]
    carrying: Mapping[int, float]
    waiting: float
    broker: float
    bench: float
    busy: float
    idle: float


@dataclass(frozen=True, slots=True)
class Shares:
    """How many cores each kept busy for a while; together they are all that the machine has.

    Attributes:
        seconds: how long.
        reading: the service's processes that read.
        carrying: its other processes, which poll, publish and commit.
        broker: the broker.
        bench: who measures.
        others: whatever else ran.
        idle: nobody.
        waiting: how many cores more the service would have kept busy, had they been free.
    """

    seconds: float
    reading: float
    carrying: float
    broker: float
    bench: float
    others: float
    idle: float
    waiting: float

    @property
    def service(self) -> float:
        """The service, with all its processes."""
        return self.reading + self.carrying


def sample(pid: int, broker: int | None = None) -> Sample:
    """Where the process `pid`, with those below it, and a `broker` stand now; of our own only what is not below."""
    reading, carrying = {}, {}
    for each in tree(pid):
        (reading if _reads(each) else carrying)[each] = _cpu(each)
    bench = 0.0 if pid == os.getpid() else time.process_time()
    waiting = sum(map(_waited, (*reading, *carrying)))
    served = _cpu(broker) if broker else 0.0
    return Sample(time.monotonic(), reading, carrying, waiting, served, bench, *_machine())


def between(first: Sample, last: Sample) -> Shares:
    """What was taken from one sample to the next."""
    seconds = last.at - first.at
    reading, carrying = _more(first.reading, last.reading), _more(first.carrying, last.carrying)
    broker, bench = last.broker - first.broker, last.bench - first.bench
    idle, busy = last.idle - first.idle, last.busy - first.busy
    others = max(0.0, busy - reading - carrying - broker - bench)
    parts = (reading, carrying, broker, bench, others, idle, last.waiting - first.waiting)
    return Shares(seconds, *(each / seconds for each in parts))


def tree(pid: int) -> Iterator[int]:
    """The process, and those below it."""
    yield pid
    for child in _below(pid):
        yield from tree(child)


def peak_megabytes(pid: int) -> list[float]:
    """The greatest resident memory of each of them."""
    return [found for each in tree(pid) if (found := _peak(each))]


def _more(first: Mapping[int, float], last: Mapping[int, float]) -> float:
    return sum(seconds - first.get(pid, 0.0) for pid, seconds in last.items())


def _reads(pid: int) -> bool:
    """Whether it is one of our reading processes: they were spawned, and have spawned none."""
    command = _content(pid, "cmdline")
    return _SPAWNED in command and _TRACKER not in command and not _below(pid)


def _below(pid: int) -> list[int]:
    return [int(child) for child in _content(pid, f"task/{pid}/children").split()]


def _content(pid: int, name: str) -> bytes:
    """A file of /proc about a process; nothing once it is gone."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _cpu(pid: int) -> float:
    fields = _content(pid, "stat").rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _waited(pid: int) -> float:
    """Seconds that its threads were ready to run and did not: the second figure of schedstat, in nanoseconds."""
    threads = _names(Path(f"/proc/{pid}/task"))
    told = (_content(pid, f"task/{thread}/schedstat").split() for thread in threads)
    return sum(int(figures[1]) for figures in told if figures) / 1e9


def _names(folder: Path) -> list[str]:
    try:
        return [each.name for each in folder.iterdir()]
    except OSError:
        return []


def _machine() -> tuple[float, float]:
    """Seconds that all cores together were busy, and idle; what a hypervisor took counts as busy."""
    first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    user, nice, system, idle, waiting, *more = (int(each) / _TICKS for each in first.split()[1:9])
    return user + nice + system + sum(more), idle + waiting


def _peak(pid: int) -> float:
    lines = _content(pid, "status").decode().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
