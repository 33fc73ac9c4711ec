"""Which messages of an archive come, and in which order."""

import json
import time
from datetime import date

import pytest
from stub import deliveries

from pipeline.cli.selection import Pace, Selection, Sieve
from pipeline.intake import Limits
from pipeline.records import Delivery

TODAY = date(2026, 11, 23)
BROKEN = b"{broken"
ROWS = [
    {"text": "a", "published": "2026-01-01", "outlet": "Example Post"},
    {"text": "b", "published": "2026-01-02T12:00:00Z", "outlet": "The Sample"},
    {"text": "c", "published": "2026-01-02T12:00:30Z", "outlet": "example post "},
    {"text": "d", "outlet": "Example Post"},
]


def sieve(selection: Selection, pace: Pace | None = None, done: int = 0) -> Sieve:
    """A sieve for `ROWS`."""
    return Sieve(selection, pace or Pace(), Limits(), TODAY, done)


def come(through: Sieve, count: int = len(ROWS)) -> list[str]:
    """The texts that come, `?` for what cannot be understood."""
    rows = [json.dumps(row).encode() for row in ROWS[:count]]
    return list(map(_text, through.through(iter(deliveries(*rows, BROKEN)))))


def _text(delivery: Delivery) -> str:
    return "?" if delivery.payload == BROKEN else str(json.loads(delivery.payload or b"{}")["text"])


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "abcd?"),
        (Selection(since=date(2026, 1, 2)), "bc?"),
        (Selection(until=date(2026, 1, 1)), "a?"),
        (Selection(outlets=frozenset({"example post"})), "acd?"),
        (Selection(limit=2), "ab"),
        (Selection(outlets=frozenset({"example post"}), limit=2), "ac"),
    ],
)
def test_what_is_selected_comes(selection: Selection, expected: str) -> None:
    """Days are bounds that count, an unknown day is in no period, and what is broken is always read."""
    assert "".join(come(sieve(selection))) == expected


def test_what_is_not_selected_is_counted() -> None:
    """What came and what was passed over add up to the archive."""
    some = sieve(Selection(since=date(2026, 1, 2)))
    assert len(come(some)) + some.passed_over == len(ROWS) + 1


def test_shuffling_is_the_same_every_time() -> None:
    """Shuffled twice, messages come in the same other order, none lost; they stay within their run."""

    def shuffled(done: int = 0) -> list[int]:
        chosen = sieve(Selection(shuffle_within=20), done=done)
        return [each.position.offset for each in chosen.through(iter(deliveries(*[b""] * 100)))]

    once = shuffled()
    assert once == shuffled() != sorted(once)
    assert [sorted(once[at : at + 20]) for at in range(0, 100, 20)] == [
        list(range(at, at + 20)) for at in range(0, 100, 20)
    ]
    assert shuffled(done=33) == once[33:]


def test_life_is_slow() -> None:
    """True to life, an article published half a minute after another comes as much later, over speed."""
    through = sieve(Selection(since=date(2026, 1, 2)), Pace(speed=60.0))
    began = time.monotonic()
    assert come(through, 3) == ["b", "c", "?"]
    assert time.monotonic() - began >= 0.5
