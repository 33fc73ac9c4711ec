"""The vocabulary of names: rows of `words/*.tsv`, each with its example and counter-example."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `words/<name>.tsv` by column; missing trailing cells are empty.

    Raises:
        FileNotFoundError: there is no such file.
    """
    text = (files("pipeline.extract") / "words" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def listed(cell: str) -> Iterator[str]:
    """The items of a cell, parted by bars."""
    return (item for item in cell.split("|") if item)


def day(cell: str) -> date | None:
    """The day that a cell states, if any."""
    return date.fromisoformat(cell) if cell else None
