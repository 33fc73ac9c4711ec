"""The words of a text, cut and folded without a tokeniser: a few microseconds a kilobyte."""

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage or of a whole article, as sets."""

    written: frozenset[str]
    lower: frozenset[str]
    capitalised: frozenset[str]  # those that begin with a capital somewhere, in small letters
    either: frozenset[str]  # as written, and in small letters


def words_of(cut_words: Iterable[str]) -> Words:
    """The sets of these words."""
    written = frozenset(cut_words)
    lower = frozenset(" ".join(written).lower().split())
    capitalised = frozenset(" ".join([w for w in written if w < "a"]).lower().split())
    return Words(written, lower, capitalised, written | lower)
