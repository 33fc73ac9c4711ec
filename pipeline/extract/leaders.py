"""The table of office-holders: who held which office when.

It is used as of the publication date, and what the article says outranks it. The rows are in `words/leaders/`,
whose README states their form and the date of their knowledge.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Actor
from pipeline.extract.rows import words

# Where the family name comes first; the press uses either end of the name alone.
FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "SGP", "MMR"})
# Words that open a row's name without being a given name.
TITLES = words("name_words", "title")
# The press goes on naming people by an office for a while, and rows may state no more than a year.
SLACK = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one office for one term; `since` and `until` are the widest reading of the row's dates."""

    name: str
    role: str
    actor: Actor
    since: date
    until: date
    names: tuple[tuple[str, ...], ...]

    def holds(self, day: date) -> bool:
        """Whether the office was held on `day`."""
        return self.since <= day <= self.until

    def covers(self, day: date) -> bool:
        """Whether the office was held on `day`, with a little slack."""
        return self.since - SLACK <= day <= self.until + SLACK


def _first_day(text: str) -> date:
    parts = [int(p) for p in text.split("-")] if text else [1900]
    return date(parts[0], *[*parts[1:], 1, 1][:2])


def _last_day(text: str) -> date:
    if not text:
        return date.max - timedelta(days=400)
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:  # noqa: PLR2004 - year, month, day
        return date(*parts)
    if len(parts) == 2:  # noqa: PLR2004 - year, month
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)
    return date(parts[0], 12, 31)


def _actor(row: dict[str, str]) -> Actor:
    """The side whom the person speaks for: a movement inside a state before the state."""
    return Actor(organization=row["organization"]) if row["organization"] else Actor(row["country"])


def _holder(row: dict[str, str]) -> Holder:
    spellings = [row["name"], *filter(None, row["variants"].split("|"))]
    names = tuple(dict.fromkeys(folded for s in spellings if (folded := fold_name(s))))
    return Holder(
        name=row["name"],
        role=row["role"],
        actor=_actor(row),
        since=_first_day(row["from"]),
        until=_last_day(row["until"]),
        names=names,
    )


def _rows() -> Iterator[dict[str, str]]:
    folder = files("pipeline.extract") / "words" / "leaders"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".tsv"):
            header, *lines = path.read_text(encoding="utf-8").splitlines()
            for line in filter(None, lines):
                yield dict(zip(header.split("\t"), [*line.split("\t"), *[""] * 8], strict=False))


def _keys(holder: Holder) -> Iterable[tuple[str, ...]]:
    """The short forms that the press may use alone, and the full ones."""
    for name in holder.names:
        yield name
        yield name[-1:]
        yield name[-2:]
        if holder.actor.country in FAMILY_NAME_FIRST:
            yield name[:1]


class Leaders:
    """Looks up who a name means on a day."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        self.holders = tuple(holders)
        self._by_key: defaultdict[tuple[str, ...], list[Holder]] = defaultdict(list)
        for holder in self.holders:
            for key in dict.fromkeys(_keys(holder)):
                self._by_key[key].append(holder)
        self._by_role: defaultdict[str, list[Holder]] = defaultdict(list)
        for holder in self.holders:
            self._by_role[fold(holder.role)].append(holder)
        full = {name for holder in self.holders for name in holder.names if len(name) > 1}
        self._given = {name[0] for name in full if len(name[0]) > 1} - TITLES

    def named(self, words: tuple[str, ...]) -> list[Holder]:
        """All terms of all people whom these folded words may name."""
        found = self._by_key.get(words)
        if found is None and len(words) > 2:  # noqa: PLR2004 - a middle name or initial in between
            found = self._by_key.get((words[0], words[-1]))
        return list(found or ())

    def on(self, words: tuple[str, ...], day: date | None) -> list[Holder]:
        """Those of `named` who were in office on `day`, or nearly; all of them when the day is not known.

        Those whose term holds the day come first.
        """
        if day is None:
            return self.named(words)
        return sorted((h for h in self.named(words) if h.covers(day)), key=lambda h: not h.holds(day))

    def serving(self, role: str, day: date | None) -> list[Holder]:
        """All who held an office of that name on `day`; none when the day is not known."""
        return [h for h in self._by_role[role] if day and h.covers(day)]

    def known(self, words: tuple[str, ...]) -> bool:
        """Whether the folded words are somebody's full name."""
        return any(words in h.names for h in self._by_key.get(words, ()))

    def given(self, word: str) -> bool:
        """Whether a folded word is a given name: the first of somebody's two words or more."""
        return word in self._given


@cache
def leaders() -> Leaders:
    """The shipped table, read once a process."""
    return Leaders(_holder(row) for row in _rows())
