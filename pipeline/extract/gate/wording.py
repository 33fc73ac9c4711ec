"""The words of a text, cut and folded without a tokeniser: a few microseconds a kilobyte."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.gazetteer.pieces import plain

# Letters and digits stay, all else parts words; after folding there is nothing beyond ASCII.
_CUT = bytes(c if c < 128 and chr(c).isalnum() else 32 for c in range(256))  # noqa: PLR2004 - ASCII
# The same, lines kept.
_LINED = bytes(10 if c == 10 else each for c, each in enumerate(_CUT))  # noqa: PLR2004 - the end of a line
# Marks that news is full of; replacing them spares most texts the slower folding of letters.
_MARKS = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'),
    ("\u2013", "-"), ("\u2014", "-"), ("\u2026", " "), ("\xa0", " "),
)  # fmt: skip
# A full stop that ends a sentence for sure, and is not that of "Gen." or "Mr."; too few of them only make the gate
# wider. It begins with a set of characters and looks back from there, which is how the engine is fastest; one blank is
# all that it takes, so that offsets hold.
_END = re.compile(
    r"([.!?](?<=[a-z0-9)].)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)[\"')\u2019\u201d]*)\s(?=\s*[A-Z\"'(\u201c\u2018])"
)


def _folded(text: str) -> bytes:
    """In ASCII, case kept."""
    if not text.isascii():
        for mark, other in _MARKS:
            text = text.replace(mark, other)
        text = plain(text)
    return text.encode("ascii", "replace")


def cut(text: str) -> list[str]:
    """The words of a text, in ASCII letters and digits, case kept: "Côte-d'Or's" gives Cote, d, Or, s."""
    return _folded(text).translate(_CUT).decode().split()


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


class Cut:
    """A stretch of text in words: as written, in small letters, and as sets, each made when it is asked for.

    `start` is its offset in the text that it was cut from.
    """

    def __init__(self, text: str, written: str, lower: str, start: int = 0) -> None:
        self.text = text
        self.start = start
        self._written = written
        self._lower = lower

    @cached_property
    def written(self) -> list[str]:
        """The words, in order."""
        return self._written.split()

    @cached_property
    def lower(self) -> list[str]:
        """The words in small letters, in order."""
        return self._lower.split()

    @cached_property
    def words(self) -> Words:
        """The words as sets."""
        return words_of(self.written)


def passage(text: str) -> Cut:
    """A text in words."""
    written = _folded(text).translate(_CUT).decode()
    return Cut(text, written, written.lower())


def sentences(text: str) -> Iterator[Cut]:
    """The sentences of a text; one never goes on over the end of a line."""
    lined = _END.sub(r"\1\n", text)
    written = _folded(lined).translate(_LINED).decode()
    lines, start = lined.split("\n"), 0
    for line, words, lower in zip(lines, written.split("\n"), written.lower().split("\n"), strict=True):
        yield Cut(line, words, lower, start)
        start += len(line) + 1
