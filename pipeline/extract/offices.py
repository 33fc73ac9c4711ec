"""The lexicon of offices: finds "deputy foreign minister", "envoys", "Lt. Gen." in a run of tokens."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.frames import Actor
from pipeline.extract.rows import rows


@dataclass(frozen=True, slots=True)
class Office:
    """A row of the lexicon: `sort` is office, rank, style or group; `actor` whose it can only be."""

    form: str
    role: str
    sort: str
    plural: bool
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class OfficeMatch:
    """An office at tokens [start, end)."""

    start: int
    end: int
    office: Office


def split(form: str) -> tuple[str, ...]:
    """The form as the tokenizer would cut it: hyphens, possessives and "N'T"-like tails apart."""
    text = form.lower().replace("-", " - ").replace("'s", " 's").replace("'a", " 'a")
    return tuple(text.split())


_CODE = 3  # letters of an ISO code
_SMALL = {"of", "the", "for", "and", "to", "in", "on", "at"}


def title_case(role: str) -> str:
    """Write "foreign minister" as a record does: "Foreign Minister"."""
    return " ".join(w if w in _SMALL or w != w.lower() else _capital(w) for w in role.split())


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _actor(code: str) -> Actor:
    state = len(code) == _CODE and code.isupper()
    return Actor(country=code) if state else Actor(organization=code)


class Offices:
    """The lexicon as a matcher."""

    def __init__(self) -> None:
        self._forms: defaultdict[str, list[tuple[tuple[str, ...], Office]]] = defaultdict(list)
        for row in rows("offices"):
            self._add(row["form"], row, plural=False)
            if row["plural"]:
                self._add(row["plural"], row, plural=True)
        for forms in self._forms.values():
            forms.sort(key=lambda f: -len(f[0]))

    def _add(self, form: str, row: dict[str, str], *, plural: bool) -> None:
        tokens = split(form)
        role = row["role"] or title_case(row["form"])
        actor = _actor(row["actor"]) if row["actor"] else None
        self._forms[tokens[0]].append((tokens, Office(form, role, row["sort"], plural, actor)))

    def find(self, lower: Sequence[str]) -> list[OfficeMatch]:
        """The longest matches over lower-case tokens, left to right."""
        found, i = [], 0
        while i < len(lower):
            match = self._at(lower, i)
            if match:
                found.append(match)
            i = match.end if match else i + 1
        return found

    def _at(self, lower: Sequence[str], i: int) -> OfficeMatch | None:
        for tokens, office in self._forms.get(lower[i], ()):
            if tuple(lower[i : i + len(tokens)]) == tokens:
                return OfficeMatch(i, i + len(tokens), office)
        return None


@cache
def offices() -> Offices:
    """The shipped lexicon, read once a process."""
    return Offices()
