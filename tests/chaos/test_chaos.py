"""A short drill; `python tests/chaos/chaos.py` plays the long one."""

import broker
import pytest
from chaos import Report, played
from fodder import Plan
from support.brokers import without_broker


@pytest.fixture(scope="module")
def report() -> Report:
    """What came of two members, four kills, a broker that was restarted and one that froze."""
    if lack := broker.missing():
        without_broker(lack)
    return played(Plan(articles=300, kills=4, restarts=1, freezes=1, freeze_seconds=4.0))


def test_every_article_comes_exactly_once(report: Report) -> None:
    """Whatever is killed, restarted or frozen, a reader of committed records sees every article once."""
    assert (report.lost, report.duplicated) == (0, 0)
    assert report.published == report.produced == 300
    assert report.exactly_once


def test_the_blows_were_dealt(report: Report) -> None:
    """The members were killed and started again as often as planned."""
    assert report.blows == {"kill": 4, "restart": 1, "freeze": 1}
    assert report.exits["-9"] == 4


def test_who_is_told_to_stop_leaves_in_good_order(report: Report) -> None:
    """At the end each member finishes the batch in hand on SIGTERM, and leaves with exit code 0."""
    assert report.exits["0"] == 2
