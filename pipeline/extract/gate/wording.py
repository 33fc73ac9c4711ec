"""The words of a text, cut and folded without a tokeniser: a few microseconds a kilobyte."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress, repeat
from operator import add

from pipeline.extract.gazetteer.pieces import plain

# Letters and digits stay, all else parts words; after folding there is nothing beyond ASCII.
_CUT = bytes(c if c < 128 and chr(c).isalnum() else 32 for c in range(256))  # noqa: PLR2004 - ASCII
_STOP = "\v"  # what intake leaves in no text
# What stands among the words of an article for the ends of sentences and lines; both are less than any letter or digit.
_SENTENCE_END, _LINE_END = ".", "-"
_ENDS = frozenset((_SENTENCE_END, _LINE_END))
_LINED = bytes(
    ord({"\v": _SENTENCE_END, "\n": _LINE_END}.get(chr(c), chr(each))) for c, each in enumerate(_CUT)
)
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

    `start` is its offset in the text that it was cut from, `line` the number of its line there. Sets are made when they
    are asked for, without the lock that `cached_property` takes each time before Python 3.12.
    """

    __slots__ = ("_words", "line", "lower", "start", "text", "written")

    def __init__(
        self, text: str, written: list[str], lower: list[str], start: int = 0, line: int = 0
    ) -> None:
        self.text = text
        self.start = start
        self.line = line
        self.written = written
        self.lower = lower
        self._words: Words | None = None

    @property
    def words(self) -> Words:
        """The words as sets."""
        if self._words is None:
            self._words = Words(frozenset(self.written), frozenset(self.lower))
        return self._words

    def names(self, known: frozenset[str]) -> bool:
        """Whether one of these words, told in small letters, is in it with a capital."""
        return any(self.written[i] < "a" for i in places_of(self.lower, known))


def places_of(words: Sequence[str], wanted: AbstractSet[str]) -> list[int]:
    """Where wanted words stand, in order."""
    return list(compress(range(len(words)), map(wanted.__contains__, words)))


def passage(text: str) -> Cut:
    """A text in words."""
    written = _folded(text).translate(_CUT).decode()
    return Cut(text, written.split(), written.lower().split())


class Lines:
    """A text in lines and sentences; no sentence goes on over the end of a line.

    `whole` are all its words, a mark before and behind each sentence. Most sentences are never asked for, and
    so none is made before it is.
    """

    def __init__(self, text: str) -> None:
        parts = _END.split(text)  # text, mark, text, ...: faster than putting marks in their place
        self._text = _STOP.join(map(add, parts[::2], (*parts[1::2], "")))
        written = _folded(self._text).translate(_LINED).decode()
        for mark in (_SENTENCE_END, _LINE_END):
            written = written.replace(mark, f" {mark} ")
        written = f"{_SENTENCE_END} {written} {_SENTENCE_END}"
        self.whole = Cut("", written.split(), written.lower().split())
        """All of it."""
        self._bounds = places_of(self.whole.lower, _ENDS)  # where the marks stand
        # the numbers of the sentences' lines
        self._lines = list(accumulate(self.whole.lower[bound] == _LINE_END for bound in self._bounds))

    def sentences(self, places: Iterable[int]) -> list[tuple[Cut, list[int]]]:
        """The sentences in which these words stand, given by their numbers in order, and where they stand in each."""
        whole, bounds, lines = self.whole, self._bounds, self._lines
        texts = self._text.replace("\n", _STOP).split(_STOP)
        starts = list(accumulate(map(add, map(len, texts), repeat(1)), initial=0))
        end, found = 0, []
        for place in places:
            if place > end:
                number = bisect_right(bounds, place) - 1
                begin, end = bounds[number] + 1, bounds[number + 1]
                written, lower = whole.written[begin:end], whole.lower[begin:end]
                inside: list[int] = []
                found.append((Cut(texts[number], written, lower, starts[number], lines[number]), inside))
            inside.append(place - begin)
        return found

    def lines(self, places: Iterable[int]) -> set[int]:
        """The numbers of the lines in which these words stand."""
        return {self._lines[number] for number in {bisect_right(self._bounds, place) - 1 for place in places}}

    @cached_property
    def filled(self) -> list[int]:
        """The numbers of the lines that hold any text."""
        return [number for number, line in enumerate(self._text.split("\n")) if line]
