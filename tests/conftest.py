"""What all tests share: a real broker, one for the session, and names that nobody else uses on it."""

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.transports.kafka import Admin, Connection, TopicSpec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "deploy" / "kafka"))
sys.path.insert(0, str(ROOT / "tests"))

import broker  # noqa: E402  it lives with the deployment, and is no package
from support.brokers import without_broker  # noqa: E402  the path to it is set above


@pytest.fixture(scope="session")
def bootstrap() -> Iterator[str]:
    """Address of a real broker: that of READOUT_TEST_BROKER, or of one started for the session."""
    if given := os.environ.get("READOUT_TEST_BROKER"):
        yield given
        return
    if lack := broker.missing():
        without_broker(lack)
    with broker.running() as cluster:
        yield cluster.bootstrap


@pytest.fixture
def own_cluster() -> Iterator[broker.Cluster]:
    """A broker of the test's own, which it may stop, freeze and damage."""
    if lack := broker.missing():
        without_broker(lack)
    with broker.running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def connection(bootstrap: str) -> Connection:
    """How to reach the session's broker."""
    return Connection(bootstrap)


@pytest.fixture
def new_topic(connection: Connection) -> Callable[..., str]:
    """Makes a topic under a name of its own."""

    def make(partitions: int = 1, **options: str) -> str:
        name = f"test-{uuid.uuid4().hex[:12]}"
        spec = TopicSpec(
            name, partitions, options={key.replace("_", "."): value for key, value in options.items()}
        )
        with Admin(connection) as admin:
            (made,) = admin.create([spec])
        assert made.passed, made.detail
        return name

    return make
