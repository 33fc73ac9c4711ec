"""Casing: headlines in Title Case, text in capitals or all in lower case, written as a newspaper's body would.

Only the case of letters changes, so offsets into the article hold. Which words are common words is read from the
English word list inside the language model's lemmatizer, from the rest of the article and from the gazetteer.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from spacy.language import Language

from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.leaders import leaders
from pipeline.extract.offices import offices
from pipeline.extract.rows import rows, words

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019.][^\W\d_]+)*\.?")
_SMALL, _PARTICLES, _CALENDAR, _ABBREVIATIONS = (
    words("casing", sort) for sort in ("small", "particle", "calendar", "abbreviation")
)
# Endings of inflected words, and what their base ends in instead.
_TAILS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("d", ""))
_FEW = 0.15  # share of words that begin with a capital below which a text counts as all lower case
_MANY = 0.6  # share of longer words that begin with a capital above which a headline counts as Title Case

_LINKS = frozenset({"of", "and", "the"})  # small letters within a name
_LONGEST = 6  # words of a name: "great hall of the people"

SAMPLE: Final = 2000
"""Characters of a text that show how it is cased."""

Proper = Callable[[str], bool]


def shape(text: str) -> str:
    """Return how a text is cased: "upper", "lower", "title" or "plain"."""
    longer = [w for w in _WORD.findall(text) if len(w) > 3]  # noqa: PLR2004 - small words are lower in Title Case
    if len(longer) < 3:  # noqa: PLR2004 - too little to tell
        return "upper" if text.isupper() else "lower" if len(longer) > 1 and text.islower() else "plain"
    if sum(w.isupper() for w in longer) > len(longer) * 0.8:
        return "upper"
    share = sum(w[0].isupper() for w in longer) / len(longer)
    return "title" if share > _MANY else "lower" if share < _FEW and not text[:1].isupper() else "plain"


class Caser:
    """Recases passages of one article."""

    def __init__(self, common: Callable[[str], bool], proper: Iterable[str], known: Proper) -> None:
        self.common = common
        self._proper = {w.lower(): w for w in proper}
        self._known = known

    def recased(self, text: str, *, headline: bool = False) -> str:
        """`text` with ordinary casing, its length unchanged; only a headline may be in Title Case."""
        kind = shape(text)
        if kind == "plain" or (kind == "title" and not headline):
            return self._names(text)
        first, named = True, False
        out = list(text)
        found = list(_WORD.finditer(text))
        joint = _joint_names(text, found)
        for number, (match, after) in enumerate(zip(found, [*found[1:], None], strict=True)):
            word = match.group()
            new = self._word(word, kind, first=first)
            surname, named = named, after is not None and self._given(word.lower(), after.group().lower())
            if named or surname or number in joint:
                new = _capital(word.lower())
            if kind == "lower" and after:
                new = _initials(word, after.group()) or new
            if len(new) == len(word):
                out[match.start() : match.end()] = new
            stopped = word.endswith(".") and len(word) > 3  # noqa: PLR2004 - "U.S."
            first = stopped or text[match.end() : match.end() + 1] in {".", "!", "?"}
        return "".join(out)

    def _names(self, text: str) -> str:
        """Names that scraping left in lower case: "bangladesh FM Momen"."""
        out = list(text)
        for match in _WORD.finditer(text):
            word = match.group()
            named = word.lower() in self._proper or (len(word) > 3 and self._known(word))  # noqa: PLR2004 - "us", "who"
            if word.islower() and named and not self.common(word) and word not in _PARTICLES:
                out[match.start()] = word[0].upper()
        return "".join(out)

    def _given(self, word: str, after: str) -> bool:
        """Whether a word is a given name before a surname: "anne dubois", "imran khan"."""
        if word in _PARTICLES or not leaders().given(word):
            return False
        if leaders().known((word, after)):
            return True
        return not (self.common(after) or after in _SMALL or after in _CALENDAR or self._known(after))

    def _word(self, word: str, kind: str, *, first: bool) -> str:
        lower = word.lower()
        if lower.rstrip(".") in self._proper:
            return self._proper[lower.rstrip(".")] + word[len(lower.rstrip(".")) :]
        if "." in word[:-1]:
            return word.upper()
        if kind == "title" and word.isupper() and len(word) > 1:
            return word
        return self._by_list(word, kind, first=first)

    def _by_list(self, word: str, kind: str, *, first: bool) -> str:
        """By calendar, gazetteer and word list; what none of them knows is a name."""
        lower = word.lower()
        kept = word if kind == "title" else _capital(lower)
        if lower in _CALENDAR:
            return _capital(lower)
        if self._known(lower) and lower not in _SMALL:
            return word if word[0].isupper() and kind == "title" else _capital(lower)
        if (self.common(lower) or lower in _SMALL) and not first:
            return lower
        return kept


def _joint_names(text: str, found: Sequence[re.Match[str]]) -> set[int]:
    """The numbers of the words that make names of several words, but for "of" and "and" in them."""
    joint: set[int] = set()
    lower = [match.group().lower() for match in found]
    for number, word in enumerate(lower):
        if number in joint or not _may_open(word):
            continue
        size = _joint(tuple(lower[number : number + _LONGEST]))
        last = min(number + size, len(found)) - 1
        whole = text[found[number].start() : found[last].end()]
        if size > 1 and len(whole.split()) == size:
            joint |= {k for k in range(number, number + size) if lower[k] not in _LINKS}
    return joint


@lru_cache(maxsize=65536)
def _may_open(word: str) -> bool:
    """Whether a name of several words begins with this one."""
    return word in _venues() or Gazetteer.load().index.longest.get(word, 0) > 1


@cache
def _venues() -> dict[str, frozenset[tuple[str, ...]]]:
    """First word → the known venues of several words that begin with it, in lower case."""
    names = (tuple(row["form"].lower().split()) for row in rows("venues") if row["sort"] == "known")
    found: dict[str, frozenset[tuple[str, ...]]] = {}
    for name in names:
        if len(name) > 1:
            found[name[0]] = found.get(name[0], frozenset()) | {name}
    return found


@lru_cache(maxsize=65536)
def _joint(text: tuple[str, ...]) -> int:
    """How many words the name takes that begins here, if the gazetteer or the list of venues is sure of it; else 0."""
    bare = [word.removesuffix("'s").rstrip(".") for word in text]
    venue = max((len(v) for v in _venues().get(bare[0], ()) if tuple(bare[: len(v)]) == v), default=0)
    matches = Gazetteer.load().find([w if w in _LINKS else _capital(w) for w in bare])
    named = next((m.end for m in matches if m.start == 0 and m.safe), 0)
    return max(venue, named)


def _initials(word: str, after: str) -> str | None:
    """An abbreviation that is also a word, before what it may stand before: "un envoy", "us president"."""
    if word not in _ABBREVIATIONS or (word == "us" and not offices().find([after])):
        return None
    return word.upper()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@lru_cache(maxsize=65536)
def is_proper(word: str) -> bool:
    """Whether a lower-case word, capitalised, is a name that the gazetteer is sure of."""
    matches = Gazetteer.load().find([_capital(word.removesuffix("'s").rstrip("."))])
    return any(m.safe for m in matches)


@lru_cache(maxsize=4)
def common_words(nlp: Language) -> Callable[[str], bool]:
    """Whether a lower-case word is an English word: itself, or what it inflects, in the lemmatizer's word list."""
    if not nlp.has_pipe("lemmatizer"):
        return lambda word: word in _SMALL
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]  # a Pipe without lookups is no lemmatizer
    index = lookups.get_table("lemma_index")
    exceptions = lookups.get_table("lemma_exc")
    known = {w for table in (*index.values(), *exceptions.values()) for w in table}

    def common(word: str) -> bool:
        stem = word.removesuffix("'s").removesuffix("\u2019s")
        if stem in known or stem in _SMALL:
            return True
        for tail, add in _TAILS:
            if stem.endswith(tail) and stem[: -len(tail)] + add in known and len(stem) > len(tail) + 2:
                return True
        doubled = stem[-3:] in {"ing", "ted"} and len(stem) > 5  # noqa: PLR2004 - "planning"
        return doubled and stem[:-3].rstrip(stem[-4]) in known

    return common
