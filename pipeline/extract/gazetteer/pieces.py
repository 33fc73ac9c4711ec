"""Names and passages cut into comparable pieces, whatever the tokenisation.

"U.S.-Sino" is the pieces us, sino; "Côte d'Ivoire" is cote, d, ivoire; hyphens and apostrophes part pieces,
full stops inside a word vanish, and every other mark is a barrier that no name crosses.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not decompose (Unicode Character Database, Latin Extended).
_LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i", "ß": "ss", "æ": "ae",
    "Æ": "AE", "œ": "oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E",
})  # fmt: skip
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'\u2019\u2018`\u00b4"
_PART = re.compile(rf"[^\W_]+(?:\.[^\W_]+)*\.?|[{_HYPHENS}]|[{_APOSTROPHES}]|\S")
_BARRIER = "|"
_MARKS = str.maketrans(dict.fromkeys(_HYPHENS + _APOSTROPHES, " "))
_STOPS = str.maketrans({".": None, "+": " + "} | dict.fromkeys('(),/&;:!\u2013\u2014"', f" {_BARRIER} "))


@dataclass(frozen=True, slots=True)
class Piece:
    """A folded word of token `token`; `text` as written; `hyphen` tells that a hyphen stands before it."""

    folded: str
    text: str
    token: int
    hyphen: bool = False


def plain(text: str) -> str:
    """`text` in ASCII letters, case kept."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()


def _bare(text: str) -> str:
    """`text` without combining marks, which would else cut words in two."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _parts(token: str) -> tuple[tuple[str, str], ...]:
    """The parts of one token as (folded, written); ("-", ...) is a hyphen, ("|", ...) a barrier."""
    found = []
    for part in _PART.findall(_bare(token)):
        if part in _HYPHENS:
            found.append(("-", part))
        elif part[0].isalnum():
            found.append((plain(part).replace(".", "").lower() or _BARRIER, part))
        elif part not in _APOSTROPHES:
            found.append((part if part == "+" else _BARRIER, part))
    return tuple(found)


def cut(tokens: Sequence[str]) -> list[Piece]:
    """The pieces of a passage in order; barriers are pieces whose folded form is "|"."""
    pieces: list[Piece] = []
    hyphen = False
    for i, token in enumerate(tokens):
        for folded, text in _parts(token):
            hyphen = hyphen or folded == "-"
            if folded == "-" or (text == "." and pieces and _abbreviated(pieces[-1])):
                continue
            pieces.append(Piece(folded, text, i, hyphen))
            hyphen = False
    return pieces


def _abbreviated(piece: Piece) -> bool:
    """Whether a full stop behind the piece may belong to it."""
    return len(piece.folded) == 1 or piece.folded in {"st", "no"}


def key(name: str) -> str:
    """The folded pieces of a name, parted by blanks: what `cut` makes of it, only faster."""
    if name.isascii() and name.isalpha():
        return name.lower()
    return " ".join(plain(name.translate(_MARKS).translate(_STOPS)).lower().split())


@lru_cache(maxsize=65536)
def shape(name: str) -> tuple[str, str]:
    """The key of a written form, and the case of each piece: "U" capitals, "C" a capital first, "l" any."""
    pieces = cut(name.split())
    return " ".join(p.folded for p in pieces), "".join(_case(p.text) for p in pieces)


def _case(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    if not letters or not letters[0].isupper():
        return "l"
    if all(c.isupper() for c in letters) and (len(letters) > 1 or len(text.strip(".")) > 1):
        return "U"
    return "C"


def fits(pattern: str, pieces: Sequence[Piece]) -> bool:
    """Whether written pieces have at least the capitals of the pattern."""
    return all(
        wanted == "l" or (piece.text.isupper() if wanted == "U" else piece.text[:1].isupper())
        for wanted, piece in zip(pattern, pieces, strict=True)
    )
