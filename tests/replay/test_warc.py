"""A thousand pages of a crawl are read as their articles would be."""

import statistics
from pathlib import Path

from files.archives import articles, json_lines, warc
from files.test_archives import taken

COUNT = 1000


def overlap(one: str, other: str) -> float:
    """The share of words that two texts have in common, from 0 to 1 (Jaccard)."""
    left, right = set(one.split()), set(other.split())
    return len(left & right) / len(left | right)


def test_a_thousand_pages_give_their_articles(tmp_path: Path) -> None:
    """The text of every page of a WARC is recovered, with title, outlet and day, and nothing around it."""
    rows = articles(COUNT)
    (tmp_path / "crawl.warc.gz").write_bytes(warc(rows))
    (tmp_path / "articles.jsonl").write_bytes(json_lines(rows))
    pages, plain = taken(tmp_path / "crawl.warc.gz"), taken(tmp_path / "articles.jsonl")
    assert len(pages) == COUNT
    shared = [overlap(one.text, other.text) for one, other in zip(pages, plain, strict=True)]
    assert statistics.median(shared) >= 0.95
    # Equal articles have equal meetings: nothing else is told to the reader.
    assert sum(one == other for one, other in zip(pages, plain, strict=True)) == COUNT
