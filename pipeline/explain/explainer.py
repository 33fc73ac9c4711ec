"""The line's reader, which also says why."""

from collections.abc import Sequence

from pipeline.errors import Reject
from pipeline.explain.model import Explanation
from pipeline.explain.reading import explain
from pipeline.extract.extractor import Extractor
from schemas.article import Article
from schemas.deadletter import Reason
from schemas.meeting import Meeting


class Explainer:
    """Reads articles as the extractor does, and keeps an explanation of each until it is asked for."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._kept: list[Explanation] = []

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:
        """The meetings of each article, in order; a Reject where reading one failed."""
        return [self._one(article) for article in articles]

    def taken(self) -> tuple[Explanation, ...]:
        """The explanations since the last time, in the order of their articles."""
        kept, self._kept = tuple(self._kept), []
        return kept

    def _one(self, article: Article) -> tuple[Meeting, ...] | Reject:
        try:
            doc = self._extractor.read(article)
            meetings = tuple(self._extractor.meetings(doc, article))
            self._kept.append(explain(doc, article, meetings))
        except Exception as error:  # noqa: BLE001  whatever a text provokes is that text's fate alone
            return Reject(Reason.EXTRACTION_FAILED, f"{type(error).__name__}: {error}")
        return meetings
