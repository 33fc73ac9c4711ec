"""What holds for every text and every day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import Direction, find_dateline, find_dates, find_durations, resolve

WORDS = st.sampled_from(
    [
        "on",
        "from",
        "to",
        "and",
        "the",
        "last",
        "next",
        "this",
        "of",
        "in",
        "Monday",
        "Tuesday",
        "Sun.",
        "March",
        "May",
        "3",
        "14th",
        "31",
        "29",
        "2014",
        "1999",
        "week",
        "weekend",
        "month",
        "year",
        "early",
        "late",
        "ago",
        "two",
        "a",
        "today",
        "yesterday",
        "tomorrow",
        "night",
        ",",
        "-",
        "\u2013",
        "/",
        "(",
        ")",
        ".",
        "12/05/2014",
        "2014-02-30",
        "first",
        "spring",
        "Christmas",
        "Day",
        "later",
        "before",
        "between",
        "2000",
        "fortnight",
        "half",
        "end",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=30).map("\n".join),
)
DAYS = st.one_of(st.none(), st.dates())
DIRECTIONS = st.sampled_from(Direction)
UNYEARED = st.sampled_from(
    [
        "on Monday",
        "Sunday",
        "on March 3",
        "on 29 February",
        "30 December",
        "in May",
        "in December",
        "on the 31st",
    ]
)


@given(TEXTS, DAYS, DIRECTIONS, DAYS)
def test_any_text(text: str, published: date | None, direction: Direction, dateline: date | None) -> None:
    """Any text is read without error; expressions quote it, stand apart, in order; starts precede ends."""
    end = 0
    for each in find_dates(text):
        assert text[each.start : each.end] == each.text
        assert end <= each.start < each.end
        end = each.end
        found = resolve(each, published, direction, dateline)
        if found and found.end:
            assert found.start < found.end


@given(TEXTS)
def test_any_opening(text: str) -> None:
    """Any text is searched for datelines and lengths of stay without error, and offsets lie in it."""
    found = find_dateline(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
    assert all(0 <= each.start < each.end <= len(text) and each.days > 0 for each in find_durations(text))


@given(UNYEARED, st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_past_is_not_after_publication(words: str, published: date) -> None:
    """A date without a year in a clause of the past has begun by the day of publication."""
    (found,) = find_dates(f"They met {words}.")
    resolved = resolve(found, published, Direction.PAST)
    assert resolved is not None
    assert resolved.start <= published


@given(UNYEARED, st.dates(date(1950, 1, 1), date(2080, 1, 1)))
def test_future_is_not_before_publication(words: str, published: date) -> None:
    """A date without a year in a clause of the future is not over on the day of publication."""
    (found,) = find_dates(f"They meet {words}.")
    resolved = resolve(found, published, Direction.FUTURE)
    assert resolved is not None
    assert (resolved.end or resolved.start) >= published


@given(UNYEARED, st.dates(date(1950, 1, 1), date(2080, 1, 1)))
def test_nearest_is_one_of_both(words: str, published: date) -> None:
    """The nearest reading is the one of the past or the one of the future."""
    (found,) = find_dates(f"They meet {words}.")
    past, future, nearest = (resolve(found, published, each) for each in Direction)
    assert nearest in {past, future}


_SUNDAY = 6


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)).filter(lambda day: day.weekday() != _SUNDAY))
def test_weeks_are_whole(published: date) -> None:
    """Last week, this week and next week run from Monday to Sunday and follow each other, but for Sunday's writers."""
    found = [
        resolve(find_dates(f"They meet {each} week.")[0], published, Direction.NEAREST)
        for each in ("last", "this", "next")
    ]
    spans = [(each.start, each.end) for each in found if each and each.end]
    assert [(start.weekday(), (end - start).days) for start, end in spans] == [(0, 6)] * 3
    assert [(spans[n + 1][0] - spans[n][1]).days for n in range(2)] == [1, 1]
