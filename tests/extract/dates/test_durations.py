"""Lengths of stay, and what they make of a day of arrival."""

from datetime import date

import pytest

from pipeline.extract.dates import (
    Direction,
    Duration,
    ResolvedDate,
    ending,
    find_dates,
    find_durations,
    lasting,
    shifted,
    written_on,
)

MONDAY = ResolvedDate(date(2014, 3, 3), None, "day", "on Monday")


@pytest.mark.parametrize(
    ("sentence", "words", "days"),
    [
        ("He came for a two-day visit.", "two-day", 2),
        ("He came on a 3-day trip.", "3-day", 3),
        ("It was a one-day summit.", "one-day", 1),
        ("They opened two days of talks.", "two days of", 2),
        ("He came for a visit of three days.", "of three days", 3),
        ("He will stay for ten days.", "for ten days", 10),
        ("He began a week-long tour.", "a week-long", 7),
        ("He began a two-week tour.", "two-week", 14),
        ("A TWO-DAY VISIT ENDED.", "TWO-DAY", 2),
    ],
)
def test_length(sentence: str, words: str, days: int) -> None:
    """A length of stay is found where it stands, in days."""
    (found,) = find_durations(sentence)
    assert (sentence[found.start : found.end], found.days) == (words, days)


@pytest.mark.parametrize(
    "sentence", ["They met three days ago.", "A 90-day truce holds.", "They met on Monday."]
)
def test_no_length(sentence: str) -> None:
    """Steps back in time, spans longer than a visit and plain dates are no lengths of stay."""
    assert find_durations(sentence) == []


def test_arrival_and_length_make_a_stay() -> None:
    """A two-day visit from Monday ends on Tuesday, for both ends count."""
    assert lasting(MONDAY, Duration(0, 7, 2)).end == date(2014, 3, 4)


def test_one_day_has_no_end() -> None:
    """A one-day visit is a day, not a range."""
    assert lasting(MONDAY, Duration(0, 7, 1)) == MONDAY


def test_departure_and_length_make_a_stay() -> None:
    """A four-day visit that ended on Monday began on the Friday before."""
    stay = ending(MONDAY, Duration(0, 8, 4))
    assert (stay.start, stay.end) == (date(2014, 2, 28), date(2014, 3, 3))


def test_a_week_has_no_arrival() -> None:
    """A length adds nothing to a date that is no day."""
    week = ResolvedDate(date(2014, 3, 3), date(2014, 3, 9), "week", "this week")
    assert lasting(week, Duration(0, 7, 2)) == week
    assert ending(week, Duration(0, 7, 2)) == week


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two days later", "2014-03-05"),
        ("a day earlier", "2014-03-02"),
        ("the next day", "2014-03-04"),
        ("the previous day", "2014-03-02"),
        ("later that day", "2014-03-03"),
        ("a week later", "2014-03-10"),
    ],
)
def test_steps_from_another_date(words: str, expected: str) -> None:
    """What counts from another date resolves when that date is given."""
    (found,) = find_dates(f"They met {words} in Rome.")
    moved = shifted(found, MONDAY)
    assert moved is not None
    assert moved.start.isoformat() == expected


def test_only_steps_are_shifted() -> None:
    """A weekday does not count from another date."""
    (found,) = find_dates("They met on Monday.")
    assert shifted(found, MONDAY) is None


@pytest.mark.parametrize(
    ("published", "dateline", "expected"),
    [
        (date(1987, 4, 5), date(1987, 4, 6), date(1987, 4, 6)),
        (date(1987, 4, 5), date(1987, 3, 6), date(1987, 4, 5)),
        (date(1987, 4, 5), None, date(1987, 4, 5)),
        (None, date(1987, 4, 6), date(1987, 4, 6)),
        (None, None, None),
    ],
)
def test_day_of_writing(published: date | None, dateline: date | None, expected: date | None) -> None:
    """A text was written on its dateline's day when that is near publication, else on publication's."""
    assert written_on(published, dateline) == expected


def test_directions_are_words() -> None:
    """Directions compare as the words that data rows write."""
    assert Direction("past") is Direction.PAST
