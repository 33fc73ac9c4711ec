"""The contract: what goes in, what comes out, and what is refused.

These models import pydantic and nothing else of ours, so that a consumer may install and use them alone.
"""

from schemas.article import Article, RawArticle
from schemas.deadletter import DeadLetterHeaders, Reason, SkipReason
from schemas.headers import MeetingHeaders, RetractionHeaders
from schemas.meeting import (
    SCHEMA_VERSION,
    ArticleReference,
    Codes,
    DatePrecision,
    Evidence,
    Kind,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    PloverCode,
    Provenance,
    Side,
    Status,
)

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "ArticleReference",
    "Codes",
    "DatePrecision",
    "DeadLetterHeaders",
    "Evidence",
    "Kind",
    "Meeting",
    "MeetingDate",
    "MeetingHeaders",
    "Participant",
    "Place",
    "PloverCode",
    "Provenance",
    "RawArticle",
    "Reason",
    "RetractionHeaders",
    "Side",
    "SkipReason",
    "Status",
]
