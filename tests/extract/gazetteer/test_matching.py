"""How names are found in running text."""

from datetime import date

import pytest
from sentences import Reader, tokens

from pipeline.extract.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("U.S. and Russian envoys met.", ["USA", "RUS"]),
        ("The US, the UK and the UAE agreed.", ["USA", "GBR", "ARE"]),
        (
            "Equatorial Guinea wrote to Guinea-Bissau, Guinea and Papua New Guinea.",
            ["GNQ", "GNB", "GIN", "PNG"],
        ),
        ("The Dominican Republic closed the border with Haiti.", ["DOM", "HTI"]),
        ("Nigerian troops crossed into Niger, Nigerien officials said.", ["NGA", "NER", "NER"]),
        ("The Democratic Republic of the Congo accused Rwanda.", ["COD", "RWA"]),
        ("Congo-Brazzaville accused nobody.", ["COG"]),
        ("The Central African Republic asked for help.", ["CAF"]),
        ("American Samoa sent a dancer.", ["ASM"]),
        ("South African and South Korean ministers met.", ["ZAF", "KOR"]),
        ("Ireland and Northern Ireland share a border.", ["IRL", "GBR"]),
        ("South Sudan and Sudan share a pipeline.", ["SSD", "SDN"]),
        ("Emirati, Kyrgyz and Burkinabe ministers met the Dutch.", ["ARE", "KGZ", "BFA", "NLD"]),
        ("The Ivory Coast and Swaziland signed.", ["CIV", "SWZ"]),
        ("Burma and Zaire abstained.", ["MMR", "COD"]),
        ("Bosnian Serbs left the table.", ["Bosnian Serbs"]),
        ("Envoys of UNESCO and OPEC+ arrived.", ["UNESCO", "OPEC"]),
    ],
)
def test_codes(read: Reader, text: str, codes: list[str]) -> None:
    """The longest name wins, and each name has its code."""
    assert read.codes(text) == codes


@pytest.mark.parametrize(
    "text", ["South American", "West African", "Latin American", "North African", "East Asian"]
)
def test_region_is_no_country(read: Reader, text: str) -> None:
    """An adjective of a continent's part is a region, not a country."""
    assert [(e.kind, e.country) for e in read.meanings(f"The {text} ministers met.")] == [("region", None)]


@pytest.mark.parametrize("words", [["Sino-Indian"], ["Sino", "-", "Indian"], ["Sino-", "Indian"]])
def test_hyphenated_pair(words: list[str]) -> None:
    """A pair joined by a hyphen is two countries, however it is cut."""
    found = Gazetteer.load().find([*words, "talks"])
    assert [m.entries[0].country for m in found] == ["CHN", "IND"]


@pytest.mark.parametrize("words", [["Russia's"], ["Russia", "'s"], ["Russia\u2019s"], ["Russia", "\u2019s"]])
def test_possessive(words: list[str]) -> None:
    """A possessive ending is no obstacle, however it is cut."""
    found = Gazetteer.load().find([*words, "envoy"])
    assert [m.entries[0].country for m in found] == ["RUS"]


def test_combining_form_needs_its_hyphen(read: Reader) -> None:
    """The first half of a pair means nothing by itself."""
    assert read.codes("Franco ruled Spain.") == ["ESP"]


def test_token_positions() -> None:
    """A match states its first token and the one after its last."""
    match = Gazetteer.load().find(["near", "Papua", "New", "Guinea", "'s", "coast"])[0]
    assert (match.start, match.end) == (1, 4)


@pytest.mark.parametrize(
    "text",
    [
        "The pro-Russian mayor left.",
        "An Iran-backed militia left.",
        "A Moscow-based bank failed.",
        "anti-American songs",
    ],
)
def test_derived_word_is_risky(read: Reader, text: str) -> None:
    """A compound that only alludes to a country is not proof of it."""
    assert read.codes(text) == []
    assert read.meanings(text)


def test_capitals_decide(read: Reader) -> None:
    """Small letters are not a name where the name has capitals."""
    assert read.codes("who asked us for a turkey and fine china in march") == []


@pytest.mark.parametrize(
    "text", ["TURKEY AND CHINA HELD TALKS WITH INDIA", "turkey and china held talks with india"]
)
def test_words_are_risky_without_capitals(read: Reader, text: str) -> None:
    """Where capitals tell nothing, only names that are no words are proof; the others are still offered."""
    assert read.codes(text, caseless=True) == ["IND"]
    assert [e.country for _, e in read.best(text, caseless=True)] == ["TUR", "CHN", "IND"]


def test_acronym_that_is_no_word(read: Reader) -> None:
    """An acronym that is no word is proof in any letters."""
    assert read.codes("uae and nato envoys met", caseless=True) == ["ARE", "NATO"]


def test_acronym_with_stops_is_sure_without_capitals(read: Reader) -> None:
    """Full stops tell an acronym from a word where capitals do not."""
    assert read.codes("u.s. and indian envoys asked us", caseless=True) == ["USA", "IND"]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Washington", {"metonym", "city", "region"}),
        ("Georgia", {"country", "region"}),
        ("Brussels", {"metonym", "city"}),
        ("Nagorno-Karabakh", {"movement", "region"}),
    ],
)
def test_alternatives(read: Reader, name: str, kinds: set[str]) -> None:
    """Where the sentence must decide, all meanings are offered."""
    assert {e.kind for e in read.meanings(f"They wrote to {name}.")} == kinds


def test_brussels_is_two_governments(read: Reader) -> None:
    """Brussels stands for Belgium and for the European Union, neither surely."""
    found = [e for e in read.meanings("Brussels agreed.") if e.kind == "metonym"]
    assert {(e.country, e.organization) for e in found} == {("BEL", None), (None, "EU")}
    assert all(e.risky for e in found)


@pytest.mark.parametrize(
    ("on", "organization"), [(date(1990, 5, 1), "EC"), (date(1995, 5, 1), "EU"), (date(2020, 5, 1), "EU")]
)
def test_institution_of_its_day(on: date, organization: str) -> None:
    """The European Commission belongs to the Community before November 1993 and to the Union after."""
    found = Gazetteer.load().find(tokens("The European Commission agreed."), on=on)
    assert [[e.organization for e in m.entries] for m in found] == [[organization]]


def test_unvalid_name_is_kept() -> None:
    """A name that did not mean anything on the day keeps its meanings: the press is not always in time."""
    found = Gazetteer.load().find(tokens("Talks with the EU failed."), on=date(1993, 10, 1))
    assert [m.entries[0].organization for m in found] == ["EU"]
