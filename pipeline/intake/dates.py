"""The day of publication, from whatever form the source gave it in; never a guess."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from dateutil import parser

EARLIEST: Final = date(1800, 1, 1)  # older than any wire service
AHEAD: Final = timedelta(days=366)  # embargoed and misdated pieces; further ahead is a mistake

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d*Z?|\d{6}Z?)?\Z")
_EPOCH: Final = re.compile(r"\d{9,13}(?:\.\d+)?\Z")  # shorter ones lie before 1973, and are mistakes
_MILLISECONDS: Final = 100_000_000_000  # as seconds this is the year 5138, as milliseconds it is 1973
_LONGEST: Final = 80  # characters; no date is written longer, and parsing time grows with it

# What a parser would fill in from today it fills in from these: a date that depends on them was not told.
_FILLERS: Final = (datetime(2001, 2, 3), datetime(2006, 7, 9))  # noqa: DTZ001  only the parts matter


def published_on(value: Any, today: date) -> date | None:
    """The date as the source wrote it, in its own time zone; seconds since 1970 are taken in UTC.

    None when nothing was said, when it cannot be understood or may be read in two ways, and when it lies
    before 1800 or more than a year ahead of `today`.
    """
    try:
        found = _read(value)
    except (ValueError, OverflowError, OSError, TypeError, ArithmeticError, LookupError, AttributeError):
        return None  # dateutil raises any of these on hostile text
    return found if found and EARLIEST <= found <= today + AHEAD else None


def _read(value: Any) -> date | None:
    if isinstance(value, str):
        return _written(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _in_digits(str(value))
    return None


def _written(text: str) -> date | None:
    if match := _YEAR_FIRST.match(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if len(text) > _LONGEST or text.isdecimal():
        return _in_digits(text)
    return _in_digits(text) or _in_words(text)


def _in_digits(text: str) -> date | None:
    if match := _COMPACT.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if not _EPOCH.match(text):
        return None
    number = float(text)
    seconds = number / 1000 if number >= _MILLISECONDS else number
    return datetime.fromtimestamp(seconds, UTC).date()


def _in_words(text: str) -> date | None:
    """Read twice, day before month and month before day, with other fillers: agreement is no accident."""
    month_first = parser.parse(text, default=_FILLERS[0], dayfirst=False, ignoretz=True)
    day_first = parser.parse(text, default=_FILLERS[1], dayfirst=True, ignoretz=True)
    return month_first.date() if month_first.date() == day_first.date() else None
