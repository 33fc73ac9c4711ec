"""What all sections of the settings share."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Section(BaseModel):
    """One table of the settings file: frozen, and an unknown key in it is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _split(value: object) -> object:
    """Names in one string, as an environment variable or a flag gives them, are parted by commas."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


Names = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1), BeforeValidator(_split)
]
"""One or more names: an array in TOML, parted by commas elsewhere."""
