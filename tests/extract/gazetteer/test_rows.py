"""Every row of the vocabulary of names, with its example and its counter-example."""

from collections.abc import Callable

import pytest
from sentences import Reader

from pipeline.extract.gazetteer.entries import Entry
from pipeline.extract.gazetteer.tables import listed, table

Row = dict[str, str]


def _rows(name: str, column: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", table(name), ids=lambda row: f"{name}-{row[column][:40]}")


def _means(read: Reader, text: str, wanted: Callable[[Entry], bool]) -> bool:
    return any(wanted(entry) for entry in read.meanings(text))


def _sure(read: Reader, text: str, wanted: Callable[[Entry], bool]) -> bool:
    return _means(read, text, lambda entry: wanted(entry) and not entry.risky)


@_rows("countries", "iso3")
def test_country(read: Reader, row: Row) -> None:
    """A country is found in its example, under each of its forms, and not surely in its counter-example."""

    def wanted(entry: Entry) -> bool:
        return entry.country == row["iso3"] and entry.kind in {"country", "demonym"}

    assert _means(read, row["example"], wanted)
    for form in (*listed(row["names"]), *listed(row["adjectives"]), *listed(row["plurals"])):
        assert _means(read, f"Yesterday {form} spoke.", wanted), form
    for form in listed(row["combining"]):
        assert _means(read, f"The {form}Norwegian talks failed.", wanted), form
    assert not _sure(read, row["counter"], wanted)


@_rows("metonyms", "form")
def test_metonym(read: Reader, row: Row) -> None:
    """A seat of government is found in its example and not surely in its counter-example."""

    def wanted(entry: Entry) -> bool:
        return (
            entry.kind == "metonym"
            and (entry.country or "") == row["country"]
            and (entry.organization or "") == row["organization"]
        )

    assert _means(read, row["example"], wanted)
    assert not _means(read, row["counter"], wanted)


@_rows("organizations", "name")
def test_body(read: Reader, row: Row) -> None:
    """A body is found in its example, under each of its forms, and not surely in its counter-example."""

    def wanted(entry: Entry) -> bool:
        return entry.kind == row["kind"] and entry.canonical == row["name"]

    assert _means(read, row["example"], wanted)
    for form in listed(row["variants"]):
        assert _means(read, f"Yesterday the {form} spoke.", wanted), form
    assert not _sure(read, row["counter"], wanted)


@_rows("places", "name")
def test_place(read: Reader, row: Row) -> None:
    """A place is found in its example and under each of its forms, with its coordinates if it is a city."""

    def wanted(entry: Entry) -> bool:
        return entry.canonical == row["name"] and entry.kind == row["kind"]

    assert _means(read, row["example"], wanted)
    for form in listed(row["variants"]):
        assert _means(read, f"Yesterday in {form} they met.", wanted), form
    if row["kind"] == "city":
        assert all(entry.latitude is not None for entry in read.meanings(row["example"]) if wanted(entry))


@pytest.mark.parametrize(
    "row",
    [row for row in table("false_friends_names") if row["sort"] == "phrase"],
    ids=lambda row: row["form"],
)
def test_false_friend(read: Reader, row: Row) -> None:
    """A name inside another thing's name means nothing there."""
    assert row["form"] in row["counter"]
    assert read.meanings(row["counter"]) == []


@pytest.mark.parametrize(
    "form", [f for row in table("false_friends_names") if row["sort"] == "never" for f in listed(row["form"])]
)
def test_never_a_city(read: Reader, form: str) -> None:
    """A word, title or given name that is also a small town is never that town."""
    assert not _means(read, f"{form} opens this sentence.", lambda entry: entry.kind == "city")


@pytest.mark.parametrize(
    "form",
    [
        f
        for row in table("false_friends_names")
        if row["sort"] in {"word", "person"}
        for f in listed(row["form"])
    ],
)
def test_never_surely_a_city(read: Reader, form: str) -> None:
    """A city whose name is also a word or a surname is not proved by its name."""
    assert not _sure(read, f"Yesterday {form} said no.", lambda entry: entry.kind == "city")


@pytest.mark.parametrize(
    "form",
    [f for row in table("false_friends_names") if row["sort"] == "caseless" for f in listed(row["form"])],
)
def test_never_sure_without_capitals(read: Reader, form: str) -> None:
    """Where capitals tell nothing, a name that is also a word is not proof."""
    assert read.codes(f"yesterday {form.lower()} said no.", caseless=True) == []
