"""Payloads become articles: both layouts, all names of fields, and the identity of an article."""

import json
from datetime import date
from typing import Any

import pytest

from pipeline.intake import Intake
from pipeline.records import Note
from schemas import Article

TODAY = date(2026, 11, 23)
TEXT = "The foreign minister said that he met with his counterpart after the talks."
FIRST = """ date 2021-04-07 World
Pakistan FM Qureshi speaks with Russian counterpart Lavrov \u2013 Times of India
ISLAMABAD: Minister of Foreign Affairs of Pakistan Shah Mahmood Qureshi Wednesday held talks with Lavrov.
Afghan peace issues will also feature prominently in the talks.
"""


def read(payload: dict[str, Any] | str) -> Article:
    """The article that intake makes of a JSON object or of a plain message."""
    content = payload if isinstance(payload, str) else json.dumps(payload)
    return Intake(today=lambda: TODAY).read(content.encode()).article


def test_plain_layout() -> None:
    """The plain layout gives date, section, title, outlet and body."""
    article = read(FIRST)
    assert article.published == date(2021, 4, 7)
    assert article.section == "World"
    assert article.title == "Pakistan FM Qureshi speaks with Russian counterpart Lavrov"
    assert article.outlet == "Times of India"
    assert article.text.startswith("ISLAMABAD: Minister")
    assert article.text.endswith("in the talks.")


def test_plain_layout_survives_windows() -> None:
    """A byte order mark and carriage returns change nothing."""
    assert read("\ufeff" + FIRST.replace("\n", "\r\n")) == read(FIRST)


@pytest.mark.parametrize(
    ("headline", "title", "outlet"),
    [
        ("Talks open - The Daily Star", "Talks open", "The Daily Star"),
        ("Talks \u2013 at last \u2014 Reuters", "Talks \u2013 at last", "Reuters"),
        ("Lavrov and Qureshi meet \u2013 again", "Lavrov and Qureshi meet \u2013 again", None),
        ("Cease-fire holds", "Cease-fire holds", None),
    ],
)
def test_headline_is_parted(headline: str, title: str, outlet: str | None) -> None:
    """What follows the last dash is the outlet where it looks like a name."""
    article = read(f"date 2021-04-07\n{headline}\n{TEXT}")
    assert (article.title, article.outlet, article.section) == (title, outlet, None)


@pytest.mark.parametrize(
    ("name", "attribute", "value"),
    [
        ("guid", "id", "x-1"),
        ("link", "url", "https://example.org/a"),
        ("source", "outlet", "Reuters"),
        ("headline", "title", "Talks open"),
        ("section", "section", "World"),
    ],
)
def test_names_of_fields(name: str, attribute: str, value: str) -> None:
    """A field is read under each of its usual names."""
    assert getattr(read({"text": TEXT, name: value}), attribute) == value


@pytest.mark.parametrize(
    ("page", "section", "title"),
    [
        ("World\n\nTalks open in Rome\n\n", "World", "Talks open in Rome"),
        ("Home / World / Asia\nTalks open in Rome\n", "Home / World / Asia", "Talks open in Rome"),
        (
            "French and Italian ministers open talks in Rome\n",
            None,
            "French and Italian ministers open talks in Rome",
        ),
        ("", None, None),
        ("World\n", None, "World"),
    ],
)
def test_plain_layout_without_section_or_title(page: str, section: str | None, title: str | None) -> None:
    """What follows the date may be a section, a title or the body itself; a paragraph is never lost."""
    article = read(f" date 2021-04-07 {page}{TEXT}\n{TEXT}\n")
    assert (article.section, article.title) == (section, title)
    assert article.text == f"{TEXT}\n{TEXT}"


def test_plain_layout_of_one_line() -> None:
    """All that follows the date may be one line of text."""
    assert read("date 2021-04-07 The ministers meet in Rome").text == "The ministers meet in Rome"


@pytest.mark.parametrize("published", ["2021", "2021-04"])
def test_plain_layout_without_a_day(published: str) -> None:
    """A date without its day is kept for what it is: unknown."""
    article = read(f" date {published} World\nTalks open\n{TEXT}")
    assert (article.published, article.section) == (None, "World")


@pytest.mark.parametrize("name", ["text", "body", "content"])
def test_names_of_text(name: str) -> None:
    """The text is read under each of its usual names."""
    assert read({name: TEXT}).text == TEXT


@pytest.mark.parametrize("name", ["published", "published_at", "date"])
def test_names_of_date(name: str) -> None:
    """The date is read under each of its usual names."""
    assert read({"text": TEXT, name: "2021-04-07"}).published == date(2021, 4, 7)


def test_blank_fields_give_way() -> None:
    """A field that is null or blank lets its next name speak."""
    payload = {"id": None, "guid": "g", "text": "", "content": TEXT, "title": " ", "headline": "Talks"}
    article = read(payload)
    assert (article.id, article.text, article.title) == ("g", TEXT, "Talks")


def test_unknown_fields_are_ignored() -> None:
    """Fields that nobody knows do no harm, whatever they hold."""
    assert read({"text": TEXT, "tags": [{"a": [1, 2]}], "views": 10**30}).text == TEXT


def test_outlet_may_be_an_object() -> None:
    """Of an outlet told as an object its name is taken."""
    assert read({"text": TEXT, "source": {"id": None, "name": "Reuters"}}).outlet == "Reuters"


def test_numeric_identifier() -> None:
    """A number serves as an identifier."""
    assert read({"text": TEXT, "id": 4711}).id == "4711"


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2014", "|"])
def test_outlet_is_removed_from_the_title(dash: str) -> None:
    """A title that ends in its outlet loses it, whatever the dash and the case."""
    payload = {"text": TEXT, "outlet": "Times of India", "title": f"Talks open {dash} TIMES OF INDIA"}
    assert read(payload).title == "Talks open"


def test_other_dashes_stay_in_the_title() -> None:
    """A title keeps what follows a dash when it is not the outlet, or when nothing else is left."""
    assert read({"text": TEXT, "outlet": "AP", "title": "Talks - day two"}).title == "Talks - day two"
    assert read({"text": TEXT, "outlet": "AP", "title": "AP"}).title == "AP"


def test_identity_from_the_url() -> None:
    """Without an identifier the URL alone decides: a corrected text is the same article."""
    first, second = (read({"text": TEXT + each, "url": "https://example.org/a"}) for each in ("", " More."))
    assert first.id == second.id
    assert first.id != read({"text": TEXT, "url": "https://example.org/b"}).id


def test_identity_from_the_content() -> None:
    """Without a URL the same content gives the same identifier, and other content another."""
    assert read({"text": TEXT}).id == read({"body": TEXT + "  "}).id
    assert read({"text": TEXT}).id != read({"text": TEXT, "title": "Talks"}).id


def test_identity_is_pinned() -> None:
    """The derived identifier never changes, or a replay would publish every meeting under a new one."""
    assert read({"text": TEXT}).id == "a-50b63449bf7a2a48d668357bbaebf8ed"
    assert read({"text": TEXT, "url": "https://example.org/a"}).id == "a-b5b10dd0429e69ac7cfaf0a20b6901c1"


def test_lone_surrogates_are_replaced() -> None:
    """Half a surrogate pair becomes U+FFFD, a whole pair its character, and both can be written again."""
    article = (
        Intake().read(b'{"text": "The \\ud800 and that \\ud83c\\uddf5 with the", "id": "\\udc00"}').article
    )
    assert article.text == "The \ufffd and that \U0001f1f5 with the"
    assert article.model_dump_json().encode()
    assert article.id == "\ufffd"


def test_repeated_names() -> None:
    """Of a name that stands twice the last counts, as JSON parsers have it."""
    assert read('{"text": "first", "text": "second"}').text == "second"


def test_missing_date_is_noted() -> None:
    """An article without a usable date is kept, and noted."""
    intake = Intake(today=lambda: TODAY)
    for published in (None, "soon", "2999-01-01", -4, [2021], {"year": 2021}):
        taken = intake.read(json.dumps({"text": TEXT, "published": published}).encode())
        assert taken.article.published is None
        assert taken.notes == {Note.DATE_UNKNOWN}
    assert not intake.read(json.dumps({"text": TEXT, "published": "2021-04-07"}).encode()).notes
