"""Bad inputs: each gets its one outcome, alone and among good ones, and harms no neighbour."""

import json

import pytest
from hostile.bad_inputs import REFUSED, SKIPPED
from stub import TEXT, StubReader, deliveries, payload

from pipeline.dispatch import Dispatcher
from pipeline.intake import Intake, Limits
from pipeline.process import Processor
from pipeline.records import Channel, Extracted, Note, Rejected, Result, Skipped
from schemas import Reason, SkipReason

KEPT: dict[str, bytes] = {
    "an impossible date": payload(published="2021-02-30"),
    "a date far ahead": payload(published="9999-12-31"),
    "a date long ago": payload(published="0001-01-01"),
    "a date in words": payload(published="the day before"),
    "an endless date": payload(published="1" * 100_000),
    "an object for a date": payload(published={"year": 2021}),
    "a number beyond floats": b'{"text": "%s", "published": 1e999}' % TEXT.encode(),
}

HARMLESS: dict[str, bytes] = {
    "scripts": payload(text=f"<script>x()</script><p>{TEXT}</p>"),
    "half a surrogate pair": b'{"published": "2021-04-07", "text": "%s \\ud800"}' % TEXT.encode(),
    "a NUL": payload(text=TEXT + "\0"),
    "a name twice": b'{"published": "2021-04-07", "text": 7, "text": "%s"}' % TEXT.encode(),
    "a huge number": payload(views=10**300),
    "not a number": payload(score=float("nan")),
    "many fields": payload(**{f"field{number}": number for number in range(5000)}),
}


def processed(*payloads: bytes | None) -> list[Result]:
    """Results of the real intake and a reader that poison fells."""
    return Processor(Intake(), StubReader()).process(deliveries(*payloads))


def with_neighbours(bad: bytes | None) -> Result:
    """The result of a bad message, among good ones that must not notice."""
    before, result, after = processed(payload(1), bad, payload(2))
    for number, neighbour in ((1, before), (2, after)):
        assert isinstance(neighbour.outcome, Extracted)
        assert [each.article.id for each in neighbour.outcome.meetings] == [f"good-{number}"]
    (alone,) = processed(bad)
    assert alone.outcome == result.outcome
    return result


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    """A bad message becomes one dead letter with its own bytes and the documented reason."""
    bad, reason = REFUSED[name]
    result = with_neighbours(bad)
    assert isinstance(result.outcome, Rejected)
    assert result.outcome.reason is reason
    (letter,) = Dispatcher().dispatch(result)
    assert (letter.channel, letter.value, letter.key) == (Channel.DEAD_LETTERS, bad, b"k")
    assert letter.headers[0] == ("h", b"v")
    assert dict(letter.headers)["readout-reason"].decode() == reason.value
    assert len(dict(letter.headers)["readout-detail"]) <= 1024


@pytest.mark.parametrize("name", SKIPPED)
def test_skipped(name: str) -> None:
    """A message with nothing to read is skipped with the documented reason, and sends nothing."""
    bad, reason = SKIPPED[name]
    result = with_neighbours(bad)
    assert isinstance(result.outcome, Skipped)
    assert result.outcome.reason is reason
    assert Dispatcher().dispatch(result) == []


@pytest.mark.parametrize("name", KEPT)
def test_kept_without_a_date(name: str) -> None:
    """An article whose date makes no sense is read all the same, its date unknown and noted."""
    result = with_neighbours(KEPT[name])
    assert isinstance(result.outcome, Extracted)
    assert result.outcome.article.published is None
    assert result.outcome.notes == {Note.DATE_UNKNOWN}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str) -> None:
    """What only looks bad is read like any article, and its meeting can be written."""
    result = with_neighbours(HARMLESS[name])
    assert isinstance(result.outcome, Extracted)
    assert not result.outcome.notes
    (dispatch,) = Dispatcher().dispatch(result)
    record = json.loads(dispatch.value or b"")
    assert record["article"]["published"] == "2021-04-07"
    assert record["evidence"][0]["text"].startswith(TEXT)


def test_all_at_once() -> None:
    """All bad inputs in one batch, good ones between them: each gets the outcome that it gets alone."""
    bad = [*(each for each, _ in REFUSED.values()), *(each for each, _ in SKIPPED.values())]
    bad += [*KEPT.values(), *HARMLESS.values()]
    mixed = [each for one in bad for each in (one, payload(0))]
    results = processed(*mixed)
    assert [result.outcome for result in results[::2]] == [processed(each)[0].outcome for each in bad]
    assert all(isinstance(result.outcome, Extracted) for result in results[1::2])


def test_intake_reasons_are_all_shown_here() -> None:
    """Every reason for which intake refuses or skips has a bad input above; the others are not intake's."""
    elsewhere = {Reason.CORRUPT, Reason.TIMEOUT, Reason.CRASH}
    assert {reason for _, reason in REFUSED.values()} == set(Reason) - elsewhere
    assert {reason for _, reason in SKIPPED.values()} == set(SkipReason)


def test_limits_are_settings() -> None:
    """Each limit of intake may be set, and is kept."""
    limits = Limits(payload_bytes=200, text_characters=90, field_characters=20, depth=2)
    processor = Processor(Intake(limits), StubReader())
    bad = [payload(text="x" * 300), payload(text=TEXT * 2), payload(url="x" * 21), payload(a=[[1]])]
    outcomes = [result.outcome for result in processor.process(deliveries(*bad, payload(0)))]
    reasons = [each.reason if isinstance(each, Rejected) else None for each in outcomes]
    assert reasons == [Reason.TOO_LARGE, Reason.TOO_LARGE, Reason.TOO_LARGE, Reason.TOO_DEEP, None]
