"""The rows of `places.tsv`: what a text says of where people met, and the place that is read from it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from schemas.meeting import Meeting

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("places.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0])[:60])
def test_where(told: Callable[[Sequence[str]], Meeting], row: Sequence[str]) -> None:
    """The venue, city and country that the row states are read, and none where it states none."""
    where = told(row).place
    assert (where.venue or "", where.city or "", where.country or "") == tuple(row[4:7])
