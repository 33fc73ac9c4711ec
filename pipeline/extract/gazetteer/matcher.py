"""Finding names in token lists: the longest wins, from left to right."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from pipeline.extract.gazetteer.entries import Entry, Match
from pipeline.extract.gazetteer.index import Index, build
from pipeline.extract.gazetteer.pieces import Piece, cut, fits, key, shape
from pipeline.extract.gazetteer.towns import words

# "pro-Russian" is not Russia, nor "Moscow-based" Moscow.
_PREFIXES = frozenset({"pro", "anti", "non", "un", "ex", "post", "neo", "pan", "former", "mid", "pre"})
_SUFFIXES = ("ed", "born", "made", "built", "speaking", "wide", "style", "bound", "held", "friendly")
_ORDER = ("country", "demonym", "organization", "movement", "institution", "metonym", "city", "region")


class Gazetteer:
    """Countries, organisations, movements and places by their names in English-language news."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @property
    def index(self) -> Index:
        """All names by their key."""
        return self._index

    @staticmethod
    @cache
    def load() -> "Gazetteer":
        """The shipped gazetteer; read at the first call only."""
        return Gazetteer(build())

    def find(self, tokens: Sequence[str], *, caseless: bool = False, on: date | None = None) -> list[Match]:
        """All names in a passage, not overlapping but for the two halves of one hyphenated token.

        Args:
            tokens: the words as any tokeniser cuts them; "Russia's" and "Sino-Indian" may be one or several.
            caseless: the passage is all capitals or all small letters; names that are also words are risky.
            on: leaves out what a name did not mean on that day, unless it meant nothing else.
        """
        pieces = cut(tokens)
        return [match for match in self._scan(pieces, caseless=caseless, on=on) if match.entries]

    def _scan(self, pieces: list[Piece], *, caseless: bool, on: date | None) -> Iterator[Match]:
        i = 0
        while i < len(pieces):
            size, entries = self._longest(pieces, i, caseless=caseless)
            if (
                size
                and pieces[i].folded == "the"
                and self._longest(pieces, i + 1, caseless=caseless)[0] >= size
            ):
                i += 1
                continue
            if entries:
                entries = _of_day(entries, on)
                if _derived(pieces, i, i + size):
                    entries = tuple(_risky(e) for e in entries)
            if size:
                yield Match(pieces[i].token, pieces[i + size - 1].token + 1, entries)
            i += size or 1

    def _longest(self, pieces: list[Piece], i: int, *, caseless: bool) -> tuple[int, tuple[Entry, ...]]:
        reach = self._index.longest.get(pieces[i].folded, 0) if i < len(pieces) else 0
        for size in range(min(reach, len(pieces) - i), 0, -1):
            name = " ".join(p.folded for p in pieces[i : i + size])
            known, entries = self._meanings(name, pieces, slice(i, i + size), caseless=caseless)
            if known:
                return size, entries
        return 0, ()

    def _meanings(
        self, name: str, pieces: list[Piece], at: slice, *, caseless: bool
    ) -> tuple[bool, tuple[Entry, ...]]:
        here = pieces[at]
        hyphen = at.stop < len(pieces) and pieces[at.stop].hyphen
        forms = [
            form
            for form in self._index.forms.get(name, ())
            if (caseless or fits(shape(form.text)[1], here)) and (hyphen or not form.combining)
        ]
        towns = [
            town for written, town in self._index.towns(name) if caseless or fits(shape(written)[1], here)
        ]
        if any(form.entry is None for form in forms):
            return True, ()
        found = [form.entry for form in forms if form.entry] + towns
        wordlike = caseless and name in words() and "." not in here[0].text
        return bool(found), _ranked([_risky(entry) if wordlike else entry for entry in found])

    def lookup_city(self, name: str, context: Collection[str] = ()) -> Entry | None:
        """The city or region of that name, in one of the context's countries (alpha-3) if it has one."""
        wanted = key(name)
        rows = [form.entry for form in self._index.forms.get(wanted, ()) if form.entry]
        found = [entry for entry in rows if entry.kind in {"city", "region"}]
        found += [town for _, town in self._index.towns(wanted)]
        return min(found, key=lambda e: (e.country not in context, e.risky, -e.population), default=None)


@cache
def _risky(entry: Entry) -> Entry:
    return entry if entry.risky else replace(entry, risky=True)


def _ranked(entries: list[Entry]) -> tuple[Entry, ...]:
    """Sure ones first, then by kind, then by size; of several cities only the first may be sure."""
    ordered = sorted(dict.fromkeys(entries), key=lambda e: (e.risky, _ORDER.index(e.kind), -e.population))
    first = next((e for e in ordered if e.kind == "city"), None)
    return tuple(e if e is first or e.kind != "city" else _risky(e) for e in ordered)


def _of_day(entries: tuple[Entry, ...], on: date | None) -> tuple[Entry, ...]:
    return tuple(e for e in entries if e.valid(on)) or entries


def _derived(pieces: list[Piece], start: int, end: int) -> bool:
    """Whether a hyphen makes something else of the name."""
    before = start > 0 and pieces[start].hyphen and pieces[start - 1].folded in _PREFIXES
    after = end < len(pieces) and pieces[end].hyphen and pieces[end].folded.endswith(_SUFFIXES)
    return before or after
