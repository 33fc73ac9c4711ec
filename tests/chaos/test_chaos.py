"""A short drill; `make drill` plays the long one, on three brokers and with the real service."""

import broker
import pytest
from chaos import Report, played
from plan import Plan
from support.brokers import without_broker


@pytest.fixture(scope="module")
def report() -> Report:
    """What came of two members, four kills, a pause, a broker that was killed and one that froze."""
    if lack := broker.missing():
        without_broker(lack)
    return played(Plan(rate=20.0, kills=4, pauses=1, crashes=1, freezes=1, beyond=2.0))


def test_every_article_comes_exactly_once(report: Report) -> None:
    """Whatever is killed, paused or frozen, a reader of committed records sees every article once."""
    assert (report.lost, report.duplicated) == (0, 0)
    assert report.published == report.produced > 0
    assert report.exactly_once


def test_the_blows_were_dealt(report: Report) -> None:
    """The members were killed and paused as often as planned, and the broker was; each time all went on."""
    assert {kind.partition(" (")[0]: len(times) for kind, times in report.recovery.items()} == {
        "service killed": 4,
        "service paused 8 s": 1,
        "service goes on": 1,
        "broker killed": 1,
        "broker goes on": 1,
    }
    assert report.exits["-9"] == 4
    assert not report.stalled


def test_who_is_told_to_stop_leaves_in_good_order(report: Report) -> None:
    """At the end each member finishes the batch in hand on SIGTERM, and leaves with exit code 0."""
    assert report.exits["0"] == 2
