"""Records that cannot be read or written, and brokers that say no."""

import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import broker
import pytest
from kafka import KafkaAdminClient, KafkaProducer
from pydantic import SecretStr
from support.farend import produce, records
from support.line import carry, dispatch, process

from pipeline.errors import ConfigurationError, Halt, Interrupted
from pipeline.records import Channel
from pipeline.transports.kafka import (
    Admin,
    AtLeastOnceSink,
    Bounds,
    Connection,
    KafkaSource,
    Publication,
    Security,
    Subscription,
    TopicSpec,
    TransactionalSink,
)
from pipeline.transports.kafka.clients import Network
from pipeline.transports.kafka.fitting import TRUNCATED
from pipeline.transports.memory import MemorySink
from schemas.deadletter import PREFIX

BRIEF = Bounds(bootstrap=5.0, request=3.0, delivery=4.0, recovery=5.0)


def test_a_broker_that_hangs_is_passed_over(bootstrap: str, new_topic: Callable[..., str]) -> None:
    """Of two addresses one takes connections and never answers; through the other the cluster is found all the same."""
    topic = new_topic()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        connection = Connection(f"127.0.0.1:{deaf.getsockname()[1]},{bootstrap}", bounds=BRIEF)
        for _ in range(3):
            with Admin(connection) as admin:
                assert all(finding.passed is not False for finding in admin.inspect({topic: "READ"}))


def test_a_broker_that_is_gone_is_told_by_a_no() -> None:
    """Of a broker that cannot be reached a client says so; raising would cost it the request in hand."""
    (port,) = broker.free_ports(1)
    network = Network(bootstrap_servers=[f"127.0.0.1:{port}"])
    assert network.await_ready("bootstrap-0", timeout_ms=500) is False
    network.close()


def test_a_damaged_batch_is_passed_over(own_cluster: broker.Cluster) -> None:
    """Each message of a batch that fails its checksum becomes one dead letter; its neighbours go on."""
    connection = Connection(own_cluster.bootstrap)
    topics = {Channel.MEETINGS: "meetings", Channel.DEAD_LETTERS: "letters"}
    with Admin(connection) as admin:
        admin.create([TopicSpec(name, 1) for name in ("articles", *topics.values())])
    for values in ([b"before"], [b"damaged 1", b"damaged 2"], [b"after"]):
        produce(own_cluster.bootstrap, "articles", values, linger_ms=200)
    _damage(own_cluster.nodes[0].folder / "data" / "articles-0", b"damaged 1")
    source = KafkaSource(connection, Subscription("group", ("articles",)))
    sink = TransactionalSink(connection, Publication(topics))
    totals, _ = carry(source, sink, 4)
    source.close()
    sink.close()
    assert (totals.rejected, totals.skipped) == (2, 2)
    assert [record.value for record in records(own_cluster.bootstrap, "meetings", 2)] == [b"before", b"after"]
    assert [record.value for record in records(own_cluster.bootstrap, "letters", 2)] == [b"", b""]


def _damage(folder: Path, text: bytes) -> None:
    """Change one byte of what the broker stored, in its place."""
    (segment,) = folder.glob("*.log")
    with segment.open("r+b") as log:
        log.seek(log.read().index(text))
        log.write(b"D")


@pytest.mark.skipif(not shutil.which("kcat"), reason="no kcat, and our own client writes no such header")
def test_a_header_that_is_no_text_harms_nobody_else(
    bootstrap: str,
    new_topic: Callable[..., str],
    member: Callable[..., KafkaSource],
    topics: dict[Channel, str],
    exactly_once: TransactionalSink,
) -> None:
    """A message whose header's name is not UTF-8 becomes a dead letter; its neighbours go on."""
    articles = new_topic()
    produce(bootstrap, articles, [b"before"])
    kcat = [b"kcat", b"-P", b"-b", bootstrap.encode(), b"-t", articles.encode(), b"-H", b"\xff\xfe=1"]
    subprocess.run(kcat, input=b"between", check=True)
    produce(bootstrap, articles, [b"after"])
    totals, _ = carry(member(articles), exactly_once, 3)
    assert (totals.rejected, totals.skipped) == (1, 2)
    assert [record.value for record in records(bootstrap, topics[Channel.MEETINGS], 2)] == [
        b"before",
        b"after",
    ]


@pytest.mark.parametrize("year", [10_000, 290_000_000])
def test_a_message_from_an_absurd_year_has_no_time(
    bootstrap: str, new_topic: Callable[..., str], member: Callable[..., KafkaSource], year: int
) -> None:
    """A time beyond the calendar's is none; the message is as good as any."""
    topic = new_topic(message_timestamp_after_max_ms=str(2**63 - 1))
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    producer.send(topic, b"late", timestamp_ms=(year - 1970) * 31_557_600_000).get(timeout=10)
    producer.close()
    source, sink = member(topic), MemorySink()
    _, watcher = carry(source, sink, 1)
    assert watcher.batches[0].results[0].delivery.timestamp is None
    assert [each.value for each in sink.dispatches] == [b"late"]


@pytest.fixture
def large(bootstrap: str, new_topic: Callable[..., str]) -> str:
    """A topic with one small message, one of 50 kB, and a small one again."""
    topic = new_topic(max_message_bytes="100000")
    produce(bootstrap, topic, [b"before", b"x" * 50_000, b"after"])
    return topic


@pytest.fixture(params=[TransactionalSink, AtLeastOnceSink])
def small_sink(
    request: pytest.FixtureRequest,
    new_topic: Callable[..., str],
    connection: Connection,
    publication: Publication,
) -> Iterator[tuple[TransactionalSink | AtLeastOnceSink, Publication]]:
    """A sink whose topics take records of up to 20 kB, which it does not know."""
    topics = {channel: new_topic(max_message_bytes="20000") for channel in Channel}
    # Without compression, since what is tested shrinks to nothing.
    publication = replace(publication, topics=topics, compression=None)
    sink = request.param(connection, publication)
    yield sink, publication
    sink.close()


def test_a_record_that_its_topic_refuses_becomes_a_dead_letter(
    bootstrap: str,
    large: str,
    member: Callable[..., KafkaSource],
    small_sink: tuple[TransactionalSink | AtLeastOnceSink, Publication],
) -> None:
    """A record too large for its topic goes to the dead letters, cut to what fits; its neighbours go on."""
    sink, publication = small_sink
    carry(member(large), sink, 3)
    meetings = {record.value for record in records(bootstrap, publication.topics[Channel.MEETINGS], 2)}
    letters = {
        record.value: dict(record.headers)
        for record in records(bootstrap, publication.topics[Channel.DEAD_LETTERS], 1)
    }
    (cut,) = letters
    assert meetings == {b"before", b"after"}
    assert 1000 < len(cut) < 20_000
    assert letters[cut][TRUNCATED] == b"50000"
    assert letters[cut][f"{PREFIX}reason"] == b"too_large"


def test_a_refused_batch_is_not_lost(
    bootstrap: str,
    new_topic: Callable[..., str],
    member: Callable[..., KafkaSource],
    topics: dict[Channel, str],
    publication: Publication,
) -> None:
    """While its topic is gone nothing of a batch is acknowledged; once it is back, all is published."""
    values = [f"value {number}".encode() for number in range(20)]
    produce(bootstrap, articles := new_topic(), values)
    topic = topics[Channel.MEETINGS]
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.delete_topics([topic])
    sink = AtLeastOnceSink(Connection(bootstrap, bounds=BRIEF), publication)
    source = member(articles)
    deliveries = []
    while not deliveries:
        deliveries = list(source.poll(20, 0.5))
    dispatches = [each for result in process(deliveries) for each in dispatch(result)]
    with pytest.raises(Interrupted):
        sink.publish(dispatches, source.progress(deliveries))
    source.rewind(deliveries)
    admin.create_topics({topic: {"num_partitions": 1}}, wait_for_metadata=True)
    admin.close()
    carry(source, sink, len(values))
    sink.close()
    assert set(Counter(record.value for record in records(bootstrap, topic, len(values)))) == set(values)


def test_a_broker_that_is_not_there_is_said_so() -> None:
    """Where no broker answers, source, sink and administration end in an error, and in time."""
    (port,) = broker.free_ports(1)
    nowhere = Connection(f"127.0.0.1:{port}", bounds=BRIEF)
    with pytest.raises(Interrupted):
        KafkaSource(nowhere, Subscription())
    with pytest.raises(Halt):
        TransactionalSink(nowhere, Publication())
    with pytest.raises(Interrupted):
        Admin(nowhere)


def test_the_administration_tells_what_is_missing(
    connection: Connection, new_topic: Callable[..., str]
) -> None:
    """An inspection finds the brokers, the topics that exist, and those that do not."""
    there = new_topic(3)
    with Admin(connection) as admin:
        brokers, found, lacking = admin.inspect({there: "READ", "test-not-there": "WRITE"})
    assert brokers.passed
    assert "3 partitions" in found.detail
    assert lacking.passed is False


def test_making_a_topic_twice_is_making_it(connection: Connection, new_topic: Callable[..., str]) -> None:
    """A topic that exists already is as good as made, and is left as it is."""
    with Admin(connection) as admin:
        (finding,) = admin.create([TopicSpec(new_topic(3), 5)])
    assert finding.passed


def test_secrets_are_not_shown() -> None:
    """The password is in no representation of the settings."""
    security = Security(protocol="SASL_SSL", username="u", password=SecretStr("hunter2"))
    assert "hunter2" not in repr(security)


@pytest.mark.parametrize(
    "options", [{"protocol": "SASL_PLAINTEXT"}, {"username": "u"}, {"protocol": "SASL_SSL", "username": "u"}]
)
def test_contradictions_are_refused(options: dict[str, str]) -> None:
    """User name and password belong to SASL, and SASL to them."""
    with pytest.raises(ConfigurationError):
        Security(**options)  # type: ignore[arg-type]
