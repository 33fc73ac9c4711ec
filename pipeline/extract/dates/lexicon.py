"""The words of dates, read from their rows, and the templates that patterns are written in."""

import re
import tomllib
from importlib.resources import files
from typing import Any, Final

ROWS: Final[dict[str, Any]] = tomllib.loads(
    files("pipeline.extract").joinpath("words/dates.toml").read_text(encoding="utf-8")
)


def _forms(section: str, value: str, key: str = "forms") -> dict[str, int]:
    return {form: row[value] for row in ROWS[section] for form in row.get(key, ())}


SHORT_MONTHS: Final = _forms("month", "number", "short")
MONTHS: Final = _forms("month", "number") | SHORT_MONTHS
SHORT_WEEKDAYS: Final = _forms("weekday", "number", "short")
WEEKDAYS: Final = _forms("weekday", "number") | SHORT_WEEKDAYS
SEASONS: Final = _forms("season", "month")
COUNTS: Final = _forms("count", "number")

_GAP: Final = r"(?:[^\S\n]{1,3}|[^\S\n]?\n)"  # a line may break inside a date, a paragraph may not


def _any(section: str) -> str:
    """Alternatives for the forms of a section, longest first; a short form may carry its dot."""
    whole = sorted(_forms(section, _value(section)), key=len, reverse=True)
    short = sorted(_forms(section, _value(section), "short"), key=len, reverse=True)
    dotted = rf"|(?:{'|'.join(short)})\b\.?" if short else ""
    return "(?:" + "|".join(whole) + dotted + ")"


def _value(section: str) -> str:
    return "month" if section == "season" else "number"


_SLOTS: Final = {
    "weekday": _any("weekday"),
    "month": _any("month"),
    "season": _any("season"),
    "day": r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)",
    "ordinal": r"(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?!\w)",
    "year": r"(?:19|20)\d\d(?![\w%]|[.,]\d)",
    "count": rf"(?:{_any('count')}|\d{{1,3}})",
    "which": r"(?:last|next|this past|this coming|this|past|coming)",
    "unit": r"(?:day|week|fortnight|month|year)s?",
    "hour": r"(?:mid-?)?(?:morning|afternoon|evening|night|noon|lunchtime|midnight)",
    "to": r"(?: ?[-\u2010-\u2015] ?| (?:to|through|thru|till|until) )",
    "and": r"(?: ?[-\u2010-\u2015/&] ?| (?:to|through|thru|till|until|and|or) )",
    "part": (
        r"(?:early|earlier|late|later|mid|the (?:very )?(?:start|beginning|end|middle|close) of"
        r"|(?:start|beginning|end|middle) of|the (?:first|last) (?:few )?days of"
        r"|the (?:first|second) half of)"
    ),
}
_SLOT: Final = re.compile(r"\{([a-z]+)(?::(\w+))?\}")


def fill(template: str) -> str:
    """Fill a template: {slot} and {slot:group} stand for words, a blank for a gap within a paragraph."""

    def slot(found: re.Match[str]) -> str:
        name, group = found[1], found[2]
        return f"(?P<{group}>{_SLOTS[name]})" if group else f"(?:{_SLOTS[name]})"

    return _SLOT.sub(slot, template).replace(" ", _GAP)


def pattern(template: str) -> re.Pattern[str]:
    """Compile a template that stands between word borders, whatever its case."""
    return re.compile(rf"(?<![\w$£€])(?:{fill(template)})(?!\w)", re.IGNORECASE)


def number(word: str) -> int:
    """Read a month, weekday, season, count, ordinal or figure, however it is cased or dotted."""
    plain = word.lower().rstrip(".")
    for words in (MONTHS, WEEKDAYS, SEASONS, COUNTS):
        if plain in words:
            return words[plain]
    return int(re.sub(r"\D", "", plain))
