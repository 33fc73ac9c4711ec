"""Every row of the vocabulary of encounters, places and topics, with its example and its counter-example."""

from importlib.resources import files

import pytest
from spacy.tokens import Doc
from vocabulary import Reader, Row
from vocabulary import each_row as _rows
from vocabulary import told_by as _told

from pipeline.extract.rows import rows

FOLDER = files("pipeline.extract") / "words"
FILES = sorted(each.name.removesuffix(".tsv") for each in FOLDER.iterdir() if each.name.endswith(".tsv"))


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_shown(name: str) -> None:
    """Every row has an example of what it is for, or of what it is against."""
    assert [row for row in rows(name) if not (row.get("example") or row.get("counter"))] == []


@_rows("encounters")
def test_trigger(read: Reader, row: Row) -> None:
    """A trigger tells of an encounter of its kind in its example, and of none in its counter-example."""
    rule = f"{row['frame']}:{row['form']}"
    told = {e.rule for e in _told(read(row["example"]))}
    assert rule in told, told
    assert rule not in {e.rule for e in _told(read(row["counter"]))}


@_rows("status")
def test_status(read: Reader, row: Row) -> None:
    """A word makes the encounter of its example what it says, and not that of its counter-example."""
    wanted = set() if row["status"] == "none" else {row["status"]}
    if row["form"] == "wo":  # half a word: what "won't" happen is refused
        wanted = {"refused"}
    assert {e.status.value for e in _told(read(row["example"]))} == wanted
    assert row["status"] not in {e.status.value for e in _told(read(row["counter"]))}


@_rows("venues", "head")
def test_venue(read: Reader, row: Row) -> None:
    """People meet in the building."""
    assert any(row["form"] in (e.where.venue or "").lower() for e in _told(read(row["example"])))


@_rows("venues", "known")
def test_known_venue(read: Reader, row: Row) -> None:
    """People meet there, and its city and country are known."""
    found = [e.where for e in _told(read(row["example"]))]
    assert [(w.city or "", w.country) for w in found] == [(row["city"], row["country"])]


@_rows("venues", "airport")
def test_the_town_of_an_airport(read: Reader, row: Row) -> None:
    """Whoever lands there visits the city that the airport serves; people may meet in the town itself."""
    assert [e.where.city for e in _told(read(row["example"]))] == [row["city"]]
    assert row["city"] not in [e.where.city for e in _told(read(row["counter"]))]


@_rows("venues", "elsewhere")
def test_who_is_elsewhere(read: Reader, row: Row) -> None:
    """Where an embassy is says nothing of where its people are met."""
    assert not any(e.where.city for e in _told(read(row["example"])))


@_rows("venues", "posted")
def test_who_is_met_abroad(read: Reader, row: Row) -> None:
    """People who are told to be in another country are met there; who only speaks from there tells of no place."""
    assert [e.where.city for e in _told(read(row["example"]))] == ["Bamako"]
    assert not any(e.where.city for e in _told(read(row["counter"])))


@_rows("venues", "island")
def test_an_island_people_meet_on(read: Reader, row: Row) -> None:
    """People meet on an island; talks about it are elsewhere."""
    assert [e.where.country for e in _told(read(row["example"]))] == [row["country"]]
    assert not any(e.where.country for e in _told(read(row["counter"])))


@_rows("habits")
def test_habit(read: Reader, row: Row) -> None:
    """What happens regularly is no one encounter."""
    assert _told(read(row["example"])) == []


@_rows("rounds", "adjective")
def test_round(read: Reader, row: Row) -> None:
    """Another round is another encounter of the same parties."""
    assert {e.where.city for e in _told(read(row["example"]))} == {"Rome", "Paris"}


@_rows("rounds", "measure")
def test_measure(read: Reader, row: Row) -> None:
    """So much of talks is talks."""
    assert [e.kind.value for e in _told(read(row["example"]))] == ["talks"]


@_rows("topics", "empty")
def test_no_topic(read: Reader, row: Row) -> None:
    """Such a word says nothing of what was discussed."""
    doc = read(row["counter"])
    assert _told(doc)
    assert [s for e in _told(doc) for s in e.topics] == []


@_rows("topics", "topic", "outcome")
def test_topic(read: Reader, row: Row) -> None:
    """What follows the word is what was discussed, or what came of it."""
    doc = read(row["example"])
    spans = [s for e in _told(doc) for s in (e.topics if row["sort"] == "topic" else e.outcomes)]
    assert any(doc[a:b].text in row["example"] for a, b in spans)


@_rows("rounds", "treaty", "negotiation")
def test_sides_that_negotiate(read: Reader, row: Row) -> None:
    """Negotiations that name nobody are between the two sides that the article speaks of."""
    assert [len(e.parties) for e in _told(read(row["example"])) if e.rule.startswith("talks:")] == [2]


@_rows("rounds", "private")
def test_what_is_no_matter_of_states(read: Reader, row: Row) -> None:
    """Negotiations on wages, seats and the like are not between the sides of a war."""
    assert not _told(read(row["counter"]))


@_rows("frames")
def test_frame_word(read: Reader, row: Row) -> None:
    """The word is at home in a sentence that tells of an encounter."""
    assert _told(read(row["example"]))


def _there(doc: Doc) -> bool:
    """Whether somebody called Khan takes part in an encounter."""
    return any("Khan" in (p.name or "") for e in _told(doc) for p in e.parties)


@_rows("companions", "present", "beside", "among", "attend", "lead")
def test_who_is_brought_along(read: Reader, row: Row) -> None:
    """Who is brought along takes part, and nobody in the counter-example."""
    assert _there(read(row["example"]))
    assert not _there(read(row["counter"]))


@_rows("companions", "family")
def test_a_family_takes_no_part(read: Reader, row: Row) -> None:
    """A wife or a son who comes along represents nobody."""
    doc = read(row["counter"])
    assert _told(doc)
    assert not _there(doc)
