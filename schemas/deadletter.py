"""Why a message is refused or passed over: two closed sets.

Each value is used alike as the dead letter's header, as the metric's label and as a heading of
`docs/operations.md`.
"""

from enum import StrEnum


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
