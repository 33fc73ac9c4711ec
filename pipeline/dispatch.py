"""An outcome becomes outgoing records: meetings one by one, a refusal as a dead letter, a skip as nothing."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Final

from pydantic import ValidationError

from pipeline.records import Channel, Delivery, Dispatch, Extracted, Headers, Position, Rejected, Result
from schemas.deadletter import PREFIX, DeadLetterHeaders
from schemas.headers import MeetingHeaders, RetractionHeaders
from schemas.meeting import Meeting

MAX_DETAIL: Final = 1024  # bytes
TRACE_CONTEXT: Final = frozenset({"traceparent", "tracestate"})  # W3C Trace Context


def passed_on(delivery: Delivery) -> Headers:
    """The trace context that the delivery came with, untouched."""
    return tuple(header for header in delivery.headers if header[0] in TRACE_CONTEXT)


class Dispatcher:
    """Turns results into dispatches.

    `source` becomes `ce_source`: which deployment published this. `context` gives the headers of the trace that
    a meeting belongs to.
    """

    def __init__(self, source: str = "/readout", context: Callable[[Delivery], Headers] = passed_on) -> None:
        self._source = source
        self._context = context

    @cached_property
    def _version(self) -> str:
        return version("readout-pipeline")

    def dispatch(self, result: Result) -> list[Dispatch]:
        """Zero or more outgoing records; equal results give equal bytes."""
        match result.outcome:
            case Extracted(meetings=meetings):
                return [self._meeting(meeting, result.delivery) for meeting in meetings]
            case Rejected() as rejected:
                return [self._dead_letter(rejected, result.delivery)]
            case _:
                return []

    def _meeting(self, meeting: Meeting, delivery: Delivery) -> Dispatch:
        """Keyed by its id, so that the latest telling of it stands; placed by its article, with all others of it."""
        return Dispatch(
            channel=Channel.MEETINGS,
            key=meeting.id.encode(),
            value=meeting.model_dump_json().encode(),
            headers=self._event(meeting) + self._context(delivery),
            origin=delivery.position,
            place=meeting.article.id.encode(),
        )

    def retraction(self, meeting: str, article: str, at: datetime, origin: Position) -> Dispatch:
        """A tombstone for the meeting of that id: read again `at` that time, the article no longer tells of it."""
        headers = RetractionHeaders(ce_id=meeting, ce_source=self._source, ce_subject=article, ce_time=at)
        return Dispatch(
            channel=Channel.MEETINGS,
            key=meeting.encode(),
            value=None,
            headers=headers.encoded(),
            origin=origin,
            place=article.encode(),
        )

    def _event(self, meeting: Meeting) -> Headers:
        """CloudEvents in Kafka's binary mode: attributes as headers, the record alone as value."""
        return MeetingHeaders(
            ce_id=meeting.id,
            ce_source=self._source,
            ce_subject=meeting.article.id,
            ce_time=meeting.provenance.extracted_at,
        ).encoded()

    def _dead_letter(self, rejected: Rejected, delivery: Delivery) -> Dispatch:
        """The message as it came, and why it was refused; a letter refused again is not nested."""
        own = [header for header in delivery.headers if not header[0].startswith(PREFIX)]
        facts = _facts(rejected, delivery, self._version)
        return Dispatch(
            channel=Channel.DEAD_LETTERS,
            key=delivery.key,
            value=delivery.payload,
            headers=(*own, *facts.encoded()),
            origin=delivery.position,
        )


def _facts(rejected: Rejected, delivery: Delivery, readout: str) -> DeadLetterHeaders:
    """What the headers say; of a letter that comes back, where it first came from is kept."""
    earlier = _earlier(delivery.headers)
    facts = earlier.model_dump() if earlier else _origin(delivery)
    facts["reason"] = rejected.reason
    facts["detail"] = _shortened(rejected.detail)
    facts["attempts"] = facts.get("attempts", 0) + 1
    facts["version"] = readout
    return DeadLetterHeaders.model_validate(facts)


def _origin(delivery: Delivery) -> dict[str, Any]:
    at = delivery.position
    return {
        "original_topic": at.stream,
        "original_partition": at.partition,
        "original_offset": at.offset,
        "original_timestamp": delivery.timestamp,
        "payload_sha256": sha256(delivery.payload or b"").hexdigest(),
    }


def _earlier(headers: Headers) -> DeadLetterHeaders | None:
    """The facts of an earlier refusal; none when there are none, or when somebody else wrote them."""
    if not any(name.startswith(PREFIX) for name, _ in headers):
        return None
    try:
        return DeadLetterHeaders.decoded(headers)
    except ValidationError:
        return None


def _shortened(detail: str) -> str:
    """At most `MAX_DETAIL` bytes of valid UTF-8: a payload may be quoted in it, whatever that holds."""
    return detail.encode(errors="replace")[:MAX_DETAIL].decode(errors="ignore")
