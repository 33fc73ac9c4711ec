"""The dateline: where, when and by whom a story was filed, before its body starts."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.extract.dates.days import CalendarDays, DayOf
from pipeline.extract.dates.lexicon import ROWS, fill, number
from pipeline.extract.dates.model import Direction

REACH: Final = 200  # characters into the text within which a dateline may begin
LONGEST_NAME: Final = 4  # words of a city, its links counted
LONGEST: Final = 120  # characters of a dateline


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in a dateline; `start` and `end` are character offsets."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline; the body starts at `end`. Whether its cities exist is for the reader to check."""

    start: int
    end: int
    cities: tuple[Place, ...]
    region: Place | None
    agency: str | None
    day: DayOf | None
    weekday: int | None

    def day_on(self, published: date | None) -> date | None:
        """Return the day of filing; the year that is not written is the one nearest to publication."""
        if self.day is None:
            return None
        found = CalendarDays(self.day, None, self.weekday).interval(published, Direction.NEAREST)
        return found.start if found else None


_WORD: Final = (  # D.C., St., N'Djamena, Guinea-Bissau
    r"(?:(?:[A-Z]\.){2,}|(?:[Ss][Tt]|[Mm][Tt])\."
    r"|[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_]))*)"
)
_LINK: Final = r"(?:(?:of|de|del|la|es|al|el|da|do|dos|upon)[ ])?"
_LINKS: Final = frozenset({"of", "de", "del", "la", "es", "al", "el", "da", "do", "dos", "upon", "and"})
_NOT_TIME: Final = fill(r"(?!(?i:{month}|{weekday})\b)")
_NAME: Final = rf"{_NOT_TIME}{_WORD}(?:[ ]{_LINK}{_NOT_TIME}{_WORD}){{0,3}}"
_PLACES: Final = re.compile(rf"(?P<cities>{_NAME}(?:[ ]?/[ ]?{_NAME}){{0,3}})(?:,[ ](?P<region>{_NAME}))?")
_MONTH_DAY: Final = r"{month:m} {day:d}(?:,? {year:y})?"
_DAY_MONTH: Final = r"{day:e} (?:of )?{month:n}(?:,? {year:z})?"
_DAY: Final = re.compile(
    fill(rf"[,.]? ?\(?(?:{{weekday:w}},? )?(?:{_MONTH_DAY}|{_DAY_MONTH})\)?(?!-)"), re.IGNORECASE
)
_AGENCY: Final = re.compile(
    r"[,.]?\s?(?:\((?P<paren>[^()\n]{2,40})\)|/(?P<slash>[^/\n]{2,40})/"
    r"|(?P<bare>Reuters?|AP|AFP|UPI|ANSA|DPA|Xinhua|TASS|Kyodo|Interfax|Trend)\b)"
)
_STOP: Final = re.compile(
    r"(?P<strong>\s?\.?\s?(?:--?|[\u2010-\u2015])(?:\s|$)|\s?:(?:\s|$))"
    r"|(?P<line>[^\S\n]*\.?[^\S\n]*(?:\n|$))|(?P<weak>\.?\s)"
)
_NOT_A_CITY: Final = frozenset(ROWS["not_a_city"]["words"])


def find_dateline(text: str) -> Dateline | None:
    """Return the dateline that opens the text, or one of its first lines."""
    head = text[: REACH + LONGEST]
    starts = (match.end() for match in re.finditer(r"(?:\A|\n)\s{0,8}", head) if match.end() <= REACH)
    return next((found for start in starts if (found := _parse(head, start))), None)


def _parse(head: str, start: int) -> Dateline | None:
    places = _PLACES.match(head, start)
    if places and not _named(places["cities"]):
        places = None
    region = places if places and _named(places["region"] or "") else None
    position = start if places is None else places.end("region" if region else "cities")
    day = _DAY.match(head, position)
    position = day.end() if day else position
    agency = _AGENCY.match(head, position)
    position = agency.end() if agency else position
    if agency and day is None and (day := _DAY.match(head, position)):
        position = day.end()
    stop = _STOP.match(head, position)
    if stop is None or not _certain(places, day, agency, stop):
        return None
    cities = _cities(places) if places else ()
    return Dateline(
        start,
        stop.end(),
        cities,
        _place(region, "region") if region else None,
        _agency(agency),
        _day(day),
        number(day["w"]) if day and day["w"] else None,
    )


def _named(words: str) -> bool:
    """Whether every word but the small links begins with a capital, and none is a known label."""
    parts = [part for part in re.split(r"[ /]+", words) if part and part not in _LINKS]
    labels = {part.lower().rstrip(".") for part in parts} & _NOT_A_CITY
    return bool(parts) and not labels and all(part[0].isupper() for part in parts)


def _certain(
    places: re.Match[str] | None, day: re.Match[str] | None, agency: re.Match[str] | None, stop: re.Match[str]
) -> bool:
    """Ask for two signs at least, of a name, a day, an agency, and a stop of its own or the line's end."""
    signs = (day is not None) + (agency is not None) + (stop["strong"] is not None)
    if places is None:
        dated = day is not None and day["w"] is not None and stop["line"] is not None
        return dated or (agency is not None and signs > 1)
    if signs == 1 and agency is not None:
        return places["cities"].isupper()
    if signs == 1 and day is not None:
        return stop["line"] is not None or stop[0].startswith(".")
    return signs > 0 and len(places["cities"].split()) <= LONGEST_NAME


def _cities(places: re.Match[str]) -> tuple[Place, ...]:
    base = places.start("cities")
    return tuple(
        Place(base + each.start(), base + each.end(), each[0])
        for each in re.finditer(r"[^/\s][^/]*[^/\s]", places["cities"])
    )


def _place(match: re.Match[str], group: str) -> Place:
    return Place(match.start(group), match.end(group), match[group])


def _agency(match: re.Match[str] | None) -> str | None:
    return next((each.strip() for each in match.groups() if each), None) if match else None


def _day(match: re.Match[str] | None) -> DayOf | None:
    if match is None:
        return None
    year = match["y"] or match["z"]
    return DayOf(
        number(match["d"] or match["e"]), number(match["m"] or match["n"]), int(year) if year else None
    )
