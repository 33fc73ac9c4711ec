"""A whole deployment on this machine: services, a feed and a Prometheus around a broker that is there."""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

import broker
import pytest
import yaml
from docs.documents import ROOT, program
from support.prometheus import Prometheus

DEPLOY: Final = ROOT / "deploy"
RULES: Final = (DEPLOY / "prometheus" / "readout.rules.yaml", DEPLOY / "prometheus" / "readout.alerts.yaml")
SECONDS: Final = 120.0


def without_prometheus() -> None:
    """Skip where there is no Prometheus, or fail where one is required."""
    if shutil.which("prometheus") and shutil.which("promtool"):
        return
    message = "no prometheus and promtool on the path"
    if os.environ.get("READOUT_REQUIRE_PROMETHEUS") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@dataclass(frozen=True)
class Deployment:
    """Settings of a deployment that nobody else shares: topics and a group of its own."""

    name: str
    bootstrap: str

    @property
    def options(self) -> list[str]:
        """The settings as flags."""
        chosen = {
            "kafka.bootstrap_servers": self.bootstrap,
            "kafka.group_id": self.name,
            "topics.articles": f"{self.name}-articles",
            "topics.meetings": f"{self.name}-meetings",
            "topics.dead_letters": f"{self.name}-dead-letters",
        }
        return [word for key, value in chosen.items() for word in ("--set", f"{key}={value}")]

    @property
    def environment(self) -> dict[str, str]:
        """The settings as variables, on top of our own environment."""
        pairs = (option.partition("=") for option in self.options if option != "--set")
        named = {f"READOUT_{key.replace('.', '__')}".upper(): value for key, _, value in pairs}
        return {**os.environ, **named}

    @property
    def articles(self) -> str:
        """The topic to feed."""
        return f"{self.name}-articles"


@contextmanager
def deployment(bootstrap: str, partitions: int = 2) -> Iterator[Deployment]:
    """A deployment with its topics made."""
    made = Deployment(f"test-{uuid.uuid4().hex[:8]}", bootstrap)
    create = program(["topics", "create", "--partitions", str(partitions), *made.options])
    subprocess.run(create, check=True, capture_output=True)
    yield made


@contextmanager
def process(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A process that is told to end at the end of the block."""
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.send_signal(signal.SIGTERM)
            _gone(running)


def _gone(running: subprocess.Popen[bytes]) -> None:
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()


def ready(address: str, seconds: float = SECONDS) -> None:
    """Return once a page answers well."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310  our own address
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} did not answer in {seconds:g} s")


@contextmanager
def watched(bootstrap: str, folder: Path, services: int = 1, seconds: float = 0.2) -> Iterator[Prometheus]:
    """Services that read a feed, and the Prometheus that watches them; the feed writes every `seconds`."""
    with ExitStack() as stack:
        made = stack.enter_context(deployment(bootstrap))
        *ports, own = broker.free_ports(services + 1)
        for number, port in enumerate(ports):
            named = ["--metrics-port", str(port), "--set", f"kafka.member=member-{number}", *made.options]
            stack.enter_context(process(program(["run", *named])))
        for port in ports:
            ready(f"http://127.0.0.1:{port}/readyz")
        feed = [sys.executable, str(DEPLOY / "feed.py"), "--bootstrap-servers", bootstrap]
        stack.enter_context(process([*feed, "--topic", made.articles, "--seconds", str(seconds)]))
        yield stack.enter_context(_prometheus(folder, own, ports))


@contextmanager
def _prometheus(folder: Path, own: int, ports: Sequence[int]) -> Iterator[Prometheus]:
    """A Prometheus with our rules, that looks every other second."""
    configuration = {
        "global": {"scrape_interval": "2s", "evaluation_interval": "1s"},
        "rule_files": [str(path) for path in RULES],
        "scrape_configs": [
            {
                "job_name": "readout",
                "static_configs": [{"targets": [f"127.0.0.1:{port}" for port in ports]}],
            }
        ],
    }
    file = folder / "prometheus.yml"
    file.write_text(yaml.safe_dump(configuration), encoding="utf-8")
    options = {"config.file": file, "storage.tsdb.path": folder / "data"}
    flags = [f"--{name}={value}" for name, value in options.items()]
    with process(["prometheus", *flags, f"--web.listen-address=127.0.0.1:{own}"]):
        address = f"http://127.0.0.1:{own}"
        ready(f"{address}/-/ready")
        yield Prometheus(address)
