"""Cities, the states they were in, and the packages behind them."""

from datetime import date

import pycountry
import pytest
from sentences import Reader

from pipeline.extract.gazetteer import Gazetteer, resolve
from pipeline.extract.gazetteer.history import _rules
from pipeline.extract.gazetteer.index import build
from pipeline.extract.gazetteer.pieces import key, shape
from pipeline.extract.gazetteer.tables import table

# Uninhabited, or inhabited by garrisons and scientists only.
_NO_PEOPLE = {"ATA", "ATF", "BVT", "HMD", "SGS", "SJM", "UMI", "IOT"}
_NO_WORD = {"GGY", "JEY", "MAF", "MNP", "SPM", "SXM", "VIR", "BES"}


@pytest.mark.parametrize("row", table("successions"), ids=lambda row: f"{row['country']}-{row['code']}")
def test_succession(read: Reader, row: dict[str, str]) -> None:
    """A place belongs to the state of the day, and to today's from the day after the succession."""
    place = next(e for e in read.meanings(row["example"]) if e.country == row["country"])
    last = date.fromisoformat(row["until"])
    assert resolve(place, date.fromisoformat(row["on"])) == row["code"]
    assert resolve(place, last) == row["code"]
    assert resolve(place, date.fromordinal(last.toordinal() + 1)) == row["country"]
    assert resolve(place, None) == row["country"]


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("Russian officials agreed.", date(1987, 3, 1), "SUN"),
        ("Russian officials agreed.", date(1994, 3, 1), "RUS"),
        ("Lithuanian officials agreed.", date(1990, 4, 1), "LTU"),
        ("Serbian officials agreed.", date(1998, 4, 1), "SRB"),
        ("East German officials agreed.", date(1989, 4, 1), "DDR"),
        ("West German officials agreed.", date(1989, 4, 1), "DEU"),
        ("Soviet officials agreed.", date(1989, 4, 1), "SUN"),
        ("Talks in Berlin failed.", date(1989, 4, 1), "DEU"),
        ("Talks in East Berlin failed.", date(1989, 4, 1), "DDR"),
        ("Talks in Bonn failed.", date(1989, 4, 1), "DEU"),
        ("Talks in Leipzig failed.", date(1989, 4, 1), "DDR"),
        ("Talks in Leipzig failed.", date(1991, 4, 1), "DEU"),
    ],
)
def test_state_of_the_day(read: Reader, text: str, on: date, code: str) -> None:
    """Peoples keep their own name under a union; places and the union's core are the union's."""
    assert resolve(read.meanings(text)[0], on) == code


def test_rules_name_known_codes() -> None:
    """A succession leads to a code of ISO 3166 or of the contract."""
    known = {c.alpha_3 for c in pycountry.countries} | {"SUN", "YUG", "DDR", "CSK", "XKX"}
    assert {row["code"] for rows in _rules().values() for row in rows} <= known


def test_every_iso_country_has_a_row() -> None:
    """No country of ISO 3166-1 is missing, nor any of the contract's other codes."""
    rows = {row["iso3"] for row in table("countries")}
    assert rows == {c.alpha_3 for c in pycountry.countries} | {"SUN", "YUG", "DDR", "CSK", "XKX"}


def test_every_people_has_its_word() -> None:
    """Every inhabited country has an adjective, but for the islands that only use their name."""
    without = {
        r["iso3"] for r in table("countries") if not r["adjectives"] and not r["from"] and not r["until"]
    }
    assert without <= _NO_PEOPLE | _NO_WORD


@pytest.mark.parametrize(
    ("name", "context", "country"),
    [
        ("Tripoli", (), "LBY"),
        ("Tripoli", ("LBN",), "LBN"),
        ("San Jose", ("CRI",), "CRI"),
        ("San Jose", ("USA",), "USA"),
        ("Cordoba", ("ARG",), "ARG"),
        ("Paris", ("DEU",), "FRA"),
        ("Hyderabad", ("PAK",), "PAK"),
        ("Hyderabad", (), "IND"),
        ("Georgetown", (), "GUY"),
        ("Valencia", ("VEN",), "VEN"),
    ],
)
def test_namesakes(read: Reader, name: str, context: tuple[str, ...], country: str) -> None:
    """Of cities with one name the context's is meant, else the known and large one."""
    city = read.gazetteer.lookup_city(name, context)
    assert city is not None
    assert city.country == country


def test_unknown_city(read: Reader) -> None:
    """A name that is no place's gives nothing."""
    assert read.gazetteer.lookup_city("Xyzzyville") is None


@pytest.mark.parametrize(
    ("name", "canonical", "geonames_id"),
    [
        ("Peking", "Beijing", 1816670),
        ("Mumbai", "Mumbai", 1275339),
        ("Bombay", "Bombay", 1275339),
        ("New York City", "New York", 5128581),
    ],
)
def test_other_names(read: Reader, name: str, canonical: str, geonames_id: int) -> None:
    """A respelling becomes the usual name; a name of its time is kept; the number is the same city's."""
    city = read.gazetteer.lookup_city(name)
    assert city is not None
    assert (city.canonical, city.geonames_id) == (canonical, geonames_id)
    assert city.latitude is not None


def test_keys_agree() -> None:
    """The quick key of every name is what reading the name gives."""
    index = build()
    names = {city[0] for cities in index.cities.values() for city in cities}
    names |= {form.text for forms in index.forms.values() for form in forms}
    assert len(names) > 30_000
    assert [name for name in names if key(name) != shape(name)[0]] == []


def test_capitals_stand_for_governments() -> None:
    """At least 190 capitals are metonyms of their country."""
    index = build()
    found = {
        form.entry.country
        for forms in index.forms.values()
        for form in forms
        if form.entry and form.entry.kind == "metonym"
    }
    assert len(found - {None}) > 190


def test_loading_once() -> None:
    """The shipped gazetteer is one object."""
    assert Gazetteer.load() is Gazetteer.load()


def test_every_name_is_found(read: Reader) -> None:
    """Every name of every city, in the capitals of GeoNames, is found, but for false friends."""
    names = {city[0] for cities in build().cities.values() for city in cities}
    friends = {row["form"] for row in table("false_friends_names")}
    assert {name for name in names if not read.gazetteer.find([name])} <= friends
