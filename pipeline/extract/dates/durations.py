"""How long something lasts: "a two-day visit", "three days of talks"."""

from dataclasses import dataclass
from typing import Final

from pipeline.extract.dates.lexicon import number, pattern

LONGEST: Final = 60  # days; longer stays are postings, not visits
_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
_ORDINALS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_ELAPSED: Final = pattern(
    rf"(?:(?:(?:in|on|for|into|to) )?(?:a|the|its|their) )(?P<nth>{'|'.join(_ORDINALS)})"
    r" (?:straight |consecutive |full )?day(?! ?(?:time|light))"
)
_PATTERNS: Final = (
    pattern(r"(?P<n>{count})(?:[-\u2010-\u2013]| )(?P<unit>day|week)(?:(?:-| )long)?(?! ago)"),
    pattern(r"(?P<n>{count}) (?P<unit>days?|weeks?) (?:of|(?:official |working )?(?:visit|stay|tour|trip))"),
    pattern(r"(?P<unit>day|week|fortnight)(?:-| )?long"),
    pattern(r"(?:of|for|lasting|lasts|lasted|during|over) (?P<n>{count}) (?P<unit>days?|weeks?)"),
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in days; `start` and `end` are character offsets."""

    start: int
    end: int
    days: int
    elapsed: bool = False  # "the third day of talks": so much is over, more may follow


def find_durations(text: str) -> list[Duration]:
    """Return the lengths that a text gives, left to right, none within another."""
    found = [
        Duration(match.start(), match.end(), days)
        for each in _PATTERNS
        for match in each.finditer(text)
        if (days := _length(match.groupdict())) is not None
    ]
    found += [
        Duration(match.start(), match.end(), _ORDINALS.index(match["nth"].lower()) + 1, elapsed=True)
        for match in _ELAPSED.finditer(text)
    ]
    kept: list[Duration] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _length(groups: dict[str, str]) -> int | None:
    unit = groups["unit"].lower().rstrip("s")
    days = number(groups.get("n") or "one") * _DAYS[unit]
    return days if 0 < days <= LONGEST else None
