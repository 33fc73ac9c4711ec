"""Every row of the vocabulary of encounters, with its example and its counter-example."""

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files

import pytest
from spacy.tokens import Doc

from pipeline.extract.extractor import Extractor
from pipeline.extract.frames import Encounter, Form, Mention
from pipeline.extract.genders import genders
from pipeline.extract.offices import title_case
from pipeline.extract.rows import rows, words
from schemas.article import Article

Row = dict[str, str]
Reader = Callable[[str], Doc]

PUBLISHED = date(2021, 4, 7)
FOLDER = files("pipeline.extract") / "words"
FILES = sorted(each.name.removesuffix(".tsv") for each in FOLDER.iterdir() if each.name.endswith(".tsv"))

RELATIVE = frozenset({"host", "homologue", "counterpart", "opposite number", "predecessor", "successor"})
PEOPLE = ("Anne Dubois", "Marco Rossi", "Asim Khan")

# What another row lets be part of a name now and then is shown there.
_MAY = words("name_words", "double")
NEVER = [row for row in rows("name_words") if row["sort"] == "never" and row["form"] not in _MAY]


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Reader:
    """Reads a sentence as an article of a known day."""

    @cache
    def reader(text: str) -> Doc:
        return extractor.read(Article(text=text, published=PUBLISHED))

    return reader


def _rows(name: str, *sorts: str) -> pytest.MarkDecorator:
    chosen = [row for row in rows(name) if not sorts or row["sort"] in sorts]
    assert chosen, (name, sorts)
    return pytest.mark.parametrize("row", chosen, ids=lambda row: f"{row.get('sort')}-{row['form']}")


def _told(doc: Doc) -> list[Encounter]:
    return list(doc._.encounters)


def _mentions(doc: Doc, form: str) -> list[Mention]:
    """The mentions in whose words the form occurs."""
    return [m for m in doc._.mentions if form.lower() in doc[m.start : m.end].text.lower()]


def _named(doc: Doc) -> list[Mention]:
    return [m for m in doc._.mentions if m.name in PEOPLE]


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


@_rows("offices", "office")
def test_office(read: Reader, row: Row) -> None:
    """An office is the role of somebody, and of nobody in its counter-example."""
    role = row["role"] or title_case(row["form"])
    told = read(row["example"])._.mentions
    # "His counterpart Anne Dubois" holds whatever office he holds.
    assert (
        [m for m in told if m.name in PEOPLE] if row["form"] in RELATIVE else role in {m.role for m in told}
    )
    assert role not in {m.role for m in read(row["counter"])._.mentions}


@_rows("offices", "rank", "style")
def test_title(read: Reader, row: Row) -> None:
    """A rank or a style is no part of the name that it stands before."""
    assert [m.name for m in _named(read(row["example"]))]


@_rows("offices", "group")
def test_group(read: Reader, row: Row) -> None:
    """A collective is a party of several, without a name."""
    doc = read(row["example"])
    found = [*_mentions(doc, row["form"]), *_mentions(doc, row["plural"] or row["form"])]
    assert any(m.name is None and m.role and m.actors for m in found)


@_rows("groups", "both")
def test_the_two(read: Reader, row: Row) -> None:
    """Such words after "the two" make one mention of two."""
    assert any(m.form is Form.GROUP and m.count == 2 for m in _mentions(read(row["example"]), row["form"]))


@_rows("groups", "people")
def test_a_people(read: Reader, row: Row) -> None:
    """A people is no single official."""
    told = _mentions(read(row["counter"]), row["form"])
    assert not [m for m in told if m.form is Form.OFFICE and not m.role]


@_rows("groups", "nested")
def test_nested(read: Reader, row: Row) -> None:
    """A government before its delegation is no party beside it."""
    assert len(_mentions(read(row["example"]), "Italian")) == 1


@_rows("modifiers", "drop", "never", "det")
def test_a_modifier_is_no_part_of_the_office(read: Reader, row: Row) -> None:
    """The word is neither in the role nor in the name."""
    told = [m for m in read(row["example"])._.mentions if m.role]
    assert told
    assert not [m for m in told if row["form"] in f"{m.role} {m.name}".lower().split()]


@_rows("modifiers", "former")
def test_former(read: Reader, row: Row) -> None:
    """The office is one of the past."""
    assert [m.former for m in _named(read(row["example"]))] == [True]


@_rows("modifiers", "keep")
def test_a_modifier_is_part_of_the_office(read: Reader, row: Row) -> None:
    """The word belongs to the office."""
    told = [(m.role or "").lower() for m in read(row["example"])._.mentions]
    assert any(row["form"] in role.split() for role in told), told


@_rows("modifiers", "sent")
def test_who_is_sent_is_of_the_sender(read: Reader, row: Row) -> None:
    """An ambassador to a country is not that country's."""
    found = _mentions(read(row["example"]), row["form"])
    assert any(m.actor and m.actor.country == "FRA" for m in found)
    assert not any(actor.country == "LBY" for m in read(row["example"])._.mentions for actor in m.actors)


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


@_rows("frames")
def test_frame_word(read: Reader, row: Row) -> None:
    """The word is at home in a sentence that tells of an encounter."""
    assert _told(read(row["example"]))


@_rows("name_words", "particle", "double")
def test_a_part_of_a_name(read: Reader, row: Row) -> None:
    """The word belongs to the name."""
    told = [m.name or "" for m in read(row["example"])._.mentions]
    assert any(row["form"] in name.lower() for name in told), told


@pytest.mark.parametrize("row", NEVER, ids=lambda row: f"never-{row['form']}")
def test_no_part_of_a_name(read: Reader, row: Row) -> None:
    """The word is in no name."""
    mentions = read(row["example"] or row["counter"])._.mentions
    told = [w for m in mentions for w in (m.name or "").lower().split()]
    assert row["form"] not in told


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


@_rows("groups", "revolt")
def test_rebels_are_of_their_movement(read: Reader, row: Row) -> None:
    """Who rebels speaks for the movement that the article names."""
    told = _mentions(read(row["example"]), row["form"])
    assert [a.organization for m in told for a in m.actors] == ["UNITA"]


@_rows("groups", "portfolio")
def test_a_portfolio_goes_on(read: Reader, row: Row) -> None:
    """The word belongs to the office, and parts nobody from it."""
    assert [m.role for m in _named(read(row["example"]))] == ["Foreign Minister"]


@_rows("genders")
def test_gender(read: Reader, row: Row) -> None:
    """A woman's name or a style tells whether its bearer is "she" or "he"."""
    doc = read(row["example"])
    told = genders(doc, doc._.mentions, doc._.people)
    (bearer,) = (k for k, p in enumerate(doc._.people) if "Dubois" in (p.name or ""))
    assert told[bearer] == ("m" if row["sort"] == "gentleman" else "f")


@_rows("regions")
def test_region(read: Reader, row: Row) -> None:
    """Leaders of a region are its organisation's where the article names that, and nobody's where it does not."""
    bodies = set(row["organizations"].split("|"))
    told = [m for m in read(row["example"])._.mentions if "leaders" in (m.role or "")]
    assert {a.organization for m in told for a in m.actors} & bodies
    untold = [m for m in read(row["counter"])._.mentions if "leaders" in (m.role or "")]
    assert not {a.organization for m in untold for a in m.actors} & bodies


@_rows("groups", "local")
def test_local(read: Reader, row: Row) -> None:
    """Officials of no country who are met somewhere are that country's."""
    assert any(p.actor and p.actor.country == "ITA" for e in _told(read(row["example"])) for p in e.parties)


@_rows("groups", "abroad")
def test_from_abroad(read: Reader, row: Row) -> None:
    """Officials who are said to be of elsewhere are not."""
    assert not any(
        p.actor and p.actor.country == "ITA" for e in _told(read(row["counter"])) for p in e.parties
    )
