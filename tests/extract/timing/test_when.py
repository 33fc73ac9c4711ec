"""The rows of `timing.tsv`: what a text says of when people met, and the days that are read from it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from schemas.meeting import Meeting

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("timing.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0])[:60])
def test_when(told: Callable[[Sequence[str]], Meeting], row: Sequence[str]) -> None:
    """The days and the precision that the row states are read, and none where it states none."""
    when = told(row).date
    assert (str(when.start or ""), str(when.end or ""), when.precision.value) == tuple(row[4:7])
