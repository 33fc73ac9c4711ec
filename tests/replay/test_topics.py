"""A stretch of a topic is read again, and what is no longer found is retracted."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docs.documents import program
from kafka import KafkaProducer
from replay.onto_kafka import assert_killed_alike
from replay.test_resume import KILLS, OUTPUTS, STUBBED, archive, contents, killed
from stub import READ_AT, StubReader, meeting, payload
from support.farend import produce, records

from pipeline.cli.exits import Exit
from pipeline.cli.replay import replay
from pipeline.cli.replaying import Plan
from pipeline.cli.stretch import Stretch
from pipeline.errors import ConfigurationError, Reject
from pipeline.settings import Settings, load
from pipeline.transports.kafka import Connection, TopicSource, measured
from schemas.article import Article
from schemas.headers import RetractionHeaders
from schemas.meeting import Meeting

Read = list[tuple[Meeting, ...] | Reject]


class FormerReader(StubReader):
    """Finds a second meeting in every article."""

    def extract(self, articles: Sequence[Article]) -> Read:
        """Two meetings each."""
        return [(meeting(each), second(each)) for each in articles]


def second(article: Article) -> Meeting:
    """Another meeting of the article."""
    return meeting(article.model_copy(update={"id": f"second {article.id}"})).model_copy(
        update={"article": meeting(article).article}
    )


def offsets(source: TopicSource) -> list[tuple[int, int]]:
    """Partitions and offsets of all that comes."""
    found: list[tuple[int, int]] = []
    while not source.exhausted:
        found += [(each.position.partition, each.position.offset) for each in source.poll(10, 1.0)]
    return found


def at(second: int) -> datetime:
    """A time in the first minute of 2026."""
    return datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC)


@pytest.fixture
def timed(bootstrap: str, new_topic: Callable[..., str]) -> str:
    """A topic of two partitions, each with ten messages a second apart."""
    topic = new_topic(2)
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    for number in range(10):
        for partition in range(2):
            moment = int(at(number).timestamp() * 1000)
            producer.send(topic, b"{}", partition=partition, timestamp_ms=moment)
    producer.flush()
    producer.close()
    return topic


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ("earliest", "now", range(10)),
        (at(3), "now", range(3, 10)),
        ("earliest", at(4), range(4)),
        (at(3), at(7), range(3, 7)),
        (2, 5, range(2, 5)),
        (8, 50, range(8, 10)),
        (datetime(2027, 1, 1, tzinfo=UTC), "now", range(0)),
        (7, 3, range(0)),
    ],
)
def test_a_stretch_is_what_lies_between_its_bounds(
    connection: Connection, timed: str, start: Any, until: Any, expected: range
) -> None:
    """Of each partition comes what is at or behind the first bound and before the last, in order."""
    source = TopicSource(connection, timed, measured(connection, timed, start, until))
    assert offsets(source) == [(partition, offset) for partition in range(2) for offset in expected]
    assert source.read == source.total == 2 * len(expected)


def test_a_stretch_ends_where_the_topic_ended_when_it_was_measured(
    bootstrap: str, connection: Connection, timed: str
) -> None:
    """Messages that come later are none of its own."""
    extent = measured(connection, timed)
    produce(bootstrap, timed, [b"{}"] * 10)
    assert len(offsets(TopicSource(connection, timed, extent))) == 20


def test_the_rest_of_a_stretch_is_read_from_a_place(connection: Connection, timed: str) -> None:
    """Behind a place come the rest of its partition, and the later ones."""
    extent = measured(connection, timed).after((1, 4))
    assert offsets(TopicSource(connection, timed, extent)) == [(1, offset) for offset in range(4, 10)]


def test_what_is_no_longer_there_is_told(bootstrap: str, connection: Connection) -> None:
    """A topic that nobody made is refused before anything starts."""
    assert bootstrap
    with pytest.raises(ConfigurationError, match="no such topic"):
        measured(connection, "nobody-made-this")


def settings(bootstrap: str, topics: dict[str, str]) -> Settings:
    """Settings of a replay into these topics."""
    return load(
        flags={
            "kafka": {"bootstrap_servers": bootstrap},
            "topics": topics,
            "batch": {"max_records": 4},
        }
    ).settings


def test_what_is_no_longer_found_is_retracted(
    bootstrap: str, new_topic: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Read again with another understanding, articles keep what is still found, and the rest gets a tombstone."""
    articles, topics = new_topic(2), {"meetings": new_topic(3), "dead_letters": new_topic()}
    produce(bootstrap, articles, [payload(number) for number in range(10)])
    chosen = settings(bootstrap, topics)
    plan = Plan([], extracted_at=READ_AT, stretch=Stretch(articles))
    assert replay(plan, chosen, None, reader=FormerReader()) == Exit.OK
    assert replay(plan, chosen, None, reader=StubReader()) == Exit.OK
    assert "10   meetings retracted" in capsys.readouterr().out
    found = records(bootstrap, topics["meetings"], 40)
    standing = {record.key: record.value for record in found}
    expected = {f"good-{number}" for number in range(10)}
    kept = [Meeting.model_validate_json(value) for value in standing.values() if value]
    assert sorted(each.article.id for each in kept) == sorted(expected)
    gone = [record for record in found if record.value is None]
    facts = [RetractionHeaders.decoded(record.headers) for record in gone]
    assert {each.ce_subject for each in facts} == expected
    assert [each.ce_id.encode() for each in facts] == [record.key for record in gone]
    places = {dict(record.headers)["ce_subject"]: record.partition for record in found}
    assert all(places[dict(record.headers)["ce_subject"]] == record.partition for record in found)
    assert len(set(places.values())) == 3


def test_of_two_versions_of_an_article_the_later_counts(
    bootstrap: str, new_topic: Callable[..., str]
) -> None:
    """A meeting that only the earlier version in an archive tells of is published, and retracted behind it."""
    articles, topics = new_topic(), {"meetings": new_topic(), "dead_letters": new_topic()}
    produce(bootstrap, articles, [payload(1, title="former"), payload(1)])

    class ByTitle(StubReader):
        def extract(self, articles: Sequence[Article]) -> Read:
            return [(meeting(each), second(each)) if each.title else (meeting(each),) for each in articles]

    plan = Plan([], extracted_at=READ_AT, stretch=Stretch(articles))
    assert replay(plan, settings(bootstrap, topics), None, reader=ByTitle()) == Exit.OK
    found = records(bootstrap, topics["meetings"], 4)
    assert [record.value is None for record in found] == [False, False, False, True]
    assert found[1].key == found[3].key


def test_a_replay_does_not_read_what_it_writes(bootstrap: str, new_topic: Callable[..., str]) -> None:
    """A replay of the dead letters into the dead letters would feed on itself, and is refused."""
    topics = {"meetings": new_topic(), "dead_letters": new_topic()}
    with pytest.raises(ConfigurationError, match="dead letters are written there"):
        replay(
            Plan([], stretch=Stretch(topics["dead_letters"])),
            settings(bootstrap, topics),
            None,
            reader=StubReader(),
        )


@pytest.fixture
def feed(bootstrap: str, new_topic: Callable[..., str], tmp_path: Path) -> str:
    """A topic of two partitions that holds an archive."""
    topic = new_topic(2)
    folder = archive(tmp_path / "in", 300 * KILLS)
    lines = [line for file in sorted(folder.iterdir()) for line in file.read_bytes().splitlines()]
    produce(bootstrap, topic, lines, linger_ms=20)
    return topic


def test_a_killed_replay_of_a_topic_publishes_everything_once(
    bootstrap: str, new_topic: Callable[..., str], feed: str
) -> None:
    """Killed at random moments and started again, a replay of a topic publishes the same in the same order."""
    assert_killed_alike(bootstrap, new_topic, f"topic:{feed}")


def test_a_killed_replay_of_a_topic_writes_the_same_file(
    bootstrap: str, new_topic: Callable[..., str], feed: str, tmp_path: Path
) -> None:
    """Killed at random moments and started again, a replay of a topic writes the same bytes."""
    topics = [new_topic(), new_topic()]
    commands = {}
    for name in ("one", "many"):
        (tmp_path / name).mkdir()
        out = str(tmp_path / name / OUTPUTS[0])
        commands[name] = [sys.executable, str(STUBBED), f"topic:{feed}", out, bootstrap, *topics]
    subprocess.run(commands["one"], capture_output=True, check=True)
    manifest = tmp_path / "many" / f".{OUTPUTS[0]}.progress"
    _, kills = killed(
        commands["many"], KILLS, lambda: manifest.stat().st_mtime_ns if manifest.exists() else None
    )
    assert kills == KILLS
    assert contents(tmp_path / "many") == contents(tmp_path / "one")


def test_the_command_says_what_it_would_read(bootstrap: str, timed: str) -> None:
    """`--dry-run` counts the messages of each partition between the bounds."""
    asked = ["--topic", timed, "--from", "2026-01-01T00:00:03Z", "--until", "8", "--dry-run"]
    done = subprocess.run(
        program(["replay", *asked, "--set", f"kafka.bootstrap_servers={bootstrap}"]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["5", f"{timed}[0]"],
        ["5", f"{timed}[1]"],
        ["10", "messages", "would", "be", "read"],
    ]
