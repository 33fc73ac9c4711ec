"""Every row of the vocabulary of people: offices and what stands beside them, names, groups, genders."""

import pytest
from vocabulary import PEOPLE, Reader, Row, each_row, mentions_of, named_in, told_by

from pipeline.extract.frames import Form
from pipeline.extract.genders import genders
from pipeline.extract.offices import title_case
from pipeline.extract.rows import rows, words

RELATIVE = frozenset({"host", "homologue", "counterpart", "opposite number", "predecessor", "successor"})

# What another row lets be part of a name now and then is shown there.
_MAY = words("name_words", "double")
NEVER = [row for row in rows("name_words") if row["sort"] == "never" and row["form"] not in _MAY]


@each_row("offices", "office")
def test_office(read: Reader, row: Row) -> None:
    """An office is the role of somebody, and of nobody in its counter-example."""
    role = row["role"] or title_case(row["form"])
    told = read(row["example"])._.mentions
    # "His counterpart Anne Dubois" holds whatever office he holds.
    assert (
        [m for m in told if m.name in PEOPLE] if row["form"] in RELATIVE else role in {m.role for m in told}
    )
    assert role not in {m.role for m in read(row["counter"])._.mentions}


@each_row("offices", "rank", "style")
def test_title(read: Reader, row: Row) -> None:
    """A rank or a style is no part of the name that it stands before."""
    assert [m.name for m in named_in(read(row["example"]))]


@each_row("offices", "group")
def test_group(read: Reader, row: Row) -> None:
    """A collective is a party of several, without a name."""
    doc = read(row["example"])
    found = [*mentions_of(doc, row["form"]), *mentions_of(doc, row["plural"] or row["form"])]
    assert any(m.name is None and m.role and m.actors for m in found)


@each_row("groups", "both")
def test_the_two(read: Reader, row: Row) -> None:
    """Such words after "the two" make one mention of two."""
    assert any(m.form is Form.GROUP and m.count == 2 for m in mentions_of(read(row["example"]), row["form"]))


@each_row("groups", "people")
def test_a_people(read: Reader, row: Row) -> None:
    """A people is no single official."""
    told = mentions_of(read(row["counter"]), row["form"])
    assert not [m for m in told if m.form is Form.OFFICE and not m.role]


@each_row("groups", "nested")
def test_nested(read: Reader, row: Row) -> None:
    """A government before its delegation is no party beside it."""
    assert len(mentions_of(read(row["example"]), "Italian")) == 1


@each_row("modifiers", "drop", "never", "det")
def test_a_modifier_is_no_part_of_the_office(read: Reader, row: Row) -> None:
    """The word is neither in the role nor in the name."""
    told = [m for m in read(row["example"])._.mentions if m.role]
    assert told
    assert not [m for m in told if row["form"] in f"{m.role} {m.name}".lower().split()]


@each_row("modifiers", "former")
def test_former(read: Reader, row: Row) -> None:
    """The office is one of the past."""
    assert [m.former for m in named_in(read(row["example"]))] == [True]


@each_row("modifiers", "keep")
def test_a_modifier_is_part_of_the_office(read: Reader, row: Row) -> None:
    """The word belongs to the office."""
    told = [(m.role or "").lower() for m in read(row["example"])._.mentions]
    assert any(row["form"] in role.split() for role in told), told


@each_row("modifiers", "sent")
def test_who_is_sent_is_of_the_sender(read: Reader, row: Row) -> None:
    """An ambassador to a country is not that country's."""
    found = mentions_of(read(row["example"]), row["form"])
    assert any(m.actor and m.actor.country == "FRA" for m in found)
    assert not any(actor.country == "LBY" for m in read(row["example"])._.mentions for actor in m.actors)


@each_row("name_words", "particle", "double")
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


@each_row("groups", "revolt")
def test_rebels_are_of_their_movement(read: Reader, row: Row) -> None:
    """Who rebels speaks for the movement that the article names."""
    told = mentions_of(read(row["example"]), row["form"])
    assert [a.organization for m in told for a in m.actors] == ["UNITA"]


@each_row("groups", "portfolio")
def test_a_portfolio_goes_on(read: Reader, row: Row) -> None:
    """The word belongs to the office, and parts nobody from it."""
    assert [m.role for m in named_in(read(row["example"]))] == ["Foreign Minister"]


@each_row("genders")
def test_gender(read: Reader, row: Row) -> None:
    """A woman's name or a style tells whether its bearer is "she" or "he"."""
    doc = read(row["example"])
    told = genders(doc, doc._.mentions, doc._.people)
    (bearer,) = (k for k, p in enumerate(doc._.people) if "Dubois" in (p.name or ""))
    assert told[bearer] == ("m" if row["sort"] == "gentleman" else "f")


@each_row("regions")
def test_region(read: Reader, row: Row) -> None:
    """Leaders of a region are its organisation's where the article names that, and nobody's where it does not."""
    bodies = set(row["organizations"].split("|"))
    told = [m for m in read(row["example"])._.mentions if "leaders" in (m.role or "")]
    assert {a.organization for m in told for a in m.actors} & bodies
    untold = [m for m in read(row["counter"])._.mentions if "leaders" in (m.role or "")]
    assert not {a.organization for m in untold for a in m.actors} & bodies


@each_row("groups", "local")
def test_local(read: Reader, row: Row) -> None:
    """Officials of no country who are met somewhere are that country's."""
    assert any(p.actor and p.actor.country == "ITA" for e in told_by(read(row["example"])) for p in e.parties)


@each_row("groups", "abroad")
def test_from_abroad(read: Reader, row: Row) -> None:
    """Officials who are said to be of elsewhere are not."""
    assert not any(
        p.actor and p.actor.country == "ITA" for e in told_by(read(row["counter"])) for p in e.parties
    )
