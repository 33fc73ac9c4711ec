"""What a name may stand for."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["country", "demonym", "metonym", "city", "region", "organization", "movement", "institution"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name.

    Attributes:
        kind: what the name is. A `demonym` is an adjective, a noun of nationality or a combining form; a
            `metonym` a place that stands for a government; an `institution` an organ of a state or
            organisation.
        canonical: the name as an English-language annotator writes it.
        country: ISO 3166-1 alpha-3 or one of the contract's codes, as of today; `history.resolve` gives
            that of a day. `None` for organisations, movements and regions of several countries.
        organization: the usual short name of the organisation or movement that it is or belongs to.
        risky: the name alone proves nothing: it is also a word, a person or another place, or little known.
        seat: the city where it sits, where that is known.
        latitude: degrees north; cities and regions only.
        longitude: degrees east; cities and regions only.
        geonames_id: the number at geonames.org; cities and regions only.
        population: inhabitants; cities only, else 0.
        admin1: the GeoNames code of the first-level division; cities only, else empty.
        plural: a noun for several people ("Indians").
        frm: the first day on which the name means this, if that is bounded.
        until: the last such day.
    """

    kind: Kind
    canonical: str
    country: str | None = None
    organization: str | None = None
    risky: bool = False
    seat: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    population: int = 0
    admin1: str = ""
    plural: bool = False
    frm: date | None = None
    until: date | None = None

    def valid(self, on: date | None) -> bool:
        """Whether the name meant this on that day; an unknown day excludes nothing."""
        return on is None or ((not self.frm or on >= self.frm) and (not self.until or on <= self.until))


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens [start, end) and what they may stand for, the likeliest first."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def safe(self) -> bool:
        """Whether the name alone is proof: no meaning but sure ones comes first."""
        return bool(self.entries) and not self.entries[0].risky
