"""The service and its tools on a real broker."""

import json
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from docs.documents import program

from pipeline.cli.exits import Exit
from pipeline.transports.kafka import Connection, KafkaSource, Subscription

FEED = Path(__file__).resolve().parents[2] / "pipeline" / "demo" / "feed"
FIRST = FEED / "first-article.txt"
SECONDS = 60.0


@pytest.fixture
def options(bootstrap: str) -> list[str]:
    """Settings of a deployment of the test's own."""
    own = f"test-{uuid.uuid4().hex[:8]}"
    chosen = {
        "kafka.bootstrap_servers": bootstrap,
        "kafka.group_id": own,
        "topics.articles": f"{own}-articles",
        "topics.meetings": f"{own}-meetings",
        "topics.dead_letters": f"{own}-dead-letters",
    }
    return [word for name, value in chosen.items() for word in ("--set", f"{name}={value}")]


def readout(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command, to its end."""
    return subprocess.run(program(arguments), capture_output=True, text=True, check=False)


def topic(options: list[str], channel: str) -> str:
    """The name of a topic of ours."""
    return next(option.partition("=")[2] for option in options if option.startswith(f"topics.{channel}="))


def values(connection: Connection, name: str, count: int) -> list[bytes | None]:
    """The first `count` committed values of a topic, or fewer when they do not come in time."""
    source = KafkaSource(connection, Subscription(group=uuid.uuid4().hex, topics=(name,)))
    found: list[bytes | None] = []
    deadline = time.monotonic() + SECONDS
    while len(found) < count and time.monotonic() < deadline:
        found += [delivery.payload for delivery in source.poll(100, 0.5)]
    source.close()
    return found


def produce(connection: Connection, name: str, *files: Path) -> None:
    """Write each file as one message with kcat, which is no client of ours."""
    command = ["kcat", "-P", "-b", connection.bootstrap_servers, "-t", name, *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def service(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running service and the address of its health pages, once it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = program(["run", "--metrics-port", str(port), *arguments])
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, _ready(process, f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def _ready(process: subprocess.Popen[str], address: str) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{address}/readyz", timeout=5).close()  # noqa: S310  our own address
        except URLError:
            time.sleep(0.1)
        else:
            return address
    pytest.fail(f"the service was not ready in time: {process.returncode}")


def test_topics_are_made_once(options: list[str]) -> None:
    """`topics create` makes what is missing, finds it there the second time, and `check` is content."""
    assert readout("check", *options).returncode == Exit.REFUSED
    made = [readout("topics", "create", "--partitions", "2", *options) for _ in range(2)]
    assert [done.returncode for done in made] == [Exit.OK, Exit.OK]
    assert ["created" in made[0].stdout, "created" in made[1].stdout] == [True, False]
    assert readout("check", *options).returncode == Exit.OK


@pytest.mark.skipif(not shutil.which("kcat"), reason="kcat is not installed")
def test_the_service_reads_and_writes_topics_until_told_to_stop(
    options: list[str], connection: Connection, tmp_path: Path
) -> None:
    """Articles become meetings, a broken one a dead letter; on SIGTERM the service leaves with 0."""
    readout("topics", "create", *options)
    (tmp_path / "broken").write_bytes(b"{broken")
    produce(connection, topic(options, "articles"), FIRST, tmp_path / "broken")
    with service(*options) as (process, address):
        assert values(connection, topic(options, "dead_letters"), 1) == [b"{broken"]
        (meeting, *_) = values(connection, topic(options, "meetings"), 1)
        assert json.loads(meeting or b"")["article"]["outlet"] == "Times of India"
        exposed = urlopen(f"{address}/metrics", timeout=5).read().decode()  # noqa: S310  our own address
        assert "readout_deliveries_total 2.0" in exposed
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=SECONDS)[1].splitlines()
        assert process.returncode == Exit.OK
    assert json.loads(told[-1])["event"] == "stopped"


def test_files_are_replayed_into_topics(options: list[str], connection: Connection) -> None:
    """`replay --kafka` publishes the meetings of files, and their refusals as dead letters."""
    readout("topics", "create", *options)
    done = readout("replay", str(FEED), "--kafka", *options)
    assert done.returncode == Exit.OK, done.stderr
    assert len(values(connection, topic(options, "dead_letters"), 1)) == 1
    assert values(connection, topic(options, "meetings"), 1)


def test_a_service_without_a_broker_halts() -> None:
    """Where no broker answers the service ends with 75, so that its supervisor tries again."""
    done = readout(
        *("run", "--metrics-port", "0", "--bootstrap-servers", "127.0.0.1:9"),
        *("--set", "kafka.timeouts.connect_seconds=1"),
    )
    assert done.returncode == Exit.HALTED
    assert json.loads(done.stderr.splitlines()[-1])["event"] == "halted"
