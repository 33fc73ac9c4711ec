"""A service with several workers on a real broker, and texts that hang or crash what reads them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from kafka import KafkaProducer
from stub import TEXT, payload
from test_service import options, readout, topic, values

from pipeline.cli.exits import Exit
from pipeline.transports.kafka import Connection

WILFUL = Path(__file__).resolve().parents[1] / "support" / "wilful.py"
SECONDS = 120.0

__all__ = ["options"]


def ports(count: int) -> list[int]:
    """Free ports in a row."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            row = list(range(first.getsockname()[1], first.getsockname()[1] + count))
        if all(map(_free, row)):
            return row


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def page(port: int, path: str) -> str | None:
    """What a member answers; None where it does not, or is not well."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except (URLError, OSError):
        return None


def eventually(holds: Callable[[], object]) -> None:
    """Wait until something holds, and fail if it never does."""
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    """The processes below one, and below those."""
    own = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(each) for each in own.read_text(encoding="ascii").split()] if own.exists() else []
    return found + [each for child in found for each in children(child)]


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def produce(connection: Connection, name: str, *payloads: bytes) -> None:
    """Write messages, spread over the partitions."""
    producer = KafkaProducer(bootstrap_servers=connection.bootstrap_servers)
    for number, each in enumerate(payloads):
        producer.send(name, each, partition=number % len(producer.partitions_for(name)))
    producer.flush()
    producer.close()


@contextmanager
def wilful(options: list[str], first: int, workers: int) -> Iterator[subprocess.Popen[str]]:
    """A service whose readers do as texts say, once every member of it is ready."""
    chosen = [option for option in options if option != "--set"]
    chosen += [f"workers.count={workers}", "workers.text_seconds=1", f"metrics.port={first}"]
    command = [sys.executable, str(WILFUL), *chosen]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            for port in range(first, first + workers):
                eventually(partial(page, port, "/readyz"))
            yield process
        finally:
            for pid in children(process.pid):
                os.kill(pid, signal.SIGKILL)
            process.kill()


def test_texts_that_hang_or_crash_cost_themselves_alone(options: list[str], connection: Connection) -> None:
    """Such texts become dead letters; the meetings of all others appear once, and the member keeps its partitions."""
    readout("topics", "create", "--partitions", "2", *options)
    words = {5: "LEAVE", 12: "HANG", 13: "EAT"}
    produce(
        connection,
        topic(options, "articles"),
        *(payload(n, text=f"{TEXT} {words.get(n, '')}") for n in range(30)),
    )
    (port,) = ports(1)
    with wilful([*options, "--set", "workers.memory_mb=512"], port, 1) as process:
        meetings = values(connection, topic(options, "meetings"), 27)
        letters = values(connection, topic(options, "dead_letters"), 3)
        exposed = page(port, "/metrics") or ""
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=SECONDS)[1].splitlines()
    assert process.returncode == Exit.OK
    ids = {json.loads(each or b"")["article"]["id"] for each in meetings}
    assert ids == {f"good-{n}" for n in range(30) if n not in words}
    assert len(meetings) == len(ids)
    assert {json.loads(each or b"")["id"] for each in letters} == {f"good-{n}" for n in words}
    assert 'readout_outcomes_total{outcome="rejected",reason="crash"} 2.0' in exposed
    assert 'readout_outcomes_total{outcome="rejected",reason="timeout"} 1.0' in exposed
    assert 'readout_partition_changes_total{change="lost"} 0.0' in exposed
    assert 'readout_partition_changes_total{change="assigned"} 2.0' in exposed
    assert json.loads(told[-1])["event"] == "stopped"


def test_each_worker_is_a_member_and_one_that_is_killed_comes_back(
    options: list[str], connection: Connection
) -> None:
    """Two workers share the partitions; one that is killed is replaced; on SIGTERM all leave, and the code is 0."""
    readout("topics", "create", "--partitions", "2", *options)
    first, second = ports(2)
    session = ["--set", "kafka.session_timeout_seconds=6"]
    with wilful([*options, *session], first, 2) as process:
        eventually(lambda: all("polling 1 partitions" in (page(p, "/readyz") or "") for p in (first, second)))
        members = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        victim = next(pid for pid in map(int, members) if children(pid))
        orphans = children(victim)
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: not any(map(alive, orphans)))
        produce(connection, topic(options, "articles"), *(payload(n) for n in range(40)))
        assert len(values(connection, topic(options, "meetings"), 40)) == 40
        eventually(lambda: all("polling 1 partitions" in (page(p, "/readyz") or "") for p in (first, second)))
        below = children(process.pid)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)
    assert process.returncode == Exit.OK
    eventually(lambda: not any(map(alive, below)))


def test_workers_end_with_a_parent_that_was_killed(options: list[str]) -> None:
    """After `kill -9` of their parent the members leave the group in good order, and their readers with them."""
    readout("topics", "create", *options)
    first, _ = ports(2)
    with wilful(options, first, 2) as process:
        below = children(process.pid)
        assert len(below) >= 4
        process.kill()
        eventually(lambda: not any(map(alive, below)))


def test_a_fault_that_no_restart_mends_ends_all_workers(options: list[str]) -> None:
    """Where a worker's port is taken the service ends with 2, and leaves no process behind."""
    readout("topics", "create", *options)
    first, second = ports(2)
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", second))  # noqa: S104  as the service does
        taken.listen()
        done = readout("run", "--workers", "2", "--metrics-port", str(first), *options)
    assert done.returncode == Exit.USAGE
    assert f"cannot listen on 0.0.0.0:{second}" in done.stderr


@pytest.mark.parametrize("workers", ["0", "many"])
def test_a_number_of_workers_that_makes_no_sense_is_refused(workers: str) -> None:
    """`--workers` takes a number from 1."""
    assert readout("run", "--workers", workers).returncode == Exit.USAGE
