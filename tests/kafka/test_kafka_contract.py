"""The Kafka transport keeps the contract of the ports, on a real broker."""

from collections.abc import Callable, Sequence

import pytest
from support.farend import produce, records
from transports.contract import DurableSourceContract, FiniteSourceContract, Read, SinkContract, SourceOf

from pipeline.ports import Sink, Source
from pipeline.records import Channel
from pipeline.transports.kafka import (
    AtLeastOnceSink,
    Connection,
    KafkaSource,
    Publication,
    TopicSource,
    TransactionalSink,
    measured,
)


class TestKafkaSource(DurableSourceContract):
    """Everything that a source must hold, and a durable one too."""

    @pytest.fixture
    def topic(self, new_topic: Callable[..., str]) -> str:
        """A topic of one partition."""
        return new_topic()

    @pytest.fixture
    def source_of(self, bootstrap: str, topic: str, member: Callable[..., KafkaSource]) -> SourceOf:
        """A member of a new group, on a topic that holds the payloads."""

        def make(payloads: Sequence[bytes]) -> Source:
            produce(bootstrap, topic, payloads)
            return member(topic)

        return make

    @pytest.fixture
    def reopened(
        self, source: Source, topic: str, member: Callable[..., KafkaSource]
    ) -> Callable[[], Source]:
        """Another member of the same group, after the first left."""

        def again() -> Source:
            source.close()
            return member(topic)

        return again


class TestTopicSource(FiniteSourceContract):
    """Everything that a source must hold, and one that ends."""

    @pytest.fixture
    def source_of(self, bootstrap: str, connection: Connection, new_topic: Callable[..., str]) -> SourceOf:
        """All of a new topic that holds the payloads."""

        def make(payloads: Sequence[bytes]) -> Source:
            produce(bootstrap, topic := new_topic(), payloads)
            return TopicSource(connection, topic, measured(connection, topic))

        return make


class KafkaSinkContract(SinkContract):
    """How a Kafka sink is read."""

    @pytest.fixture
    def read(self, bootstrap: str, topics: dict[Channel, str]) -> Read:
        """Reads committed records by a client that knows nothing of ours."""

        def values(channel: Channel, count: int) -> list[bytes | None]:
            return [record.value for record in records(bootstrap, topics[channel], count)]

        return values


class TestAtLeastOnceSink(KafkaSinkContract):
    """Everything that a sink must hold."""

    @pytest.fixture
    def sink(self, at_least_once: AtLeastOnceSink) -> Sink:
        """A sink on new topics."""
        return at_least_once


class TestTransactionalSink(KafkaSinkContract):
    """Everything that a sink must hold, in transactions."""

    @pytest.fixture
    def sink(self, connection: Connection, publication: Publication) -> Sink:
        """A sink on new topics, without a group whose offsets to commit."""
        return TransactionalSink(connection, publication, commits_offsets=False)
