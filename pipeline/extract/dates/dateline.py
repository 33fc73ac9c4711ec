"""The dateline: where, when and by whom a story was filed, before its body starts."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pipeline.extract.dates.days import CalendarDays, DayOf
from pipeline.extract.dates.lexicon import ROWS, fill, number
from pipeline.extract.dates.model import Direction

REACH: Final = 200  # characters into the text within which a dateline may begin
LONGEST_NAME: Final = 4  # words of a city, its links counted
LONGEST: Final = 120  # characters of a dateline
_CENTURY, _PIVOT = 1900, 50  # years of two figures are of 1951 to 2050


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in a dateline; `start` and `end` are character offsets."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline; the body starts at `end`. Whether its cities exist is for the reader to check.

    One that is not `sure` has few signs: it is a dateline only if its city exists ("Biden: We will", "ANKARA").
    """

    start: int
    end: int
    cities: tuple[Place, ...]
    region: Place | None
    agency: str | None
    day: DayOf | None
    weekday: int | None
    sure: bool = True

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
_LINKS: Final = frozenset(
    {"of", "de", "del", "la", "es", "al", "el", "da", "do", "dos", "upon", "and", "The", "THE"}
)
_NOT_TIME: Final = fill(r"(?!(?i:{month}|{weekday})\b)")
NAME: Final = rf"{_NOT_TIME}{_WORD}(?:[ ]{_LINK}{_NOT_TIME}{_WORD}){{0,3}}"
_PLACES: Final = re.compile(
    rf"(?P<cities>{NAME}(?:[ ]?/[ ]?{NAME}){{0,3}})(?:(?:,[ ]|[ ]\[)(?P<region>{NAME})\]?)?"
)
_BREAK: Final = r"(?:--?|[\u2010-\u2015]|_)"
_MONTH_DAY: Final = r"{month:m} {day:d}(?:,? {year:y})?"
_DAY_MONTH: Final = r"{day:e} (?:of )?{month:n}(?:,? {year:z}| '?(?P<short>\d\d)(?=\s?[(-]))?"
_ISO: Final = r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)"
DAY: Final = re.compile(
    fill(
        rf"[,.]? ?\(?(?:(?:{{weekday:w}},? )?(?:{_MONTH_DAY}|{_DAY_MONTH}|{_ISO})\)?(?!-(?!-))"
        r"(?:\s?[,/|]\s?\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4}\b)?)?"
        rf"|{{weekday}}(?=\s?{_BREAK}))"
    ),
    re.IGNORECASE,
)
NAMES: Final = "|".join(map(re.escape, sorted(ROWS["agency"]["names"], key=len, reverse=True)))
_AGENCY: Final = re.compile(
    r"[,.]?\s?(?:\((?P<paren>[^()\n]{2,60})\)|/(?P<slash>[^/\n]{2,40})/|\|\s?(?P<pipe>[^|\n]{2,40})\|"
    rf"|(?P<bare>(?:{NAMES})\b|[A-Z][A-Z-]{{1,15}}(?=\.?\s?{_BREAK}\s)))"
)
_CREDIT: Final = re.compile(
    rf"(?:{NAMES})\s?[,|]?\s(?={NAME}\s*(?:\n|$))"
)  # "Press Trust of India New Delhi"
_BYLINE: Final = re.compile(r"(?:\([^()\n]{2,60}\)\s?)?(?:By|BY)[ ](?=[^\W\d_])")
_BYLINE_REACH: Final = 80  # characters of the names, and of what the writers are
_STOP: Final = re.compile(
    rf"(?P<strong>\s?\.?\s?{_BREAK}(?:\s|$)|\s?:(?:\s|$))|(?P<glued>\s?\.?{_BREAK}(?=[^\W\d_]|[\"\u201c]))"
    r"|(?P<line>[^\S\n]*\.?[^\S\n]*(?:\n|$))|(?P<weak>\.?\s)"
)
_NOT_A_CITY: Final = frozenset(ROWS["not_a_city"]["words"])


# A line, behind what monitors of the press write before it: "[Text] Brasilia -- "
_STARTS: Final = re.compile(r"(?:\A|\n)\s{0,8}(?:\[[^\]\n]{2,40}\]\s)*")


def find_dateline(text: str) -> Dateline | None:
    """Return the dateline that opens the text, or one of its first lines."""
    head = text[: REACH + LONGEST]
    starts = (match.end() for match in _STARTS.finditer(head) if match.end() <= REACH)
    return next((found for start in starts if (found := _whole(head, start))), None)


def _whole(head: str, start: int) -> Dateline | None:
    """The dateline with what follows its first stop: "(ANSA) - Rome, March 12 - ", "CAIRO - 12 March: "."""
    if byline := _BYLINE.match(head, start):
        return _signed(head, start, byline.end())
    credit = _CREDIT.match(head, start)
    found = _parse(head, credit.end() if credit else start, credited=credit is not None)
    if found is None or not found.end < len(head):
        return found
    if not found.cities and found.agency:
        more = _parse(head, found.end)
        return (
            replace(more, start=start, agency=more.agency or found.agency) if more and more.cities else found
        )
    day = None if found.day else DAY.match(head, found.end)
    stop = _STOP.match(head, day.end()) if day else None
    if day and stop and stop["strong"]:
        return replace(found, end=stop.end(), day=told_day(day), weekday=_weekday(day))
    return found


def _signed(head: str, start: int, names: int) -> Dateline | None:
    """The dateline behind a byline on the same line: "By Anne Dubois Diplomatic Writer PARIS (AP) - "."""
    line = head[names : names + _BYLINE_REACH].split("\n", maxsplit=1)[0]
    ends = [names + match.end() for match in re.finditer(r"[\w.],?[ ](?=[A-Z])", line)]
    signed = (_parse(head, end) for end in reversed(ends))
    found = next((f for f in signed if f and f.cities and f.sure and (f.agency or f.day)), None)
    return replace(found, start=start) if found else None


def _parse(head: str, start: int, *, credited: bool = False) -> Dateline | None:
    places = _PLACES.match(head, start)
    if places and (not _named(places["cities"]) or places["cities"] in ROWS["agency"]["names"]):
        places = None
    region = places if places and _named(places["region"] or "") else None
    position = start if places is None else places.end(0 if region else "cities")
    day, agency, position = _signs(head, position)
    stop = _STOP.match(head, position)
    if stop is None or not (credited or _possible(places, day, agency, stop)):
        return None
    return Dateline(
        start,
        stop.end(),
        _cities(places) if places else (),
        _place(region, "region") if region else None,
        _agency(agency),
        told_day(day),
        _weekday(day),
        sure=not credited and _certain(places, day, agency, stop),
    )


def _signs(head: str, position: int) -> tuple["Sign", "Sign", int]:
    """The day and the agency behind the places, in either order, and where they end."""
    day = DAY.match(head, position)
    position = day.end() if day else position
    agency = _AGENCY.match(head, position)
    position = agency.end() if agency else position
    if agency and day is None and (day := DAY.match(head, position)):
        position = day.end()
    return day, agency, position


def _named(words: str) -> bool:
    """Whether every word but the small links begins with a capital, and none is a known label."""
    parts = [part for part in re.split(r"[ /]+", words) if part and part not in _LINKS]
    labels = {part.lower().rstrip(".") for part in parts} & _NOT_A_CITY
    return bool(parts) and not labels and all(part[0].isupper() for part in parts)


Sign = re.Match[str] | None


def _possible(places: Sign, day: Sign, agency: Sign, stop: re.Match[str]) -> bool:
    """Whether this may be a dateline at all: a name with any sign, or a day or an agency with another."""
    if places is None:
        dated = day is not None and day["w"] is not None and stop["line"] is not None
        return dated or (agency is not None and (day is not None or stop["strong"] is not None))
    if stop["glued"] is not None:
        return places["cities"].isupper() or agency is not None
    if len(places["cities"].split()) > LONGEST_NAME:
        return False
    whole = stop["line"] is not None and (places["region"] is not None or places["cities"].isupper())
    dated = day is not None and (stop["line"] is not None or stop[0].startswith("."))
    return stop["strong"] is not None or agency is not None or dated or whole


def _certain(places: Sign, day: Sign, agency: Sign, stop: re.Match[str]) -> bool:
    """Ask for two signs at least, of a name in capitals, a day, an agency and a stop of its own."""
    if places is None or (agency is not None and day is not None):
        return True
    stopped = stop["strong"] is not None
    if places["cities"].isupper():
        return agency is not None or stopped or day is not None
    return (stopped and (agency is not None or day is not None)) or (day is not None and stop["weak"] is None)


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


def _weekday(match: re.Match[str] | None) -> int | None:
    return number(match["w"]) if match and match["w"] else None


def told_day(match: re.Match[str] | None) -> DayOf | None:
    """The day in the groups of a pattern, where it tells one."""
    told = {} if match is None else match.groupdict()
    if iso := told.get("iso"):
        return DayOf(*map(int, reversed(iso.split("-"))))
    day, month = told.get("d") or told.get("e"), told.get("m") or told.get("n")
    if not day or not month:
        return None
    year = told.get("y") or told.get("z")
    return DayOf(number(day), number(month), int(year) if year else _full(told.get("short")))


def _full(short: str | None) -> int | None:
    """The year of two figures: "9 FEB 90"."""
    return None if short is None else int(short) + (_CENTURY if int(short) > _PIVOT else _CENTURY + 100)
