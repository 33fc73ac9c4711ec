"""Vocabulary rows: tab-separated files under `words/`, each row with its example and counter-example."""

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `words/<name>.tsv` by column; missing cells are empty, lines with # ignored.

    Raises:
        FileNotFoundError: there is no such file.
    """
    text = (files("pipeline.extract") / "words" / f"{name}.tsv").read_text(encoding="utf-8")
    header, *lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = header.split("\t")
    return tuple(
        dict(zip(columns, [*line.split("\t"), *[""] * len(columns)], strict=False)) for line in lines
    )


@cache
def words(name: str, sort: str) -> frozenset[str]:
    """The `form` column of those rows of `words/<name>.tsv` whose `sort` is the one asked for."""
    return frozenset(row["form"] for row in rows(name) if row["sort"] == sort)
