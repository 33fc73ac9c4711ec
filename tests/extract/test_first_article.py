"""The article that the project started from is read as the contract says, however it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.extractor import Extractor
from pipeline.intake import Intake
from schemas.meeting import Meeting, Participant

ARTICLE = Path(__file__).parents[2] / "pipeline" / "demo" / "feed" / "first-article.txt"
ARRIVAL, TALKS = date(2021, 4, 6), date(2021, 4, 7)

LAVROV = ("sergey lavrov", "foreign minister", "RUS")
QURESHI = ("shah mahmood qureshi", "foreign minister", "PAK")
KHAN = ("imran khan", "prime minister", "PAK")
BAJWA = ("qamar javed bajwa", "head of the army", "PAK")

# The contract allows any plain English for the one office that the text only describes.
HEADS_OF_ARMY = frozenset(
    {"head of the army", "head of army", "head of the pakistani army", "army chief", "chief of army staff"}
)


@dataclass(frozen=True)
class Told:
    """One row of the contract's section 6; `days` and `cities` are the answers that it allows."""

    kind: str
    status: str
    people: frozenset[tuple[str, str, str]]
    days: frozenset[tuple[date | None, date | None]]
    cities: frozenset[str | None]
    venue: str | None = None


OPEN_DAYS = frozenset({(None, None), (ARRIVAL, TALKS), (TALKS, None)})
ISLAMABAD, MINISTRY = frozenset({"islamabad"}), "foreign ministry"
BOTH = frozenset({LAVROV, QURESHI})
EXPECTED = {
    "talks at the ministry": Told("talks", "held", BOTH, frozenset({(TALKS, None)}), ISLAMABAD, MINISTRY),
    "visit": Told("visit", "held", BOTH, frozenset({(ARRIVAL, TALKS)}), ISLAMABAD),
    "reception at the airport": Told(
        "talks", "held", BOTH, frozenset({(ARRIVAL, None)}), ISLAMABAD, "airport"
    ),
    "call on Khan": Told("talks", "planned", frozenset({LAVROV, KHAN}), OPEN_DAYS, ISLAMABAD | {None}),
    "meeting with Bajwa": Told("talks", "planned", frozenset({LAVROV, BAJWA}), OPEN_DAYS, ISLAMABAD | {None}),
}


def _html(text: str) -> str:
    first, title, *body = text.split("\n")
    paragraphs = "\n".join(f"<p>{line}</p>" for line in body)
    return f"{first}\n{title}\n<html><body><div class='story'>{paragraphs}</div></body></html>"


def _joined(text: str) -> str:
    first, title, *body = text.split("\n")
    return "\n".join([first, title, " ".join(body)])


CURLED = str.maketrans({"'": "\u2019"})
STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
WAYS: dict[str, Callable[[str], str]] = {
    "as it came": str,
    "all capitals": str.upper,
    "lower case": str.lower,
    "straight quotes": lambda text: text.translate(STRAIGHT),
    "curly quotes": lambda text: text.translate(CURLED),
    "paragraphs joined": _joined,
    "in HTML": _html,
}


@pytest.fixture(scope="module", params=WAYS)
def meetings(request: pytest.FixtureRequest, extractor: Extractor) -> tuple[Meeting, ...]:
    """What the extractor reads in the article, written in one of the ways."""
    payload = WAYS[request.param](ARTICLE.read_text(encoding="utf-8")).encode()
    (found,) = extractor.extract([Intake().read(payload).article])
    assert isinstance(found, tuple)
    return found


def _told(person: Participant) -> tuple[str, str, str]:
    role = (person.role or "").lower()
    return (
        (person.name or "").lower(),
        "head of the army" if role in HEADS_OF_ARMY else role,
        person.country or "",
    )


def _is(meeting: Meeting, told: Told) -> bool:
    """Whether kind, status, people and, where the contract names one, the venue agree."""
    same = (meeting.kind, meeting.status) == (told.kind, told.status)
    venue = (meeting.place.venue or "").lower().removeprefix("the ")
    return same and told.people == {_told(p) for p in meeting.participants} and (told.venue or venue) == venue


def _one(meetings: tuple[Meeting, ...], name: str) -> Meeting:
    (found,) = [m for m in meetings if _is(m, EXPECTED[name])]
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_each_encounter_is_told_once(meetings: tuple[Meeting, ...], name: str) -> None:
    """Kind, status, names, offices and countries of each encounter are those of the contract."""
    assert sum(_is(m, EXPECTED[name]) for m in meetings) == 1, [_summary(m) for m in meetings]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_encounter_has_its_date(meetings: tuple[Meeting, ...], name: str) -> None:
    """The days of each encounter are those of the contract."""
    when = _one(meetings, name).date
    assert (when.start, when.end) in EXPECTED[name].days


@pytest.mark.parametrize("name", EXPECTED)
def test_each_encounter_has_its_place(meetings: tuple[Meeting, ...], name: str) -> None:
    """City and country of each encounter are those of the contract."""
    place = _one(meetings, name).place
    assert (place.city.lower() if place.city else None) in EXPECTED[name].cities
    assert place.country == "PAK"


def test_there_is_no_other(meetings: tuple[Meeting, ...]) -> None:
    """The article tells of five encounters, and of no sixth."""
    assert len(meetings) == len(EXPECTED), [_summary(m) for m in meetings]


@pytest.mark.parametrize("name", ["talks at the ministry", "visit", "reception at the airport"])
def test_lavrov_is_the_guest_and_qureshi_the_host(meetings: tuple[Meeting, ...], name: str) -> None:
    """Who receives is the host, and who came is the guest."""
    sides = {(p.country, p.side) for p in _one(meetings, name).participants}
    assert sides == {("PAK", "host"), ("RUS", "guest")}


def test_evidence_is_where_it_claims_to_be(extractor: Extractor) -> None:
    """Every quotation stands in the article at its offsets."""
    article = Intake().read(ARTICLE.read_bytes()).article
    (found,) = extractor.extract([article])
    assert isinstance(found, tuple)
    quoted = [(e, article.title if e.source == "title" else article.text) for m in found for e in m.evidence]
    assert quoted
    assert all(source is not None and source[e.start : e.end] == e.text for e, source in quoted)


def _summary(meeting: Meeting) -> tuple[object, ...]:
    return (
        meeting.kind.value,
        meeting.status.value,
        sorted(map(_told, meeting.participants)),
        meeting.place.venue,
    )
