"""Why a message is refused or passed over, and the headers that a dead letter carries.

Each value of the two closed sets is used alike as the dead letter's header, as the metric's label and as a
heading of `docs/operations.md`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import ConfigDict, Field, StringConstraints

from schemas.headers import MessageHeaders

PREFIX: Final = "readout-"


class Reason(StrEnum):
    """Why a message became a dead letter."""

    NOT_UTF8 = "not_utf8"
    NOT_AN_ARTICLE = "not_an_article"
    NOT_AN_OBJECT = "not_an_object"
    WRONG_TYPE = "wrong_type"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    CONTROL_FLOOD = "control_flood"
    CORRUPT = "corrupt"
    EXTRACTION_FAILED = "extraction_failed"
    TIMEOUT = "timeout"
    CRASH = "crash"


class SkipReason(StrEnum):
    """Why a message was passed over on purpose."""

    TOMBSTONE = "tombstone"
    EMPTY_TEXT = "empty_text"
    LANGUAGE = "language"


def _header(name: str) -> str:
    return PREFIX + name.replace("_", "-")


class DeadLetterHeaders(MessageHeaders):
    """The facts of a refusal, each a UTF-8 header beside the original key, payload and headers.

    Nothing here depends on the clock: refusing the same message again gives the same bytes. The record's own
    timestamp says when it was refused.
    """

    model_config = ConfigDict(alias_generator=_header)

    reason: Reason
    detail: str = Field(description="What was wrong, for people; at most 1 KiB of UTF-8.")
    original_topic: str = Field(description="Topic, or file, in which the message first came.")
    original_partition: Annotated[int, Field(ge=0)]
    original_offset: Annotated[int, Field(ge=0)]
    original_timestamp: datetime | None = Field(default=None, description="UTC; absent when unknown.")
    attempts: Annotated[int, Field(ge=1)] = Field(description="How often the message has been refused.")
    payload_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="Of the whole payload, whatever of it is in the letter."
    )
    truncated_from: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Bytes of the whole payload, when the topic took only the beginning of it."
    )
    version: str = Field(description="The version of Readout that refused it.")
