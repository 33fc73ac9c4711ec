"""A news article: as producers send it, and as it is read."""

from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

Clean = Annotated[str, StringConstraints(strip_whitespace=True)]

TEXT_NAMES: Final = ("text", "body", "content")


def _name_of(value: Any) -> Any:
    """Some feeds tell the outlet as an object with an id and a name."""
    return value.get("name") if isinstance(value, dict) else value


# Numbers serve as identifiers in many archives, and lose nothing as text.
Identifier = Annotated[str, Field(coerce_numbers_to_str=True), WithJsonSchema({"type": ["string", "number"]})]
Outlet = Annotated[
    str | None,
    BeforeValidator(_name_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"name": {"type": ["string", "null"]}}},
                {"type": "null"},
            ]
        }
    ),
]
# Whatever stands here, the article is worth reading: what cannot be understood becomes "date unknown".
Published = Annotated[
    Any, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]})
]


class RawArticle(BaseModel):
    """An article as producers send it: unknown fields are ignored, and each field has its usual names.

    Of several names for one field the first that is neither null nor blank counts.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", title="Article")

    id: Identifier | None = Field(
        default=None,
        validation_alias=AliasChoices("id", "guid"),
        description="Stable name of the article; derived from its URL or content when absent.",
    )
    url: str | None = Field(default=None, validation_alias=AliasChoices("url", "link"))
    outlet: Outlet = Field(
        default=None,
        validation_alias=AliasChoices("outlet", "source"),
        description="Who published it; of an object, its `name`.",
    )
    published: Published = Field(
        default=None,
        validation_alias=AliasChoices("published", "published_at", "date"),
        description="ISO 8601, RFC 5322, seconds or milliseconds since 1970; the day as the source has it.",
    )
    section: str | None = None
    title: str | None = Field(default=None, validation_alias=AliasChoices("title", "headline"))
    text: str = Field(
        validation_alias=AliasChoices(*TEXT_NAMES), description="Plain text, or HTML to be reduced to it."
    )
    language: str | None = Field(default=None, description="ISO 639 code, BCP 47 tag or English name.")

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: Any) -> Any:
        """Drop blank fields, so that the next name may speak; an empty text stays told from a missing one."""
        if not isinstance(data, dict):
            return data
        told = {name: value for name, value in data.items() if not _is_blank(value)}
        if told.keys().isdisjoint(TEXT_NAMES) and any(data.get(name) is not None for name in TEXT_NAMES):
            told["text"] = ""
        return told


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


class Article(BaseModel):
    """An article ready to be read.

    `text` is plain text: offsets of evidence count its Unicode code points. Intake gives every article an
    `id`; one made by hand may do without.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Clean | None = None
    url: Clean | None = None
    outlet: Clean | None = None
    published: date | None = None
    section: Clean | None = None
    title: Clean | None = None
    text: str
    language: Clean | None = None
