"""Comparing names: letters without diacritics, case or punctuation."""

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose (Unicode Character Database, Latin Extended).
_LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i", "ß": "ss", "æ": "ae", "Æ": "AE",
    "œ": "oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E",
})  # fmt: skip

_ARTICLES = ("al-", "el-", "ul-", "as-", "ash-", "at-", "an-", "ar-", "ad-", "az-")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in lower-case ASCII letters and digits, words parted by single blanks."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return " ".join("".join(c if c.isalnum() else " " for c in plain.lower().replace("'", "")).split())


@lru_cache(maxsize=65536)
def fold_name(name: str) -> tuple[str, ...]:
    """The words of a personal name, folded; Arabic articles and suffixes such as "Jr." left out.

    A hyphenated word stays one ("ki-moon" gives "kimoon"), so that spellings with and without hyphen agree.
    """
    words = []
    for word in name.replace("\u2019", "'").split():
        lower = word.lower().strip(".,")
        for article in _ARTICLES:
            if lower.startswith(article) and len(lower) > len(article) + 1:
                lower = lower[len(article) :]
                break
        folded = fold(lower).replace(" ", "")
        if folded and folded not in _SUFFIXES and folded not in {"al", "el"}:
            words.append(folded)
    return tuple(words)
