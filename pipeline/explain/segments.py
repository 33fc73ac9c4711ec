"""A text cut at the edges of its marks: every piece knows all marks that lie on it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.explain.model import Field, Mark, Part

_REPLACEMENT: Final = "\ufffd"
# Controls (of terminals too), marks that turn the direction of writing, and halves of code points.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text; `marks` are those on it, the shortest first."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def field(self) -> Field | None:
        """The field that the piece shows: of several the one that says least else."""
        return self.marks[0].field if self.marks else None

    @property
    def records(self) -> tuple[int, ...]:
        """Numbers of the records that rest on it by its shown field, each once."""
        return tuple(sorted({m.record for m in self.marks if m.field == self.field}))


def visible(text: str) -> str:
    """`text` with every character that would act instead of being seen replaced; its length stays."""
    return _UNSEEN.sub(_REPLACEMENT, text)


def segments(text: str, part: Part, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Cut `text`, the article's `part`: the pieces joined are `visible(text)`."""
    ours = [m for m in marks if m.part == part and 0 <= m.start < m.end <= len(text)]
    edges = sorted({0, len(text), *(edge for m in ours for edge in (m.start, m.end))})
    seen = visible(text)
    for start, end in pairwise(edges):
        over = [m for m in ours if m.start <= start and end <= m.end]
        yield Segment(seen[start:end], tuple(sorted(over, key=lambda m: (m.end - m.start, m.record))))
