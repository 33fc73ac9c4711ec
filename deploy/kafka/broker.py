# ruff: noqa: INP001, S603  a script that starts the programs which it is for
"""A real Apache Kafka for development and tests, started from its jars.

Run it with: python deploy/kafka/broker.py [--nodes 3].

Needs Java 17 or newer, and Maven once, to fetch the jars that pom.xml names into .kafka/. Every cluster has
its own temporary folder and free ports, so that several may run side by side. The tests import this module.
"""

import argparse
import base64
import contextlib
import hashlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

HERE: Final = Path(__file__).resolve().parent
CACHE: Final = HERE.parents[1] / ".kafka"
COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
JVM: Final = (
    # Serial collection and the first compiler alone: a broker that lives briefly starts in half the time.
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xshare:auto",
    "-Djava.awt.headless=true",
    f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}",
)


class BrokerUnavailableError(Exception):
    """A broker cannot be had on this machine; the message is one line."""


def missing() -> str | None:
    """What this machine lacks to run a broker, in a few words; None when it lacks nothing."""
    if not shutil.which("java"):
        return "no java on the path"
    if not _libraries().exists() and not shutil.which("mvn"):
        return "no mvn on the path to fetch the broker's jars"
    return None


def jars() -> Path:
    """The folder of the broker's jars, fetched on first use and again when pom.xml changes.

    Raises:
        BrokerUnavailableError: Java or Maven is missing, or Maven cannot fetch the jars.
    """
    if lack := missing():
        raise BrokerUnavailableError(lack)
    if not _libraries().exists():
        _fetch(_libraries())
    return _libraries()


def _libraries() -> Path:
    return CACHE / hashlib.sha256((HERE / "pom.xml").read_bytes()).hexdigest()[:12]


def _fetch(target: Path) -> None:
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        maven = ["mvn", "-B", "-q", "-ntp", "-f", str(HERE / "pom.xml"), COPY]
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={folder}/jars"]
        done = subprocess.run([*maven, *options], capture_output=True, text=True, check=False)
        if done.returncode:
            raise BrokerUnavailableError(f"Maven could not fetch the broker's jars: {done.stdout[-300:]!r}")
        # Renamed into place whole, so that no one ever finds half of them; who comes second discards his own.
        with contextlib.suppress(OSError):
            Path(folder, "jars").rename(target)


def free_ports(count: int) -> list[int]:
    """TCP ports of the loopback interface that nobody listens on just now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@dataclass
class Node:
    """One broker, which is its own controller."""

    number: int
    port: int
    controller_port: int
    folder: Path
    heap: str
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """What the broker printed."""
        return self.folder / "broker.log"

    def format(self, cluster_id: str, properties: str, *options: str) -> None:
        """Write the configuration, and prepare the empty storage."""
        self.folder.mkdir(parents=True)
        (self.folder / "server.properties").write_text(properties)
        arguments = ["format", "-t", cluster_id, "-c", "server.properties", *options]
        with self.log.open("ab") as log:
            subprocess.run(
                self._java("kafka.tools.StorageTool", *arguments),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                check=True,
            )

    def start(self) -> None:
        """Start the broker; `wait` says when it is ready."""
        with self.log.open("wb") as log:
            self.process = self._spawn(log)

    def _spawn(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        command = self._java("kafka.Kafka", "server.properties")
        return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def _java(self, main: str, *arguments: str) -> list[str]:
        return ["java", f"-Xmx{self.heap}", *JVM, "-cp", f"{jars()}/*", main, *arguments]

    def wait(self, seconds: float) -> None:
        """Return once the broker takes requests.

        Raises:
            BrokerUnavailableError: it ended, or was not ready in time.
        """
        deadline = time.monotonic() + seconds
        while b"Kafka Server started" not in self.log.read_bytes():
            if self.process is None or self.process.poll() is not None:
                raise BrokerUnavailableError(f"the broker ended: {self.log.read_text()[-500:]!r}")
            if time.monotonic() > deadline:
                raise BrokerUnavailableError(f"the broker was not ready in {seconds:g} s")
            time.sleep(0.05)

    def send(self, number: signal.Signals) -> None:
        """Send a signal, as SIGSTOP to freeze the broker and SIGCONT to thaw it."""
        if self.process is not None:
            self.process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 20.0) -> None:
        """End the broker: cleanly by SIGTERM, abruptly by SIGKILL; after `seconds` abruptly in any case."""
        if self.process is None:
            return
        self.send(number)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


class Cluster:
    """One node, or three that replicate.

    `properties` are added to every node's configuration, and win over what it says; `format_options` are for
    Kafka's storage tool, as users with their passwords.
    """

    def __init__(
        self,
        folder: Path,
        nodes: int = 1,
        heap: str = "320m",
        properties: str = "",
        format_options: Sequence[str] = (),
    ) -> None:
        ports = iter(free_ports(2 * nodes))
        self._extra = properties
        self._format_options = format_options
        self.nodes = [
            Node(number, next(ports), next(ports), folder / f"node{number}", heap)
            for number in range(1, nodes + 1)
        ]

    @property
    def bootstrap(self) -> str:
        """What a client needs to know: host:port of every node."""
        return ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self, seconds: float = 60.0) -> None:
        """Format, start, and wait until every node takes requests."""
        # Kafka's way to write a UUID; a letter in front, for a dash would make an option of it.
        cluster_id = "R" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]
        for node in self.nodes:
            node.format(cluster_id, self._properties(node), *self._format_options)
            node.start()
        for node in self.nodes:
            node.wait(seconds)

    def _properties(self, node: Node) -> str:
        voters = ",".join(f"{each.number}@127.0.0.1:{each.controller_port}" for each in self.nodes)
        replicas = min(3, len(self.nodes))
        template = (HERE / "server.properties").read_text()
        filled = template.format(
            node=node.number,
            port=node.port,
            controller_port=node.controller_port,
            voters=voters,
            folder=node.folder,
            replicas=replicas,
            insync=max(1, replicas - 1),
        )
        return f"{filled}\n{self._extra}\n"

    def stop(self) -> None:
        """End every node cleanly, all at once: a majority of controllers would otherwise be waited for."""
        for node in self.nodes:
            node.send(signal.SIGCONT)
            node.send(signal.SIGTERM)
        for node in self.nodes:
            node.stop()


@contextlib.contextmanager
def running(nodes: int = 1, properties: str = "", format_options: Sequence[str] = ()) -> Iterator[Cluster]:
    """A cluster in a temporary folder, stopped and removed at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="readout-kafka-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), nodes, properties=properties, format_options=format_options)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def main() -> None:
    """Run a cluster until interrupted."""
    parser = argparse.ArgumentParser(description="Run Apache Kafka for development.")
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1, help="how many brokers")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with running(arguments.nodes) as cluster, contextlib.suppress(KeyboardInterrupt):
            sys.stdout.write(f"Kafka is ready at {cluster.bootstrap} (interrupt to stop)\n")
            sys.stdout.flush()
            signal.pause()
    except BrokerUnavailableError as error:
        sys.exit(f"broker.py: {error}")


if __name__ == "__main__":
    main()
