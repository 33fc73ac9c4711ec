"""The rows of `timing.tsv`: what a text says of when people met, and the days that are read from it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.extract.extractor import Extractor
from schemas.article import Article
from schemas.meeting import Meeting

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("timing.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def told(extractor: Extractor, row: Sequence[str]) -> Meeting:
    """Return the first meeting of the row's kind in which the row's country takes part."""
    (found,) = extractor.extract([Article.model_validate({"id": "a", "text": row[0], "published": row[1]})])
    assert isinstance(found, tuple)
    return next(
        m
        for m in found
        if m.kind == row[2] and row[3] in {p.country for p in m.participants} | {m.place.country}
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0])[:60])
def test_when(extractor: Extractor, row: Sequence[str]) -> None:
    """The days and the precision that the row states are read, and none where it states none."""
    when = told(extractor, row).date
    assert (str(when.start or ""), str(when.end or ""), when.precision.value) == tuple(row[4:7])
