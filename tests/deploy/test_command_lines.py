"""Every command line of the files that deploy Readout does what it is there for, on a real broker.

A command is run as it stands; only what a machine lacks is put in its place: the address of the broker, names
of topics that nobody else uses, a free port, and where the program and its secrets lie.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import broker
import pytest
import yaml
from docs.documents import ROOT, program
from kafka import KafkaConsumer, TopicPartition
from support.stand import Deployment, deployment, process, ready

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = (DEPLOY / "systemd" / "readout.service").read_text("utf-8")
POD = yaml.safe_load((DEPLOY / "kubernetes" / "deployment.yaml").read_text("utf-8"))["spec"]["template"][
    "spec"
]
(CONTAINER,) = POD["containers"]
SECONDS = 60.0


@pytest.fixture
def made(bootstrap: str) -> Iterator[Deployment]:
    """A deployment of the test's own, with its topics."""
    with deployment(bootstrap) as each:
        yield each


def instruction(name: str) -> list[str]:
    """The last instruction of that name in the Dockerfile, as words."""
    found: list[str] = json.loads(re.findall(rf"(?m)^{name} (\[.*\])$", DOCKERFILE)[-1])
    return found


def health() -> list[str]:
    """The health check of the image."""
    (found,) = re.findall(r"HEALTHCHECK.*\\\n\s+CMD (\[.*\])\n", DOCKERFILE)
    words: list[str] = json.loads(found)
    return words


def here(words: Sequence[str], made: Deployment | None = None) -> list[str]:
    """A command line of a file as it runs on this machine."""
    ours = {"kafka:9092": made.bootstrap, "news.articles": made.articles} if made else {}
    first, *others = [ours.get(word, word) for word in words]
    if first.endswith("readout"):
        return program(others)
    return [sys.executable, *(each.replace("/feed.py", str(DEPLOY / "feed.py")) for each in others)]


def environment(made: Deployment, given: Mapping[str, object], **more: str) -> dict[str, str]:
    """The variables of a file under those of the test."""
    return {**{name: str(value) for name, value in given.items()}, **made.environment, **more}


@contextmanager
def serving(words: Sequence[str], made: Deployment, **variables: str) -> Iterator[int]:
    """The service that a command line starts, once it takes part; gives the port of its health pages."""
    (port,) = broker.free_ports(1)
    variables["READOUT_METRICS__PORT"] = str(port)
    with process(here(words), environment(made, {}, **variables)):
        ready(f"http://127.0.0.1:{port}/readyz")
        yield port


def composed(name: str) -> tuple[list[str], Mapping[str, Any]]:
    """What a service of the compose file runs, and its variables."""
    service = COMPOSE[name]
    words = service.get("entrypoint", instruction("ENTRYPOINT")) + service.get("command", instruction("CMD"))
    return words, service.get("environment", {})


def test_the_image_serves_and_says_that_it_is_well(made: Deployment) -> None:
    """What the image starts becomes ready, and its health check passes while it runs and fails after."""
    check = here(health())
    with serving(instruction("ENTRYPOINT") + instruction("CMD"), made) as port:
        told = [word.replace("9464", str(port)) for word in check]
        assert subprocess.run(told, check=False).returncode == 0
    assert subprocess.run(told, check=False, capture_output=True).returncode != 0


def test_the_compose_file_makes_its_topics(bootstrap: str) -> None:
    """The topics of the compose file are made, with the partitions that it asks for."""
    fresh = Deployment(f"compose-{time.time_ns()}", bootstrap)
    words, given = composed("topics")
    subprocess.run(here(words, fresh), env=environment(fresh, given), check=True, capture_output=True)
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    assert len(consumer.partitions_for_topic(fresh.articles)) == int(words[-1])
    consumer.close()


def test_the_compose_file_serves(made: Deployment) -> None:
    """The service of the compose file becomes ready."""
    words, given = composed("readout")
    assert set(given) == {"READOUT_KAFKA__BOOTSTRAP_SERVERS"}
    with serving(words, made):
        pass


def test_the_compose_file_feeds(made: Deployment) -> None:
    """The feed of the compose file writes one message after the other to the topic of articles."""
    words, _ = composed("feed")
    with process(here(words, made)):
        assert _grows(made, 3)


def _grows(made: Deployment, count: int) -> bool:
    """Whether a topic comes to hold `count` messages in time."""
    consumer = KafkaConsumer(bootstrap_servers=made.bootstrap)
    partitions = [
        TopicPartition(made.articles, number) for number in consumer.partitions_for_topic(made.articles)
    ]
    deadline = time.monotonic() + SECONDS
    while sum(consumer.end_offsets(partitions).values()) < count and time.monotonic() < deadline:
        time.sleep(0.2)
    held = sum(consumer.end_offsets(partitions).values())
    consumer.close()
    return bool(held >= count)


def test_the_pod_gets_settings_that_hold(mounted: Path) -> None:
    """With its secrets in their places, the settings of a pod contradict nothing."""
    variables = {each["name"]: each.get("value", "somebody") for each in CONTAINER["env"]}
    variables["READOUT_CONFIG"] = str(mounted)
    check = program(["check", "--offline"])
    subprocess.run(check, env={**os.environ, **variables}, check=True, capture_output=True)


def test_the_pod_serves_and_answers_its_probes(made: Deployment, tmp_path: Path) -> None:
    """What a pod starts becomes ready and answers every probe; the broker here asks for no password."""
    settings = (DEPLOY / "kubernetes" / "readout.toml").read_text("utf-8")
    file = tmp_path / "readout.toml"
    file.write_text(re.sub(r"(?s)\[kafka\.security\].*?\n\n", "", settings), encoding="utf-8")
    probes = [CONTAINER[name]["httpGet"]["path"] for name in CONTAINER if name.endswith("Probe")]
    with serving([*instruction("ENTRYPOINT"), *CONTAINER["args"]], made, READOUT_CONFIG=str(file)) as port:
        assert len(probes) == 3
        for path in probes:
            ready(f"http://127.0.0.1:{port}{path}")


def test_the_unit_serves(made: Deployment) -> None:
    """What the unit starts becomes ready, with the example as its settings."""
    (line,) = re.findall(r"(?m)^ExecStart=(.*)$", UNIT)
    words = shlex.split(line.replace("/etc/readout/readout.toml", str(ROOT / "readout.example.toml")))
    with serving(words, made):
        pass
