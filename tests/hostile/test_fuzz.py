"""Mutated messages: as many outcomes as messages, and no crash."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stub import POISON, TEXT, StubReader, deliveries, payload

from pipeline.dispatch import Dispatcher
from pipeline.intake import Intake
from pipeline.process import Processor
from pipeline.records import Channel, Extracted, Skipped
from schemas.documents import document

MESSAGES = 10_000
BATCH = 32

SEEDS = (
    payload(0, title="Talks open \u2013 Reuters", outlet="Reuters", language="en"),
    payload(1, text=f"<p>{TEXT}</p><ul><li>one</li></ul><script>x</script>&amp;&#8217;"),
    payload(2, text=f"{TEXT} {POISON}"),
    json.dumps(
        {"guid": 7, "body": TEXT, "date": 1617800000, "source": {"name": "AP"}, "tags": [[1], {}]}
    ).encode(),
    f" date 2021-04-07 World\nTalks open \u2013 Times of India\n{TEXT}\n".encode(),
)
GRAFTS = (
    *(bytes([each]) for each in range(256)),
    *(b"\\ud800", b"\\udfff", b"\\u0000", b"\\u202e", b"\xed\xa0\x80", b"\xc0\x80", b"\xef\xbb\xbf"),
    *(b"[" * 500, b'{"a":' * 100, b"]" * 90, b"9" * 5000, b"-1e999", b"NaN", b"null", b"true", b'""'),
    *(b"<p>", b"</p>", b"<table>" * 50, b"<script>", b"<!--", b"&#x110000;", b"&#0;", b"&lt;", b"\r\n"),
    *(b"date 2021-04-07 ", b"\xe2\x80\x93", b"\xe2\x80\xae" * 30, b" " * 3000, b'","text":"', b"\\"),
    *(b"\0" * 40, b"\xff\xfe", b'"text":'),
)


def mutated(source: random.Random) -> bytes:
    """One of the seeds after up to six cuts, copies, flips and grafts."""
    message = bytearray(source.choice(SEEDS))
    for _ in range(source.randint(1, 6)):
        start = source.randint(0, len(message))
        end = min(len(message), start + source.choice((0, 1, 1, 2, 8, 64)))
        message[start:end] = source.choice((b"", message[start:end] * 2, source.choice(GRAFTS)))
    return bytes(message)


def dealt_with(payloads: list[bytes]) -> list[type]:
    """The kinds of outcomes of a batch, once each is checked against what it sends out."""
    results = Processor(Intake(), StubReader()).process(deliveries(*payloads))
    for result, sent in zip(results, payloads, strict=True):
        dispatches = Dispatcher().dispatch(result)
        if isinstance(result.outcome, Extracted):
            assert all(json.loads(each.value or b"") and each.key for each in dispatches)
        elif isinstance(result.outcome, Skipped):
            assert not dispatches
        else:
            assert [(each.channel, each.value) for each in dispatches] == [(Channel.DEAD_LETTERS, sent)]
    return [type(result.outcome) for result in results]


@pytest.mark.parametrize("seed", [20261123])
def test_ten_thousand_mutations(seed: int) -> None:
    """Ten thousand mutated messages get ten thousand outcomes, and all three kinds are among them."""
    source = random.Random(seed)  # noqa: S311  a repeatable test needs no secret
    outcomes: list[type] = []
    for _ in range(0, MESSAGES, BATCH):
        size = min(BATCH, MESSAGES - len(outcomes))
        outcomes += dealt_with([mutated(source) for _ in range(size)])
    assert len(outcomes) == MESSAGES
    assert len(set(outcomes)) == 3


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_any_bytes(payloads: list[bytes]) -> None:
    """Any bytes at all get one outcome each."""
    assert len(dealt_with(payloads)) == len(payloads)


NAMES = sorted(json.loads(document("article"))["properties"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=10,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), VALUES, max_size=8))
def test_any_object(fields: dict[str, object]) -> None:
    """Any JSON object gets one outcome, whatever its fields hold."""
    assert len(dealt_with([json.dumps(fields).encode()])) == 1


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text(text: str) -> None:
    """Any text, lone surrogates and all, gets one outcome that can be written."""
    assert len(dealt_with([json.dumps({"text": text, "language": "en", "title": text}).encode()])) == 1
