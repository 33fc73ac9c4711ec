"""Bad inputs: each gets its one outcome, alone and among good ones, and harms no neighbour."""

import gzip
import json

import pytest
from stub import POISON, TEXT, StubReader, deliveries, payload

from pipeline.dispatch import Dispatcher
from pipeline.intake import Intake, Limits
from pipeline.process import Processor
from pipeline.records import Channel, Extracted, Note, Rejected, Result, Skipped
from schemas import Reason, SkipReason

SPANISH = "El ministro de Asuntos Exteriores se reuni\u00f3 el mi\u00e9rcoles con su hom\u00f3logo ruso."

REFUSED: dict[str, tuple[bytes, Reason]] = {
    "invalid UTF-8": (b'{"text": "caf\xe9"}', Reason.NOT_UTF8),
    "UTF-16": (payload().decode().encode("utf-16"), Reason.NOT_UTF8),
    "compressed": (gzip.compress(payload()), Reason.NOT_UTF8),
    "NUL characters": (b"\0" * 100, Reason.NOT_AN_ARTICLE),
    "neither layout": (b"The ministers met on Wednesday.", Reason.NOT_AN_ARTICLE),
    "JSON cut short": (payload()[:-5], Reason.NOT_AN_ARTICLE),
    "two objects": (payload() + payload(), Reason.NOT_AN_ARTICLE),
    "HTML and no layout": (b"<html><body><p>Talks</p></body></html>", Reason.NOT_AN_ARTICLE),
    "digits beyond number": (b'{"text": "x", "id": ' + b"9" * 9000 + b"}", Reason.NOT_AN_ARTICLE),
    "an array": (b"[" + payload() + b"]", Reason.NOT_AN_OBJECT),
    "a string": (b'"The ministers met."', Reason.NOT_AN_OBJECT),
    "a number": (b"42", Reason.NOT_AN_OBJECT),
    "a null in JSON": (b"null", Reason.NOT_AN_OBJECT),
    "a number for a text": (b'{"text": 42}', Reason.WRONG_TYPE),
    "an array for a text": (b'{"text": ["The ministers met."]}', Reason.WRONG_TYPE),
    "a number for a title": (payload(title=42), Reason.WRONG_TYPE),
    "a truth for an identifier": (payload(id=True), Reason.WRONG_TYPE),
    "an object for a URL": (payload(url={"href": "x"}), Reason.WRONG_TYPE),
    "no text": (b'{"title": "Talks"}', Reason.NO_TEXT),
    "a null text": (b'{"text": null}', Reason.NO_TEXT),
    "an empty object": (b"{}", Reason.NO_TEXT),
    "deep arrays": (b'{"text": ' + b"[" * 90_000, Reason.TOO_DEEP),
    "deep objects": (b'{"text": "x", "a": ' + b'{"a":' * 100 + b"1" + b"}" * 101, Reason.TOO_DEEP),
    "a large message": (b" " * ((1 << 20) + 1), Reason.TOO_LARGE),
    "a long text": (payload(text="The talks. " * 20_000), Reason.TOO_LARGE),
    "a long title": (payload(title="x" * 2001), Reason.TOO_LARGE),
    "a long identifier": (payload(id="x" * 2001), Reason.TOO_LARGE),
    "a flood of control characters": (payload(text=TEXT + "\x01" * 99), Reason.CONTROL_FLOOD),
    "a flood of overrides": (payload(text=TEXT + "\u202e" * 99), Reason.CONTROL_FLOOD),
    "a flood in the title": (payload(title="\u202e" * 99), Reason.CONTROL_FLOOD),
    "poison": (payload(text=f"{TEXT} {POISON}"), Reason.EXTRACTION_FAILED),
}

SKIPPED: dict[str, tuple[bytes | None, SkipReason]] = {
    "a tombstone": (None, SkipReason.TOMBSTONE),
    "no bytes": (b"", SkipReason.EMPTY_TEXT),
    "white space": (b" \n\t ", SkipReason.EMPTY_TEXT),
    "a byte order mark": (b"\xef\xbb\xbf", SkipReason.EMPTY_TEXT),
    "an empty text": (b'{"text": ""}', SkipReason.EMPTY_TEXT),
    "a white text": (b'{"text": " \\n\\u00a0 "}', SkipReason.EMPTY_TEXT),
    "invisible text": (b'{"text": "\\u200b\\u00ad"}', SkipReason.EMPTY_TEXT),
    "scripts alone": (payload(text="<script>alert(1)</script>"), SkipReason.EMPTY_TEXT),
    "a layout without a body": (b" date 2021-04-07 World\nTalks", SkipReason.EMPTY_TEXT),
    "another language": (payload(text=SPANISH), SkipReason.LANGUAGE),
    "a declared language": (payload(language="es"), SkipReason.LANGUAGE),
}

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
