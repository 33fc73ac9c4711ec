"""A rule of the date grammar: a pattern, its reading, and the kind of word that it needs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.extract.dates.lexicon import number, pattern
from pipeline.extract.dates.model import Meaning

STEPS: Final = {
    "last": -1,
    "previous": -1,
    "this": 0,
    "same": 0,
    "current": 0,
    "present": 0,
    "next": 1,
    "coming": 1,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A match, read by the names of its groups; a group that the rule lacks reads as empty."""

    match: re.Match[str]

    def raw(self, group: str) -> str:
        """Return the words of a group as they stand."""
        return self.match.groupdict().get(group) or ""

    def word(self, group: str) -> str:
        """Return the words of a group in lower case with single blanks."""
        return " ".join(self.raw(group).lower().split())

    def number(self, group: str) -> int | None:
        """Return the number that a group stands for."""
        return number(self.raw(group)) if self.raw(group) else None

    def which(self, group: str = "which") -> str:
        """Return last, this, next or coming, whatever stands around it; else nothing."""
        words = self.word(group).split()
        if not words:
            return ""
        return {"past": "last"}.get(words[-1], words[-1] if words[-1] in STEPS else "")

    def steps(self, group: str = "which") -> int | None:
        """Return units from the current one: -1 for last, 0 for this, 1 for next."""
        return STEPS.get(self.which(group))

    def part(self, group: str = "p") -> str:
        """Return early, mid, late or a half; "earlier" and "later" name no part."""
        words = self.word(group).rstrip("-")
        if "half" in words:
            return "second half" if "second" in words else "first half"
        if words in {"early", "mid", "late"}:
            return words
        for part, signs in (
            ("early", ("start", "beginning", "first")),
            ("mid", ("middle",)),
            ("late", ("end", "close", "last")),
        ):
            if any(sign in words for sign in signs):
                return part
        return ""


Build = Callable[[Found], Meaning | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and its reading; a reading of None declines the match."""

    seed: str  # the kind of word that every match holds: see `seeds.py`
    pattern: re.Pattern[str]
    build: Build


def rule(seed: str, template: str, build: Build) -> Rule:
    """Make a rule from a template of `lexicon.fill`."""
    return Rule(seed, pattern(template), build)
