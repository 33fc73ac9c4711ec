"""The words of a text, cut and folded without a tokeniser: a few microseconds a kilobyte."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.gazetteer.pieces import plain

# Letters and digits stay, all else parts words; after folding there is nothing beyond ASCII.
_CUT = bytes(c if c < 128 and chr(c).isalnum() else 32 for c in range(256))  # noqa: PLR2004 - ASCII
# Marks that news is full of; replacing them spares most texts the slower folding of letters.
_MARKS = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'),
    ("\u2013", "-"), ("\u2014", "-"), ("\u2026", " "), ("\xa0", " "),
)  # fmt: skip


def cut(text: str) -> list[str]:
    """The words of a text, in ASCII letters and digits, case kept: "Côte-d'Or's" gives Cote, d, Or, s."""
    if not text.isascii():
        for mark, other in _MARKS:
            text = text.replace(mark, other)
        text = plain(text)
    return text.encode("ascii", "replace").translate(_CUT).decode().split()


@dataclass(frozen=True)
class Words:
    """The words of a passage or of a whole article, as sets."""

    written: frozenset[str]

    @cached_property
    def lower(self) -> frozenset[str]:
        """In small letters."""
        return frozenset(" ".join(self.written).lower().split())

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Those that begin with a capital somewhere, in small letters."""
        return frozenset(" ".join([w for w in self.written if w < "a"]).lower().split())

    @cached_property
    def either(self) -> frozenset[str]:
        """As written, and in small letters."""
        return self.written | self.lower


def words_of(cut_words: Iterable[str]) -> Words:
    """The sets of these words."""
    return Words(frozenset(cut_words))
