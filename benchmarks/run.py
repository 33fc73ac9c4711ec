"""Measure the extractor beside what it is compared with, in one run: `python benchmarks/run.py`.

Times are CPU seconds of this process, so that a busy machine falsifies them little; the load is printed beside them.
The broker rows are measured by the wall clock, and need Java and Maven.
"""

import argparse
import json
import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from feed import Feed

from pipeline.extract.extractor import Extractor, load_gate, load_language
from pipeline.extract.gate import Inflector
from pipeline.extract.passages import compose, layout, shortened
from pipeline.extract.rows import rows
from schemas.article import Article

Reader = Callable[[list[Article]], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One measured way of reading the feed."""

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


def gate_alone() -> Reader:
    """The gate, and nothing behind it."""
    gate = load_gate(load_language())
    return lambda articles: sum(gate.select(a) is not None for a in articles)


def table(size: int, share: float, seed: int) -> dict[str, object]:
    """All rows over one feed, slow ways over a smaller feed of the same make."""
    whole, few = Feed(size, share, seed).articles(), Feed(max(size // 20, 100), share, seed).articles()
    none = Feed(size, 0.0, seed).articles()
    ways: list[tuple[str, Reader, list[Article]]] = [
        ("extractor, gated", Extractor().extract, whole),
        ("extractor, gated, no meetings in the feed", Extractor().extract, none),
        ("gate alone", gate_alone(), whole),
        ("extractor, ungated", Extractor(gated=False).extract, few),
        ("full pipeline through nlp.pipe", plain_pipe(), few),
        ("spaCy Matcher", matcher(), few),
    ]
    found = [measured(*way) for way in ways]
    return {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "share": share,
        "seed": seed,
        "characters": sum(len(a.text) for a in whole) / len(whole),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": [asdict(row) for row in found],
    }


def shown(result: dict[str, object], rows_found: list[Row]) -> str:
    """The table in Markdown, with ratios to the full pipeline."""
    full = next(r.milliseconds for r in rows_found if r.name.startswith("full"))
    lines = ["| way | articles | CPU ms per article | times the full pipeline |", "|---|---|---|---|"]
    lines += [
        f"| {r.name} | {r.articles} | {r.milliseconds:.3f} | {full / r.milliseconds:.1f} |"
        for r in rows_found
    ]
    told = "{cores} cores, load {load:.1f}, share {share}, seed {seed}".format(**result)
    return "\n".join([*lines, "", told])


def main() -> None:
    """Print the table; write the figures as JSON when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--share", type=float, default=0.03)
    parser.add_argument("--seed", type=int, default=1815)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    result = table(chosen.size, chosen.share, chosen.seed)
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(shown(result, [Row(**row) for row in result["rows"]]))  # type: ignore[attr-defined]  # as built above


if __name__ == "__main__":
    main()
