"""What tests of the line share: payloads, and a reader that finds one meeting in every article."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pipeline.errors import Reject
from pipeline.records import Delivery, Position
from schemas import (
    Article,
    ArticleReference,
    Codes,
    Evidence,
    Kind,
    Meeting,
    MeetingDate,
    Place,
    PloverCode,
    Provenance,
    Status,
)

TEXT = "The foreign minister said that he met with his counterpart after the talks."
POISON = "poison"
READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def payload(number: int = 0, **fields: Any) -> bytes:
    """A good article, told from others by its number."""
    return json.dumps({"id": f"good-{number}", "text": TEXT, "published": "2021-04-07", **fields}).encode()


def deliveries(*payloads: bytes | None) -> list[Delivery]:
    """The payloads as messages of one partition, in order."""
    return [
        Delivery(Position("news.articles", 0, offset), each, key=b"k", headers=(("h", b"v"),))
        for offset, each in enumerate(payloads)
    ]


def meeting(article: Article, kind: Kind = Kind.TALKS) -> Meeting:
    """A meeting that the whole text of an article is evidence for."""
    nothing = dict.fromkeys(("venue", "city", "country"))
    return Meeting(
        id=f"m-{sha256((article.id or '').encode()).hexdigest()[:16]}",
        kind=kind,
        status=Status.HELD,
        participants=(),
        date=MeetingDate.model_validate({"start": None, "end": None, "precision": "unknown", "text": None}),
        place=Place.model_validate(nothing),
        topics=(),
        outcomes=(),
        evidence=(Evidence(field="kind", text=article.text, start=0, end=len(article.text)),),
        confidence=0.5,
        codes=Codes(plover=PloverCode(event="CONSULT", mode=None), cameo=()),
        article=ArticleReference.to(article),
        provenance=Provenance(extractor="stub", understanding="0" * 64, extracted_at=READ_AT),
    )


class StubReader:
    """Finds one meeting in every article; a text that holds `poison` makes it raise, whole batch and all.

    Attributes:
        batches: sizes of the batches that it was given.
    """

    def __init__(self) -> None:
        self.batches: list[int] = []

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:
        """One meeting each."""
        self.batches.append(len(articles))
        if any(POISON in article.text for article in articles):
            raise RuntimeError("a component gave up")
        return [(meeting(article),) for article in articles]
