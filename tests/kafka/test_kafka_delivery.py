"""What is promised about delivery, on a real broker."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from support.farend import produce, records
from support.line import LIMITS, Watcher, carry, dispatch, process

from pipeline.errors import Halt, Interrupted
from pipeline.ports import Sink
from pipeline.records import Channel, Delivery, Dispatch, Position, Progress, Result
from pipeline.runner import Runner
from pipeline.transports.kafka import (
    Connection,
    KafkaSource,
    Publication,
    TransactionalSink,
)

VALUES = [f"value {number}".encode() for number in range(100)]

Member = Callable[..., KafkaSource]
Topics = dict[Channel, str]


def published(bootstrap: str, topic: str, count: int) -> Counter[bytes]:
    """How often each value can be read."""
    return Counter(record.value for record in records(bootstrap, topic, count))


def polled(source: KafkaSource, limit: int) -> list[Delivery]:
    """The next deliveries, at least one."""
    deliveries: list[Delivery] = []
    deadline = time.monotonic() + 30
    while not deliveries and time.monotonic() < deadline:
        deliveries.extend(source.poll(limit, 0.5))
    return deliveries


@pytest.fixture(params=["exactly_once", "at_least_once"])
def sink(request: pytest.FixtureRequest) -> Sink:
    """A sink of either promise."""
    chosen: Sink = request.getfixturevalue(request.param)
    return chosen


def test_what_is_published_is_acknowledged(
    bootstrap: str, new_topic: Callable[..., str], member: Member, topics: Topics, sink: Sink
) -> None:
    """After a quiet run, by either promise, every message is published once, and none comes again."""
    produce(bootstrap, articles := new_topic(4), VALUES)
    source = member(articles)
    carry(source, sink, len(VALUES))
    source.close()
    assert published(bootstrap, topics[Channel.MEETINGS], len(VALUES)) == Counter(VALUES)
    assert carry(member(articles), sink, 1, seconds=3.0)[0].deliveries == 0


def test_a_message_comes_with_all_that_it_had(
    bootstrap: str, new_topic: Callable[..., str], member: Member, exactly_once: TransactionalSink
) -> None:
    """Key, headers and time of a message are those that it was produced with; a tombstone has no payload."""
    produce(bootstrap, articles := new_topic(), [b"\xff\x00", None])
    _, watcher = carry(member(articles), exactly_once, 2)
    first, second = (result.delivery for batch in watcher.batches for result in batch.results)
    assert (first.key, first.payload, second.payload) == (b"0", b"\xff\x00", None)
    assert first.timestamp
    assert first.timestamp.timestamp() == pytest.approx(time.time(), abs=120)


def test_headers_travel(
    bootstrap: str, topics: Topics, connection: Connection, publication: Publication
) -> None:
    """The headers of a dispatch are those of its record, in order and repeated where repeated."""
    sink = TransactionalSink(connection, publication, commits_offsets=False)
    headers = (("ce_id", b"1"), ("again", b"\xff"), ("again", b""))
    sink.publish([Dispatch(Channel.MEETINGS, b"k", b"v", headers, Position("t", 0, 0))], Progress({}))
    sink.close()
    (record,) = records(bootstrap, topics[Channel.MEETINGS], 1)
    assert tuple(record.headers) == headers


def test_a_commit_whose_answer_was_lost_is_not_repeated(
    bootstrap: str,
    new_topic: Callable[..., str],
    member: Member,
    exactly_once: TransactionalSink,
) -> None:
    """A batch that was committed after all does not come again when it is rewound as failed."""
    produce(bootstrap, articles := new_topic(), VALUES)
    source = member(articles)
    first = polled(source, 10)
    exactly_once.publish(
        [each for result in process(first) for each in dispatch(result)], source.progress(first)
    )
    source.rewind(first)
    assert polled(source, 10)[0].position.offset == first[-1].position.offset + 1


def test_an_open_transaction_is_not_seen(
    bootstrap: str,
    new_topic: Callable[..., str],
    member: Member,
    topics: Topics,
    exactly_once: TransactionalSink,
) -> None:
    """A batch whose offsets are refused leaves nothing that a reader of committed records would see."""
    produce(bootstrap, articles := new_topic(), VALUES)
    source = member(articles)
    deliveries = polled(source, 10)
    progress = source.progress(deliveries)
    source.close()
    with pytest.raises(Interrupted):
        exactly_once.publish([each for result in process(deliveries) for each in dispatch(result)], progress)
    assert not published(bootstrap, topics[Channel.MEETINGS], 0)


def test_a_namesake_shuts_the_first_out(connection: Connection, publication: Publication) -> None:
    """Of two producers of one transactional id the elder must stop."""
    elder = TransactionalSink(connection, publication, commits_offsets=False)
    younger = TransactionalSink(connection, publication, commits_offsets=False)
    dispatches = [Dispatch(Channel.MEETINGS, None, b"v", (), Position("t", 0, 0))]
    with pytest.raises(Halt):
        elder.publish(dispatches, Progress({}))
    younger.publish(dispatches, Progress({}))
    elder.close()
    younger.close()


def test_two_members_share_the_work(
    bootstrap: str, new_topic: Callable[..., str], member: Member, topics: Topics, connection: Connection
) -> None:
    """When a member joins in the middle both work, and every message is published once."""
    values = [f"value {number}".encode() for number in range(400)]
    produce(bootstrap, articles := new_topic(4), values[:200])
    stop = threading.Event()
    sources: list[KafkaSource] = []

    def serve(number: int) -> None:
        sink = TransactionalSink(connection, Publication(topics, transactional_id=f"{articles}-{number}"))
        source = member(articles)
        sources.append(source)
        watcher = Watcher(stop, len(values) * 2)
        limits = replace(LIMITS, max_records=5)
        Runner(
            source=source, process=process, dispatch=dispatch, sink=sink, observer=watcher, limits=limits
        ).run(stop)
        sink.close()

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(2)]
    threads[0].start()
    published(bootstrap, topics[Channel.MEETINGS], 20)
    threads[1].start()
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and not (
        len(sources) == 2 and all(s.state().assigned for s in sources)
    ):
        time.sleep(0.05)
    shares = [len(source.state().assigned) for source in sources]
    produce(bootstrap, articles, values[200:])
    found = published(bootstrap, topics[Channel.MEETINGS], len(values))
    stop.set()
    for thread in threads:
        thread.join()
    assert shares == [2, 2]
    assert found == Counter(values)


def test_a_member_that_took_too_long_publishes_nothing_twice(
    bootstrap: str,
    new_topic: Callable[..., str],
    member: Member,
    topics: Topics,
    exactly_once: TransactionalSink,
) -> None:
    """Who overstays between polls loses the batch to the group, and it is published once all the same."""
    produce(bootstrap, articles := new_topic(), VALUES[:10])
    slow = member(articles, max_poll_seconds=6.5)
    waits = iter([8.0])

    def overstay(deliveries: Sequence[Delivery]) -> list[Result]:
        time.sleep(next(waits, 0.0))
        return process(deliveries)

    _, watcher = carry(slow, exactly_once, 10, by=overstay)
    assert watcher.errors
    assert published(bootstrap, topics[Channel.MEETINGS], 10) == Counter(VALUES[:10])


def test_long_work_does_not_cost_the_membership(
    bootstrap: str,
    new_topic: Callable[..., str],
    member: Member,
    topics: Topics,
    exactly_once: TransactionalSink,
) -> None:
    """Reading a batch for longer than the session lasts, without a pause, costs no partition."""
    produce(bootstrap, articles := new_topic(), VALUES[:10])
    source = member(articles, max_poll_seconds=120.0)

    def toil(deliveries: Sequence[Delivery]) -> list[Result]:
        end = time.monotonic() + 8.0
        while time.monotonic() < end:
            sum(range(1000))
        return process(deliveries)

    _, watcher = carry(source, exactly_once, 10, by=toil)
    assert not watcher.errors
    assert source.state().changes.lost == 0
    assert published(bootstrap, topics[Channel.MEETINGS], 10) == Counter(VALUES[:10])


def test_the_state_tells_assignment_and_lag(
    bootstrap: str, new_topic: Callable[..., str], member: Member, exactly_once: TransactionalSink
) -> None:
    """A member tells its partitions, when it last polled, and how much of each it has not handed out."""
    produce(bootstrap, articles := new_topic(2), VALUES)
    source = member(articles)
    carry(source, exactly_once, len(VALUES))
    deadline = time.monotonic() + 10
    while any(source.state().lag.values()) and time.monotonic() < deadline:
        source.poll(1, 0.2)
    state = source.state()
    assert state.assigned == {(articles, 0), (articles, 1)}
    assert state.lag == {(articles, 0): 0, (articles, 1): 0}
    assert state.polled_at


def test_a_pattern_finds_topics(bootstrap: str, new_topic: Callable[..., str], member: Member) -> None:
    """A subscription by pattern reads every topic whose name matches."""
    names = [new_topic(), new_topic()]
    for name in names:
        produce(bootstrap, name, [name.encode()])
    source = member(pattern="|".join(f"^{name}$" for name in names))
    found: set[bytes | None] = set()
    deadline = time.monotonic() + 30
    while len(found) < 2 and time.monotonic() < deadline:
        found |= {delivery.payload for delivery in source.poll(10, 0.5)}
    assert found == {name.encode() for name in names}
