"""Read the source data: CoNLL-U trees and IOB2 names, one passage after another.

A *passage* is what the pipeline reads at a time: a paragraph or a headline, given as one
or more sentences. Both readers yield passages as lists of `Sentence`.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: parallel lists, one item a token; `heads` are indices in the sentence.

    A layer that was not annotated is `None` as a whole, never a list of blanks.
    """

    words: list[str]
    spaces: list[bool]
    tags: list[str] | None = None
    pos: list[str] | None = None
    morphs: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    deps: list[str] | None = None
    names: list[str] | None = None
    opens: bool = field(default=False)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a gzipped CoNLL-U file; `opens` marks the first of a paragraph.

    Format: https://universaldependencies.org/format.html. Names ride in MISC as `NE=` (IOB2).
    """
    rows: list[list[str]] = []
    opens = False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                opens = opens or line.startswith(("# newdoc", "# newpar"))
            elif line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield _tree(rows, opens=opens)
                rows, opens = [], False


def _tree(rows: list[list[str]], *, opens: bool) -> Sentence:
    misc = [dict(_pairs(row[9])) for row in rows]
    named = [pairs.get("NE") for pairs in misc]
    return Sentence(
        words=[row[1] for row in rows],
        spaces=[pairs.get("SpaceAfter") != "No" for pairs in misc],
        tags=[row[4] for row in rows],
        pos=[row[3] for row in rows],
        morphs=["" if row[5] == "_" else row[5] for row in rows],
        lemmas=[row[2] for row in rows],
        heads=[int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(rows)],
        deps=["ROOT" if row[7] == "root" else row[7] for row in rows],
        names=None if None in named else [name or "O" for name in named],
        opens=opens,
    )


def _pairs(misc: str) -> Iterator[tuple[str, str]]:
    for item in misc.split("|"):
        key, _, value = item.partition("=")
        yield key, value


def read_iob(path: Path) -> Iterator[Sentence]:
    """Yield the chunks of a gzipped IOB2 file (token, space after, tag; blank line between)."""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("# token"):
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield _chunk(rows)
                rows = []
    if rows:
        yield _chunk(rows)


def _chunk(rows: list[list[str]]) -> Sentence:
    return Sentence(
        words=[row[0] for row in rows],
        spaces=[row[1] == "1" for row in rows],
        names=[row[2] for row in rows],
        opens=True,
    )


def passages(sentences: Iterator[Sentence], longest: int) -> Iterator[list[Sentence]]:
    """Group sentences into passages at paragraph starts, of at most `longest` sentences."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.opens or len(group) >= longest):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group
