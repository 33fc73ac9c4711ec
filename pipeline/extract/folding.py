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
_PARTING = {c: " " for c in range(128) if not chr(c).isalnum()} | {ord("'"): None}  # in ASCII


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in lower-case ASCII letters and digits, words parted by single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return " ".join(text.lower().translate(_PARTING).split())


@lru_cache(maxsize=65536)
def fold_name(name: str) -> tuple[str, ...]:
    """The words of a personal name, folded; Arabic articles and suffixes such as "Jr." left out.

    A hyphenated word stays one ("ki-moon" gives "kimoon"), so that spellings with and without hyphen agree.
    """
    words = []
    for word in name.replace("\u2019", "'").split():
        lower = word.lower().strip(".,")
        if lower.startswith(_ARTICLES):
            lower = _without_article(lower)
        folded = lower if lower.isascii() and lower.isalpha() else fold(lower).replace(" ", "")
        if folded and folded not in _SUFFIXES and folded not in {"al", "el"}:
            words.append(folded)
    return tuple(words)


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 1:
            return word[len(article) :]
    return word
