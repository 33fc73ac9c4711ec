"""Names of actors, office-holders and places: what a text may speak of, told in microseconds.

Where the extractor reads a name, this module only asks whether its words are there, written as such a name is
written. It may see a name that is none; it sees those that are there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pipeline.extract.gate.wording import Words, cut
from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.leaders import FAMILY_NAME_FIRST, SLACK, Holder, leaders

_LARGE, _POPULATION = 300_000, 4  # people, and where a city tells how many live there
_INITIALS = range(2, 6)  # letters of an abbreviation that is also written with full stops
# Regnal numbers and words of every sentence: nobody is called so alone.
_NOBODY = frozenset(
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "he", "she", "it", "we", "no", "so", "an")
)


Filed = tuple[frozenset[str], str]  # the other words of a name, and what it stands for


class Names:
    """Names of actors, filed under their longest word, as written."""

    def __init__(self, rows: Iterable[tuple[str, str]], common: Callable[[str], bool]) -> None:
        self._common = common
        self._filed: defaultdict[str, set[Filed]] = defaultdict(set)
        for text, code in rows:
            self._add(text, code)
        # Sets meet faster than the keys of a dictionary. "A" begins many sentences, and is no name by itself.
        self._letters = frozenset(word for word in self._filed if len(word) == 1)
        self._names = frozenset(self._filed) - self._letters

    def _add(self, text: str, code: str) -> None:
        words = cut(text)
        if not words:
            return
        longest = max(words, key=len)
        rest = frozenset(w.lower() for w in words if w != longest)
        for written in self._written(longest):
            self._filed[written].add((rest, code))
        if len(words) == 1 and text.isupper() and len(text) in _INITIALS and len(set(text)) > 1:
            self._filed[text[0]].add((frozenset(text[1:]), code))

    def _written(self, word: str) -> set[str]:
        """As it stands, in capitals, and in small letters when it is no English word."""
        if word.isupper() or self._common(word.lower()):
            return {word, word.upper()}
        return {word, word.upper(), word.lower(), word.capitalize()}

    def codes(self, words: Words) -> set[str]:
        """What the words may stand for."""
        return {
            code
            for word in self.among(words)
            for rest, code in self._filed[word]
            if not rest or rest <= words.either
        }

    def among(self, words: Words) -> frozenset[str]:
        """Those words that may be the longest of a name."""
        found, letters = words.written & self._names, words.written & self._letters
        return found | self._spelt(letters, words.written) if letters else found

    def beside(self, written: Sequence[str]) -> bool:
        """Whether one of these words may be the longest of a name."""
        if not self._names.isdisjoint(written):
            return True
        letters = self._letters.intersection(written)
        return bool(letters and self._spelt(letters, frozenset(written)))

    def _spelt(self, letters: frozenset[str], written: frozenset[str]) -> frozenset[str]:
        """Those letters that begin an abbreviation whose others are there as well."""
        return frozenset(each for each in letters if any(rest <= written for rest, _ in self._filed[each]))

    def __contains__(self, word: str) -> bool:
        return word in self._names


class Holders:
    """Office-holders, filed under the words by which the press calls them."""

    def __init__(self) -> None:
        self._terms: defaultdict[str, set[tuple[date, date, str]]] = defaultdict(set)
        self._full: defaultdict[str, set[Filed]] = defaultdict(set)
        for holder in leaders().holders:
            self._file(holder)
        self._names = frozenset(self._terms)

    def _file(self, holder: Holder) -> None:
        names = {*holder.names, tuple(w.lower() for w in cut(holder.name))}
        code = holder.actor.code
        since = max(holder.since, date.min + SLACK) - SLACK
        for name in filter(None, names):
            if len(name) > 1:
                self._full[name[-1]].add((frozenset(name[:-1]), code))
            for word in _handles(name, holder) - _NOBODY:
                self._terms[word].add((since, holder.until + SLACK, code))

    def named(self, words: Words, day: date | None) -> dict[str, set[str]]:
        """Word → actors of those whom it may name: in office on `day`, or called by a full name."""
        found: dict[str, set[str]] = {}
        for word in words.capitalised & self._names:
            codes = {c for since, until, c in self._terms[word] if day is None or since <= day <= until}
            codes |= {c for rest, c in self._full.get(word, ()) if rest <= words.lower}
            if codes:
                found[word] = codes
        return found


def _handles(name: tuple[str, ...], holder: Holder) -> set[str]:
    """The words of a name that may stand alone for its bearer."""
    return {name[0], name[-1]} if holder.actor.country in FAMILY_NAME_FIRST else {name[-1]}


class Places:
    """Cities, regions and countries in a run of words."""

    def __init__(self) -> None:
        self._index = Gazetteer.load().index

    def large(self, word: str) -> bool:
        """Whether a word in small letters is the name of a large city, and so hardly that of somebody."""
        return any(int(city[_POPULATION]) > _LARGE for city in self._index.cities.get(word, ()))

    def among(self, written: Sequence[str]) -> bool:
        """Whether a place is named, with a capital where it begins."""
        return any(self._at(written, i) for i, word in enumerate(written) if word < "a")

    def _at(self, written: Sequence[str], i: int) -> bool:
        reach = self._index.longest.get(written[i].lower(), 0)
        for size in range(1, reach + 1):
            name = " ".join(written[i : i + size]).lower()
            if name in self._index.cities or name in self._index.forms:
                return True
        return False
