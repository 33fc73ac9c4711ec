"""Kafka headers as models: names and UTF-8 values, so that producers and consumers agree on both."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from schemas.meeting import SCHEMA_VERSION, MeetingId


class MessageHeaders(BaseModel):
    """Headers of one sort of message; what it does not know it ignores."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True)

    def encoded(self) -> tuple[tuple[str, bytes], ...]:
        """Header names and UTF-8 values, in the order of the fields; unknown ones left out."""
        fields = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return tuple((name, str(value).encode()) for name, value in fields.items())

    @classmethod
    def decoded(cls, headers: Iterable[tuple[str, bytes]]) -> Self:
        """Read these headers from those of a message.

        Raises:
            pydantic.ValidationError: one is missing, or is not what it should be.
        """
        return cls.model_validate({name: value.decode(errors="replace") for name, value in headers})


class MeetingHeaders(MessageHeaders):
    """Beside a meeting: its type, and the attributes of CloudEvents 1.0 in Kafka's binary mode."""

    content_type: Literal["application/json"] = Field(default="application/json", alias="content-type")
    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, alias="schema-version")
    ce_specversion: Literal["1.0"] = "1.0"
    ce_id: MeetingId = Field(
        description="The meeting's `id`, as in the key: the same one again is the same meeting."
    )
    ce_type: Literal["readout.meeting.v1"] = Field(
        default="readout.meeting.v1", description="Ends in the major version of the schema."
    )
    ce_source: str = Field(description="Which deployment published it; a URI reference.")
    ce_subject: str = Field(description="The article's `id`.")
    ce_time: datetime = Field(description="When the article was read.")
    ce_dataschema: Literal["urn:readout:schema:meeting:1.0"] = "urn:readout:schema:meeting:1.0"


class RetractionHeaders(MessageHeaders):
    """Beside a tombstone: the article was read again, and no longer tells of the meeting."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, alias="schema-version")
    ce_specversion: Literal["1.0"] = "1.0"
    ce_id: MeetingId = Field(description="The `id` of the meeting that is retracted, as in the key.")
    ce_type: Literal["readout.meeting.retracted.v1"] = "readout.meeting.retracted.v1"
    ce_source: str = Field(description="Which deployment retracted it; a URI reference.")
    ce_subject: str = Field(description="The article's `id`.")
    ce_time: datetime = Field(description="When the article was read again.")
