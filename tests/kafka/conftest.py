"""Sources and sinks on the session's broker, each on topics and in groups of its own."""

import uuid
from collections.abc import Callable, Iterator

import pytest

from pipeline.records import Channel
from pipeline.transports.kafka import (
    AtLeastOnceSink,
    Connection,
    KafkaSource,
    Publication,
    Subscription,
    TransactionalSink,
)

Topics = dict[Channel, str]


@pytest.fixture
def topics(new_topic: Callable[..., str]) -> Topics:
    """A topic for each channel."""
    return {channel: new_topic() for channel in Channel}


@pytest.fixture
def publication(topics: Topics) -> Publication:
    """How to publish there, under a name of our own."""
    return Publication(topics, transactional_id=f"test-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def exactly_once(connection: Connection, publication: Publication) -> Iterator[TransactionalSink]:
    """A transactional sink that commits the source's offsets."""
    sink = TransactionalSink(connection, publication)
    yield sink
    sink.close()


@pytest.fixture
def at_least_once(connection: Connection, publication: Publication) -> Iterator[AtLeastOnceSink]:
    """A sink that leaves the offsets to the source."""
    sink = AtLeastOnceSink(connection, publication)
    yield sink
    sink.close()


@pytest.fixture
def member(connection: Connection) -> Iterator[Callable[..., KafkaSource]]:
    """Makes members of one group; all leave at the end."""
    members: list[KafkaSource] = []
    group = f"test-{uuid.uuid4().hex[:8]}"

    def join(*topics: str, **options: object) -> KafkaSource:
        subscription = Subscription(group, topics, session_seconds=6.0, **options)  # type: ignore[arg-type]
        members.append(KafkaSource(connection, subscription))
        return members[-1]

    yield join
    for each in members:
        each.close()
