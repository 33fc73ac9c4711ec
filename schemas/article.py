"""A news article as it comes in: tolerant of unknown fields and of the usual names for the known ones."""

from datetime import date
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

Clean = Annotated[str, StringConstraints(strip_whitespace=True)]


class Article(BaseModel):
    """An article ready to be read.

    `text` is plain text: offsets of evidence count its Unicode code points. Intake fills `id` when the source
    gives none, reduces HTML to text, and makes empty strings null.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: Clean | None = Field(default=None, validation_alias=AliasChoices("id", "guid"))
    url: Clean | None = Field(default=None, validation_alias=AliasChoices("url", "link"))
    outlet: Clean | None = Field(default=None, validation_alias=AliasChoices("outlet", "source"))
    published: date | None = Field(
        default=None, validation_alias=AliasChoices("published", "published_at", "date")
    )
    section: Clean | None = None
    title: Clean | None = Field(default=None, validation_alias=AliasChoices("title", "headline"))
    text: str = Field(validation_alias=AliasChoices("text", "body", "content"))
    language: Clean | None = None
