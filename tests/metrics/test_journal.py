"""Logs: one line for each batch, one for each refusal, none for an article."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from stub import StubReader, deliveries, payload

from pipeline import logs
from pipeline.errors import Interrupted
from pipeline.intake import Intake
from pipeline.journal import Journal
from pipeline.process import Processor
from pipeline.records import Result
from pipeline.stopwatch import Stage


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It says so."""
        return True


@dataclass
class Facts:
    """A batch that is durable."""

    results: list[Result]
    seconds: dict[Stage, float] = field(default_factory=lambda: {Stage.EXTRACT: 1.23456})


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def journal(*payloads: bytes | None, level: str = "info") -> list[dict[str, Any]]:
    """What is logged of a batch of payloads."""
    stream = io.StringIO()
    logs.configure(level, "json", stream)
    Journal().committed(Facts(Processor(Intake(), StubReader()).process(deliveries(*payloads))))
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_one_line_a_batch() -> None:
    """However many articles a batch holds, it makes one line, with counts that add up."""
    (line,) = journal(*(payload(number) for number in range(20)), None)
    assert (line["event"], line["level"]) == ("batch", "info")
    assert (line["deliveries"], line["extracted"], line["skipped"], line["rejected"]) == (21, 20, 1, 0)
    assert (line["meetings"], line["extract_seconds"]) == (20, 1.2346)


def test_one_line_a_refusal() -> None:
    """Each refusal makes a line with its position and reason, and a detail that is not endless."""
    first, second, _ = journal(b"\xff", payload(0), b'{"text": 1, "' + b"x" * 5000)
    assert (first["event"], first["level"]) == ("refused", "warning")
    assert (first["position"], first["reason"]) == ("news.articles[0]@0", "not_utf8")
    assert second["reason"] == "not_an_article"
    assert len(second["detail"]) <= 200


def test_interruptions_are_warnings() -> None:
    """A failed attempt is told with what failed and when the next one comes."""
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    Journal().interrupted(Interrupted("broker away"), 2, 0.75)
    line = json.loads(stream.getvalue())
    assert (line["event"], line["error"], line["attempt"]) == ("interrupted", "broker away", 2)


def test_level() -> None:
    """Below the level nothing is logged."""
    assert [line["event"] for line in journal(b"\xff", level="warning")] == ["refused"]


def test_other_libraries_log_the_same_way() -> None:
    """A library's own log becomes a line of the same form, stack and all."""
    stream = io.StringIO()
    logs.configure("info", "auto", stream)
    try:
        int("boom")
    except ValueError:
        logging.getLogger("library").exception("failed %s", "badly")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["logger"], line["level"]) == ("failed badly", "library", "error")
    assert "ValueError: invalid literal" in line["exception"]


def test_console_on_a_terminal() -> None:
    """On a terminal lines are for people."""
    stream = Terminal()
    logs.configure("info", "auto", stream)
    logs.logger("readout").info("starting", version="0.1.0")
    assert "starting" in stream.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(stream.getvalue())


def test_kafka_is_quiet() -> None:
    """The client's chatter about connections is left out; its warnings are not."""
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    logging.getLogger("kafka.conn").info("connected")
    logging.getLogger("kafka.conn").warning("lost")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["lost"]


def test_kafka_does_not_repeat_itself() -> None:
    """What the client says again and again passes once in a while, with a count; ours always does."""
    now = 0.0
    damper = logs.Damper(("kafka",), 10.0, lambda: now)
    record = partial(logging.LogRecord, level=logging.WARNING, pathname="", lineno=0, exc_info=None)
    passed = []
    for now in (0.0, 1.0, 2.0, 10.0, 11.0):
        again = record("kafka.coordinator", msg="lost %s", args=("node 3",))
        passed.append(again.getMessage() if damper.filter(again) else None)
        assert damper.filter(record("kafka.coordinator", msg=f"lost at {now}", args=()))
        assert damper.filter(record("readout", msg="batch", args=()))
    assert passed == ["lost node 3", None, None, "lost node 3 (and 2 times more before)", None]
