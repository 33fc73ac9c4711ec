"""The contract written down: the JSON Schema files and the AsyncAPI document, as they are shipped."""

from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent

_FILES: Final = {
    "article": HERE / "json" / "article.schema.json",
    "meeting": HERE / "json" / "meeting.schema.json",
    "meeting-headers": HERE / "json" / "meeting-headers.schema.json",
    "retraction-headers": HERE / "json" / "retraction-headers.schema.json",
    "dead-letter-headers": HERE / "json" / "dead-letter-headers.schema.json",
    "asyncapi": HERE / "asyncapi.yaml",
}

NAMES: Final = tuple(_FILES)


def path(name: str) -> Path:
    """Where the document of that name, one of `NAMES`, is kept.

    Raises:
        KeyError: there is no such document.
    """
    return _FILES[name]


def document(name: str) -> str:
    """The document of that name: JSON Schema 2020-12, or AsyncAPI 3.0 in YAML.

    Raises:
        KeyError: there is no such document.
    """
    return path(name).read_text(encoding="utf-8")
