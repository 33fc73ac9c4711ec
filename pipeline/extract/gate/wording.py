"""The words of a text, cut and folded without a tokeniser: a few microseconds a kilobyte."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

from pipeline.extract.gazetteer.pieces import plain

# Letters and digits stay, all else parts words; after folding there is nothing beyond ASCII.
_CUT = bytes(c if c < 128 and chr(c).isalnum() else 32 for c in range(256))  # noqa: PLR2004 - ASCII
_STOP = "\v"  # what intake leaves in no text
# The same, the ends of lines and sentences kept.
_LINED = bytes(c if chr(c) in "\n\v" else each for c, each in enumerate(_CUT))
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
    lower: frozenset[str]

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Those that begin with a capital somewhere, in small letters."""
        return frozenset(" ".join([w for w in self.written if w < "a"]).lower().split())

    @cached_property
    def either(self) -> frozenset[str]:
        """As written, and in small letters."""
        return self.written | self.lower


class Cut:
    """A stretch of text in words: as written, in small letters, and as sets.

    `start` is its offset in the text that it was cut from, `line` the number of its line there. What is not asked of
    most is made when it is asked for, without the lock that `cached_property` takes each time before Python 3.12.
    """

    __slots__ = ("_list", "_words", "_written", "line", "lower", "start", "text")

    def __init__(self, text: str, written: str, lower: str, start: int = 0, line: int = 0) -> None:
        self.text = text
        self.start = start
        self.line = line
        self.lower = lower.split()
        self._written = written
        self._list: list[str] | None = None
        self._words: Words | None = None

    @property
    def written(self) -> list[str]:
        """The words, in order."""
        if self._list is None:
            self._list = self._written.split()
        return self._list

    @property
    def words(self) -> Words:
        """The words as sets."""
        if self._words is None:
            self._words = Words(frozenset(self.written), frozenset(self.lower))
        return self._words

    def names(self, known: frozenset[str]) -> bool:
        """Whether one of these words, told in small letters, is in it with a capital."""
        return not known.isdisjoint(self.lower) and not self.words.capitalised.isdisjoint(known)


def places_of(words: Sequence[str], wanted: Container[str]) -> list[int]:
    """Where wanted words stand, in order."""
    return [i for i, word in enumerate(words) if word in wanted]


def passage(text: str) -> Cut:
    """A text in words."""
    written = _folded(text).translate(_CUT).decode()
    return Cut(text, written, written.lower())


class Lines:
    """A text in lines and sentences; no sentence goes on over the end of a line."""

    def __init__(self, text: str) -> None:
        parts = _END.split(
            text
        )  # sentence, mark, sentence, ..., which is faster than putting marks in their place
        self._text = _STOP.join(map(add, parts[::2], (*parts[1::2], ""))).split("\n")
        self._written = _folded("\n".join(self._text)).translate(_LINED).decode()

    @cached_property
    def lines(self) -> list[Cut]:
        """The lines, their sentences not told apart."""
        return [
            Cut(text, written, written.lower(), line=number)
            for number, (text, written) in enumerate(zip(self._text, self._written.split("\n"), strict=True))
        ]

    @cached_property
    def whole(self) -> Cut:
        """All of it."""
        return Cut("", self._written, self._written.lower())

    def sentences(self) -> Iterator[Cut]:
        """The sentences, in order."""
        start = 0
        lower = self._written.lower().split("\n")
        for number, parts in enumerate(zip(self._text, self._written.split("\n"), lower, strict=True)):
            for text, written, small in zip(*(part.split(_STOP) for part in parts), strict=True):
                yield Cut(text, written, small, start, number)
                start += len(text) + 1
