"""One diplomatic meeting, as it is published.

A consumer may rely on this: within a major `schema_version` no field is removed or retyped, and what is not
known is `null`, never an empty string and never a guess.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.article import Article

SCHEMA_VERSION: Final = "1.0"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Alpha3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
MeetingId = Annotated[str, StringConstraints(pattern=r"^m-[0-9a-f]{16}$")]


class Kind(StrEnum):
    """What sort of encounter it is."""

    TALKS = "talks"
    VISIT = "visit"
    CALL = "call"
    SUMMIT = "summit"


class Status(StrEnum):
    """How far the encounter has come, as of the article."""

    HELD = "held"
    PLANNED = "planned"
    PROPOSED = "proposed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Side(StrEnum):
    """The part that a participant plays."""

    HOST = "host"
    GUEST = "guest"
    MEDIATOR = "mediator"


class DatePrecision(StrEnum):
    """How exactly the date is told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Strict(BaseModel):
    """What every published model shares: frozen, and no field that the contract does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Participant(Strict):
    """One party to the encounter: a person, or a collective when `name` is null."""

    name: Text | None = Field(description="Fullest form in the article, no title; null for a collective.")
    role: Text | None = Field(description="The office in plain English, as the article supports it.")
    country: Alpha3 | None = Field(description="ISO 3166-1 alpha-3, or SUN, YUG, DDR, CSK, XKX.")
    organization: Text | None = Field(description="Usual short name; null for a state.")
    side: Side | None


class MeetingDate(Strict):
    """When it took or takes place, resolved against the publication date."""

    start: date | None
    end: date | None = Field(description="Last day of a range; null for one day.")
    precision: DatePrecision
    text: Text | None = Field(description="The words that it was read from.")


class Place(Strict):
    """Where people meet, or where a visit goes. Never a participant."""

    venue: Text | None
    city: Text | None
    country: Alpha3 | None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    geonames_id: Annotated[int, Field(gt=0)] | None = None


class Evidence(Strict):
    """A quotation that a field rests on: `source[start:end] == text`, counted in Unicode code points."""

    field: Literal["kind", "status", "participants", "date", "place", "topics", "outcomes"]
    text: Annotated[str, StringConstraints(min_length=1)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    source: Literal["text", "title"] = Field(default="text", description="Which part of the article.")


class PloverCode(Strict):
    """The record as PLOVER would code it: event and mode."""

    event: Text
    mode: Text | None


class Codes(Strict):
    """Derived views for users who come from PLOVER or CAMEO."""

    plover: PloverCode
    cameo: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")], ...]


class ArticleReference(Strict):
    """Enough to find the source again; the article's text is not repeated."""

    id: Text
    url: Text | None
    outlet: Text | None
    title: Text | None
    published: date | None
    language: Text | None

    @classmethod
    def to(cls, article: Article) -> "ArticleReference":
        """The reference to an article."""
        return cls(
            id=article.id or "",
            url=article.url,
            outlet=article.outlet,
            title=article.title,
            published=article.published,
            language=article.language,
        )


class Provenance(Strict):
    """Who read it, and with which understanding."""

    extractor: Text
    understanding: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="SHA-256 of configuration, vocabulary and model."
    )
    extracted_at: datetime


class Meeting(Strict):
    """One real or intended encounter between two or more international actors, as one article tells it."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: MeetingId
    kind: Kind
    status: Status
    participants: tuple[Participant, ...]
    date: MeetingDate
    place: Place
    topics: tuple[Text, ...]
    outcomes: tuple[Text, ...]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    codes: Codes
    article: ArticleReference
    provenance: Provenance
