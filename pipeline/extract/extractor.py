"""Articles become meetings: the only bridge between spaCy's Doc and the schemas."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pipeline.errors import Reject
from schemas.article import Article
from schemas.meeting import Meeting


def _now() -> datetime:
    return datetime.now(UTC)


class Extractor:
    """Reads meetings out of articles; one per process, loaded once."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    @property
    def understanding(self) -> str:
        """SHA-256, in hex, of configuration, vocabulary and model."""
        return "0" * 64

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:
        """The meetings of each article, in order; a Reject where reading one failed."""
        return [() for _ in articles]
