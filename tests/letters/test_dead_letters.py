"""Dead letters are seen, and sent again: each once, and not for ever. On a real broker."""

import json
import subprocess
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest
from docs.documents import on_terminal, program
from replay.onto_kafka import growing
from replay.test_resume import KILLS, killed
from stub import READ_AT, StubReader
from support.farend import records

from pipeline.cli.exits import Exit
from pipeline.cli.replay import replay
from pipeline.cli.replaying import Plan
from pipeline.cli.stretch import Stretch
from pipeline.dispatch import Dispatcher
from pipeline.records import Channel, Delivery, Position, Progress, Rejected, Result
from pipeline.settings import load
from pipeline.transports.kafka import Connection, Publication, TransactionalSink, measured
from schemas.deadletter import DeadLetterHeaders, Reason

BAD = b"\xff\x00 no text"


class Stand:
    """Three topics, and a group of their own.

    Attributes:
        articles, meetings, letters: the topics.
    """

    def __init__(self, bootstrap: str, connection: Connection, new_topic: Callable[..., str]) -> None:
        self.bootstrap = bootstrap
        self._connection = connection
        self.articles, self.meetings, self.letters = new_topic(), new_topic(), new_topic(2)
        self.group = f"test-{uuid.uuid4().hex[:8]}"

    @property
    def options(self) -> list[str]:
        """The settings as flags."""
        chosen = {
            "kafka.bootstrap_servers": self.bootstrap,
            "kafka.group_id": self.group,
            "topics.articles": self.articles,
            "topics.meetings": self.meetings,
            "topics.dead_letters": self.letters,
            "batch.max_records": "8",
        }
        return [word for name, value in chosen.items() for word in ("--set", f"{name}={value}")]

    def refuse(self, *outcomes: Rejected, payload: bytes = BAD) -> None:
        """Have a message refused for each outcome, in one partition or the other by its number."""
        results = [
            Result(
                Delivery(Position(self.articles, 0, at), payload, b"%d" % at, (("h", b"\xfd"),), READ_AT),
                outcome,
            )
            for at, outcome in enumerate(outcomes)
        ]
        publication = Publication(
            {Channel.MEETINGS: self.meetings, Channel.DEAD_LETTERS: self.letters}, transactional_id=self.group
        )
        sink = TransactionalSink(self._connection, publication, commits_offsets=False)
        with closing(sink):
            sink.publish([each for result in results for each in Dispatcher().dispatch(result)], Progress({}))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """`readout dead-letters` with these arguments."""
        command = program(["dead-letters", *arguments, *self.options])
        return subprocess.run(command, capture_output=True, check=False)

    def listed(self, *arguments: str) -> list[Any]:
        """What `ls` tells, as objects."""
        return [json.loads(line) for line in self.run("ls", *arguments).stdout.splitlines()]

    @property
    def end(self) -> int:
        """The offset that the next article will have."""
        return measured(self._connection, self.articles).end[0]

    def service(self, seen: int) -> None:
        """Read the articles from that offset on, as a service does."""
        topics = {"articles": self.articles, "meetings": self.meetings, "dead_letters": self.letters}
        flags: dict[str, object] = {
            "kafka": {"bootstrap_servers": self.bootstrap},
            "topics": topics,
            "refusals": {"share": 1.0},
        }
        plan = Plan([], extracted_at=READ_AT, stretch=Stretch(self.articles, start=seen))
        replay(plan, load(flags=flags).settings, None, reader=StubReader())


@pytest.fixture
def stand(bootstrap: str, connection: Connection, new_topic: Callable[..., str]) -> Iterator[Stand]:
    """A stand of the test's own."""
    return Stand(bootstrap, connection, new_topic)


UTF8 = Rejected(Reason.NOT_UTF8, "invalid start byte at byte 0")
SLOW = Rejected(Reason.TIMEOUT, "took over 30 s")


def test_letters_are_listed(stand: Stand) -> None:
    """Piped, `ls` gives one JSON object for each letter; of a reason, those of that reason."""
    stand.refuse(UTF8, SLOW, UTF8)
    every, slow = stand.listed(), stand.listed("--reason", "timeout")
    assert Counter(each["reason"] for each in every) == {"not_utf8": 2, "timeout": 1}
    assert [(each["origin"], each["attempts"], each["state"]) for each in slow] == [
        (f"{stand.articles}[0]@1", 1, "waiting")
    ]
    assert [each for each in every if each["reason"] == "timeout"] == slow


def test_letters_are_listed_on_a_terminal(stand: Stand) -> None:
    """On a terminal `ls` names every letter with reason and detail, and ends with their number."""
    stand.refuse(UTF8, SLOW)
    shown, code = on_terminal(["dead-letters", "ls", *stand.options])
    assert code == Exit.OK
    for told in ("0@0", "not_utf8, attempt 1, waiting", SLOW.detail, "2   dead letters"):
        assert told in shown


def test_a_letter_is_shown(stand: Stand) -> None:
    """`show` tells headers and payload of a letter; raw, its bytes and nothing else."""
    stand.refuse(UTF8)
    (letter,) = stand.listed()
    shown = stand.run("show", letter["letter"]).stdout.decode()
    assert "readout-reason" in shown
    assert UTF8.detail in shown
    assert stand.run("show", letter["letter"], "--raw").stdout == BAD


@pytest.mark.parametrize("name", ["0@77", "9@0", "x"])
def test_no_letter_of_that_name(stand: Stand, name: str) -> None:
    """A letter that is not there is an error that says so."""
    stand.refuse(UTF8)
    done = stand.run("show", name)
    assert (done.returncode, name.encode() in done.stderr) == (Exit.USAGE, True)


def test_letters_of_a_reason_are_sent_again_once(stand: Stand) -> None:
    """A letter goes with its bytes, key and headers to where services read, and not a second time."""
    stand.refuse(UTF8, SLOW, UTF8)
    dry = stand.run("redrive", "--reason", "not_utf8", "--dry-run")
    done = [stand.run("redrive", "--reason", "not_utf8") for _ in range(2)]
    assert [each.returncode for each in (dry, *done)] == [Exit.OK] * 3
    assert dry.stdout.split()[0] == done[0].stdout.split()[0] == b"2"
    assert done[1].stdout.split()[0] == b"0"
    found = records(stand.bootstrap, stand.articles, 2)
    assert sorted((each.key, each.value) for each in found) == [(b"0", BAD), (b"2", BAD)]
    for each in found:
        assert each.headers[0] == ("h", b"\xfd")
        assert DeadLetterHeaders.decoded(each.headers).reason is Reason.NOT_UTF8
    states = Counter((each["reason"], each["state"]) for each in stand.listed())
    assert states == {("not_utf8", "sent again"): 2, ("timeout", "waiting"): 1}


def test_a_letter_does_not_go_round_for_ever(stand: Stand) -> None:
    """Refused again it counts its attempts up, keeps its origin, and at the limit is held back."""
    stand.refuse(UTF8)
    codes = []
    for _ in range(4):
        end = stand.end
        codes.append(stand.run("redrive", "--reason", "not_utf8").returncode)
        stand.service(seen=end)
    assert codes == [Exit.OK, Exit.OK, Exit.REFUSED, Exit.REFUSED]
    listed = stand.listed()
    assert sorted((each["attempts"], each["state"]) for each in listed) == [
        (1, "sent again"),
        (2, "sent again"),
        (3, "exhausted"),
    ]
    assert {each["origin"] for each in listed} == {f"{stand.articles}[0]@0"}


def test_half_a_letter_is_held_back(stand: Stand) -> None:
    """Of a message that was too large only the beginning is kept, and that is not sent."""
    stand.refuse(Rejected(Reason.TOO_LARGE, "too many bytes"), payload=b"x" * 1_200_000)
    done = stand.run("redrive", "--reason", "too_large")
    assert done.returncode == Exit.REFUSED
    assert "only the beginning" in done.stdout.decode()
    assert [each["state"] for each in stand.listed()] == ["cut"]


def test_letters_are_not_sent_where_they_lie(stand: Stand) -> None:
    """Sending letters to the topic of dead letters is refused."""
    done = stand.run("redrive", "--reason", "timeout", "--to", stand.letters)
    assert done.returncode == Exit.USAGE


def test_a_killed_redrive_sends_every_letter_once(stand: Stand) -> None:
    """Killed at random moments and started again, a redrive sends every letter, and none twice."""
    count = 150 * KILLS
    stand.refuse(*[SLOW] * count)
    command = program(["dead-letters", "redrive", "--reason", "timeout", "--rate", "400/s", *stand.options])
    _, kills = killed(command, KILLS, growing(stand.bootstrap, stand.articles))
    assert kills == KILLS
    assert _keys(records(stand.bootstrap, stand.articles, count)) == {b"%d" % at: 1 for at in range(count)}


def _keys(found: Sequence[Any]) -> Counter[bytes]:
    return Counter(each.key for each in found)
