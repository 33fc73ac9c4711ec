"""Reading without Kafka: the extractor beside what it is compared with, in CPU seconds of one process."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from feed import UNSEEN, Feed, told

from pipeline.extract.extractor import Extractor, load_gate, load_language
from pipeline.extract.gate import Inflector
from pipeline.extract.passages import compose, layout, shortened
from pipeline.extract.rows import rows
from schemas.article import Article

Reader = Callable[[list[Article]], object]
LENGTHS = (100, 250, 500, 1000, 2000, 4000)
"""Words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way of reading the feed, and what it took."""

    name: str
    articles: int
    milliseconds: float
    """CPU per article."""


def measured(name: str, reader: Reader, articles: list[Article]) -> Row:
    """One pass to warm up, on a tenth, and one that counts."""
    reader(articles[: len(articles) // 10])
    start = time.process_time()
    reader(articles)
    return Row(name, len(articles), 1000 * (time.process_time() - start) / len(articles))


def plain_pipe() -> Reader:
    """Our full pipeline over everything, through `nlp.pipe`."""
    nlp = load_language()

    def read(articles: list[Article]) -> object:
        docs = (compose(nlp, a, shortened(layout(a), 4000)) for a in articles)
        return sum(len(doc._.encounters) for doc in nlp.pipe(docs, batch_size=16))

    return read


def matcher() -> Reader:
    """A spaCy Matcher over trigger forms and a blank tokeniser: what a user would write in an hour."""
    import spacy  # noqa: PLC0415 - beside the project's own way of loading it
    from spacy.matcher import Matcher  # noqa: PLC0415

    nlp, inflector = spacy.blank("en"), Inflector()
    found = Matcher(nlp.vocab)
    verbs = {f for r in rows("encounters") if r["sort"] == "verb" for f in inflector.verb(r["form"])}
    found.add(
        "met", [[{"IS_TITLE": True}, {"LOWER": {"IN": sorted(verbs)}}, {"OP": "{0,4}"}, {"IS_TITLE": True}]]
    )
    return lambda articles: sum(len(found(doc)) for doc in nlp.pipe(a.text for a in articles))


def gate_alone() -> Callable[[list[Article]], int]:
    """The gate, and nothing behind it: how many it lets through."""
    gate = load_gate(load_language())
    return lambda articles: sum(gate.select(a) is not None for a in articles)


def _share(gate: Callable[[list[Article]], int], articles: list[Article]) -> float:
    return gate(articles) / len(articles)


def table(size: int, share: float, seed: int, archive: Path | None = None) -> dict[str, Any]:
    """All ways over one feed, slow ones over a smaller feed of the same make; and how much the gate let through."""
    whole = Feed(size, share, seed, archive=archive).articles()
    few = Feed(max(size // 10, 60), share, seed, archive=archive).articles()
    none = Feed(size, 0.0, seed, archive=archive).articles()
    unseen = Feed(size, 0.0, seed, stock=UNSEEN).articles()
    silent = Feed(size, 0.0, seed, sections=("crime",)).articles()
    gated, gate = Extractor(), gate_alone()
    ways: list[tuple[str, Reader, list[Article]]] = [
        ("extractor, gated", gated.extract, whole),
        ("extractor, gated, no meetings in the feed", gated.extract, none),
        ("extractor, gated, no meetings, everyday articles of another stock", gated.extract, unseen),
        ("extractor, gated, no trigger that counts in the feed", gated.extract, silent),
        ("gate alone", gate, whole),
        ("extractor, ungated", Extractor(gated=False).extract, few),
        ("full pipeline through nlp.pipe", plain_pipe(), few),
        ("spaCy Matcher", matcher(), few),
    ]
    through, others = (_share(gate, each) for each in (none, unseen))
    gc.freeze()  # as the processes that read do, for all ways alike
    return {
        "rows": [measured(*way) for way in ways],
        "characters": sum(len(a.text) for a in whole) / len(whole),
        "admitted": through,
        "admitted of others": others,
    }


def lengths() -> dict[int, float]:
    """CPU milliseconds for an article that is read whole, by its number of words."""
    words = "\n".join(article.text for article in told()).split(" ")
    extractor = Extractor(gated=False, longest=max(LENGTHS))
    found = {}
    for count in LENGTHS:
        article = Article(text=" ".join(words[:count]), published=date(2021, 4, 7), id="long")
        start = time.process_time()
        extractor.extract([article])
        found[count] = 1000 * (time.process_time() - start)
    return found


def slowest(texts: dict[str, str]) -> tuple[str, float]:
    """Of texts made to be slow the one that took longest, read whole, and its CPU seconds."""
    extractor = Extractor(gated=False)
    took = {}
    for name, text in texts.items():
        start = time.process_time()
        extractor.extract([Article(text=text, published=date(2021, 4, 7), id="slow")])
        took[name] = time.process_time() - start
    name = max(took, key=took.__getitem__)
    return name, took[name]
