"""Articles in, meetings out: usable in a notebook with no broker."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract.extractor import Extractor

__all__ = ["Extractor"]


def __getattr__(name: str) -> Any:
    """`Extractor`, once somebody asks for it: spaCy takes a second and fifty megabytes to import."""
    if name != "Extractor":
        raise AttributeError(name)
    from pipeline.extract.extractor import Extractor  # noqa: PLC0415

    return Extractor
