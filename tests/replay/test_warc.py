"""A thousand pages of a crawl are read as their articles would be."""

import io
import json
import statistics
from pathlib import Path
from typing import Any

import pytest
from files.archives import record
from files.chrome import FASHIONS, Row
from files.test_archives import taken
from warcio.warcwriter import WARCWriter

from pipeline.extract.extractor import Extractor
from schemas.article import Article
from schemas.meeting import Meeting

GOLD = Path(__file__).resolve().parents[1] / "gold"
COUNT = 1000
Pairs = list[tuple[Article, Article]]


def rows() -> list[Row]:
    """As many articles as pages, out of the 96 that were written for the gold sets, each under its own address."""
    files = [GOLD / "authored_articles.jsonl", GOLD / "fresh_articles.jsonl"]
    written = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    fields = ("outlet", "published", "title", "text")
    return [
        {
            "url": f"https://news.example.org/{at}",
            **{name: written[at % len(written)][name] for name in fields},
        }
        for at in range(COUNT)
    ]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    """Each article as its page gives it, dressed in one fashion after the other, and as it was written."""
    folder, articles, crawl = tmp_path_factory.mktemp("crawl"), rows(), io.BytesIO()
    writer = WARCWriter(crawl, gzip=True)
    for at, row in enumerate(articles):
        dressed = FASHIONS[at % len(FASHIONS)](row).encode()
        record(writer, row["url"], "response", "200 OK", "text/html; charset=utf-8", dressed)
    (folder / "crawl.warc.gz").write_bytes(crawl.getvalue())
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    return list(zip(taken(folder / "crawl.warc.gz"), taken(folder / "articles.jsonl"), strict=True))


def overlap(one: str, other: str) -> float:
    """The share of words that two texts have in common, from 0 to 1 (Jaccard)."""
    left, right = set(one.split()), set(other.split())
    return len(left & right) / len(left | right)


def test_a_thousand_pages_give_their_articles(pairs: Pairs) -> None:
    """The text of every page of a WARC is recovered, with title, outlet and day, and nothing around it."""
    assert len(pairs) == COUNT
    shared = [overlap(page.text, plain.text) for page, plain in pairs]
    assert (statistics.median(shared), min(shared)) == (1.0, 1.0)
    for page, plain in pairs:
        told = ("id", "url", "outlet", "published", "title")
        assert page.model_dump(include=set(told)) == plain.model_dump(include=set(told))


def test_the_pages_tell_of_the_meetings_that_the_articles_tell_of(pairs: Pairs) -> None:
    """Read from a page or from its plain text, an article gives the same meetings, with no exception.

    Where the words of the evidence lie may differ: a page has no empty lines between paragraphs.
    """
    distinct = pairs[:96]
    extractor = Extractor()
    pages, plain = (extractor.extract([pair[side] for pair in distinct]) for side in range(2))
    assert [told(each) for each in pages] == [told(each) for each in plain]
    assert sum(len(told(each)) for each in plain) > 250


def told(meetings: Any) -> list[dict[str, Any]]:
    """What meetings say, and the words that they rest on."""
    return [_told(each) for each in meetings]


def _told(meeting: Meeting) -> dict[str, Any]:
    words = [(each.field, " ".join(each.text.split())) for each in meeting.evidence]
    return {**meeting.model_dump(exclude={"evidence", "provenance"}), "words": words}
