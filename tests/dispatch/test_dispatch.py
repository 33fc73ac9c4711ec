"""Outcomes become outgoing records: meetings, dead letters, or nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from stub import READ_AT, StubReader, deliveries, payload

from pipeline.dispatch import MAX_DETAIL, Dispatcher
from pipeline.intake import Intake
from pipeline.process import Processor
from pipeline.records import Channel, Delivery, Dispatch, Position, Rejected, Result, Skipped
from schemas import DeadLetterHeaders, Meeting, MeetingHeaders, Reason, SkipReason

DELIVERY = Delivery(
    Position("news.articles", 3, 42),
    b"\xff\x00",
    key=b"\xfe",
    headers=(("h", b"\xfd"), ("h", b"again"), ("content-type", b"text/plain")),
    timestamp=datetime(2026, 11, 23, 11, 59, 58, 123000, tzinfo=UTC),
)
REFUSED = Rejected(Reason.NOT_UTF8, "invalid start byte at byte 0")


def published(**fields: str) -> Dispatch:
    """The dispatch of the one meeting in an article."""
    (result,) = Processor(Intake(), StubReader()).process(deliveries(payload(7, **fields)))
    (dispatch,) = Dispatcher("/test").dispatch(result)
    return dispatch


def letter(delivery: Delivery = DELIVERY, outcome: Rejected = REFUSED) -> Dispatch:
    """The dead letter of a refusal."""
    (dispatch,) = Dispatcher().dispatch(Result(delivery, outcome))
    return dispatch


def returned(dispatch: Dispatch, offset: int = 5) -> Delivery:
    """A dead letter as the dead-letter topic hands it out again."""
    return Delivery(Position("dead", 0, offset), dispatch.value, dispatch.key, dispatch.headers)


def test_meeting_is_keyed_by_its_own_id_and_placed_by_its_article() -> None:
    """A meeting goes to the meetings, under its own identifier, where all of its article go."""
    dispatch = published()
    assert (dispatch.channel, dispatch.place) == (Channel.MEETINGS, b"good-7")
    assert (dispatch.key or b"").decode() == json.loads(dispatch.value or b"")["id"]
    assert dispatch.origin == Position("news.articles", 0, 0)


def test_meeting_reads_back() -> None:
    """The value is the record as compact JSON in UTF-8, and reads back as the same record."""
    dispatch = published(title="Caf\u00e9 talks")
    assert dispatch.value is not None
    meeting = Meeting.model_validate_json(dispatch.value)
    assert meeting.article.title == "Caf\u00e9 talks"
    assert "Caf\u00e9".encode() in dispatch.value
    assert (
        dispatch.value
        == json.dumps(json.loads(dispatch.value), ensure_ascii=False, separators=(",", ":")).encode()
    )


def test_equal_results_give_equal_bytes() -> None:
    """The same article read again is dispatched as the same bytes."""
    assert published() == published()
    assert letter() == letter()


def test_cloud_event() -> None:
    """The headers of a meeting are a CloudEvent in binary mode, and those that the schema declares."""
    dispatch = published()
    headers = MeetingHeaders.decoded(dispatch.headers)
    assert headers.encoded() == dispatch.headers
    assert headers.ce_source == "/test"
    assert headers.ce_subject == "good-7"
    assert headers.ce_time == READ_AT
    assert dict(dispatch.headers)["ce_id"].decode() == json.loads(dispatch.value or b"")["id"]
    assert dict(dispatch.headers)["content-type"] == b"application/json"


def test_trace_context_is_passed_on() -> None:
    """W3C trace headers of the article go on with its meetings; its other headers do not."""
    (delivery,) = deliveries(payload(0))
    traced = replace(delivery, headers=(("traceparent", b"00-1-2-01"), ("secret", b"x")))
    (result,) = Processor(Intake(), StubReader()).process([traced])
    headers = dict(Dispatcher().dispatch(result)[0].headers)
    assert headers["traceparent"] == b"00-1-2-01"
    assert "secret" not in headers


def test_skip_is_silent() -> None:
    """A skipped message sends nothing."""
    assert Dispatcher().dispatch(Result(DELIVERY, Skipped(SkipReason.LANGUAGE, "es"))) == []


def test_dead_letter_is_the_message_itself() -> None:
    """Key, payload and headers of a refused message are kept, byte for byte and in order."""
    dispatch = letter()
    assert dispatch.channel is Channel.DEAD_LETTERS
    assert (dispatch.key, dispatch.value) == (DELIVERY.key, DELIVERY.payload)
    assert dispatch.headers[:3] == DELIVERY.headers


def test_dead_letter_says_why() -> None:
    """The headers of a dead letter tell reason, detail, place, time, attempts and digest."""
    headers = DeadLetterHeaders.decoded(letter().headers)
    assert (headers.reason, headers.detail) == (REFUSED.reason, REFUSED.detail)
    place = (headers.original_topic, headers.original_partition, headers.original_offset)
    assert place == ("news.articles", 3, 42)
    assert headers.original_timestamp == DELIVERY.timestamp
    assert headers.attempts == 1
    assert headers.payload_sha256 == sha256(b"\xff\x00").hexdigest()


def test_detail_is_short_and_can_be_written() -> None:
    """A detail is cut to its limit on a character's border, and holds nothing that UTF-8 cannot."""
    headers = dict(letter(outcome=Rejected(Reason.WRONG_TYPE, "\ud800\u00e9" * 2000)).headers)
    assert len(headers["readout-detail"]) <= MAX_DETAIL
    assert headers["readout-detail"].decode()


def test_a_letter_refused_again_is_not_nested() -> None:
    """A letter that comes back keeps where it first came from, counts up, and grows by nothing."""
    first = letter()
    again = letter(returned(first), Rejected(Reason.NO_TEXT, "still not"))
    headers = DeadLetterHeaders.decoded(again.headers)
    assert (headers.original_topic, headers.original_offset) == ("news.articles", 42)
    assert (headers.reason, headers.attempts) == (Reason.NO_TEXT, 2)
    assert [name for name, _ in again.headers] == [name for name, _ in first.headers]
    assert (again.key, again.value) == (DELIVERY.key, DELIVERY.payload)
    assert DeadLetterHeaders.decoded(letter(returned(again)).headers).attempts == 3


def test_a_shortened_letter_keeps_the_digest_of_the_whole() -> None:
    """A letter that was cut to fit says so when it is refused again, and keeps the whole one's digest."""
    cut = letter()
    cut = replace(cut, value=b"\xff", headers=(*cut.headers, ("readout-truncated-from", b"2")))
    headers = DeadLetterHeaders.decoded(letter(returned(cut)).headers)
    assert headers.truncated_from == 2
    assert headers.payload_sha256 == sha256(b"\xff\x00").hexdigest()


def test_forged_facts_are_not_believed() -> None:
    """Headers that look like ours and make no sense are replaced, not repeated."""
    forged = replace(DELIVERY, headers=(("readout-attempts", b"many"), ("readout-reason", b"\xff")))
    dispatch = letter(forged)
    assert DeadLetterHeaders.decoded(dispatch.headers).attempts == 1
    assert len([name for name, _ in dispatch.headers if name == "readout-attempts"]) == 1


def test_a_mended_letter_is_an_article_like_any_other() -> None:
    """A dead letter whose cause is gone is read, and nothing of its past shows in the meeting."""
    refused = letter(Delivery(Position("t", 0, 0), payload(7)))
    (result,) = Processor(Intake(), StubReader()).process([returned(refused)])
    (dispatch,) = Dispatcher("/test").dispatch(result)
    assert (dispatch.key, dispatch.value, dispatch.headers) == (
        published().key,
        published().value,
        published().headers,
    )
