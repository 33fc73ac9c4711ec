"""What the components hand to one another: frozen values that hang on the Doc.

    passages → actors → mentions → people → encounters → (status, date, place, topics) → merged encounters

Token numbers count tokens of the Doc; spans are half-open.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from schemas.meeting import DatePrecision, Kind, Side, Status


class Form(StrEnum):
    """How a mention speaks of its party."""

    NAMED = "named"  # "Foreign Minister Wang Yi", "Lavrov"
    OFFICE = "office"  # "the Russian foreign minister"
    GROUP = "group"  # "Iranian officials", "a Hamas delegation", "the two leaders"
    ACTOR = "actor"  # "Moscow", "the European Union"
    PRONOUN = "pronoun"  # "he", "they"


@dataclass(frozen=True, slots=True)
class Actor:
    """An international actor: a state by ISO code, or an organisation or movement by short name."""

    country: str | None = None
    organization: str | None = None

    @property
    def code(self) -> str:
        """The code or the short name."""
        return self.country or self.organization or ""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A word or two that name an actor, a place, or a place that stands for a government."""

    start: int
    end: int
    form: str  # country, demonym, metonym, city, region, organization, movement, institution
    actor: Actor | None
    city: str | None = None
    place_country: str | None = None
    risky: bool = False
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that speaks of a party."""

    start: int
    end: int
    root: int
    form: Form
    name: str | None = None
    role: str | None = None
    actors: tuple[Actor, ...] = ()
    plural: bool = False
    count: int | None = None
    counterpart: bool = False
    definite: bool = False
    former: bool = False
    person: int | None = None  # index into the article's people, once resolved
    members: tuple[int, ...] = ()  # people that a plural mention stands for

    @property
    def actor(self) -> Actor | None:
        """The only actor, or None."""
        return self.actors[0] if len(self.actors) == 1 else None


@dataclass(frozen=True, slots=True)
class Person:
    """One person (or one office-holder without a name) of the article."""

    name: str | None
    role: str | None
    actor: Actor | None
    surname: str = ""
    source: str = "article"  # what the actor rests on: article, table, dateline, context


@dataclass(frozen=True, slots=True)
class Party:
    """A party to an encounter."""

    name: str | None
    role: str | None
    actor: Actor | None
    side: Side | None = None
    person: int | None = None
    mention: int | None = None

    @property
    def somebody(self) -> bool:
        """Whether people are told of, by name or by office, and not their actor alone."""
        return bool(self.name or self.role)


@dataclass(frozen=True, slots=True)
class When:
    """A resolved date."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    text: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place: where people meet, or where a visit goes."""

    venue: str | None = None
    city: str | None = None
    country: str | None = None
    span: tuple[int, int] | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None


@dataclass(frozen=True, slots=True)
class Encounter:
    """One mention of an encounter, or several merged."""

    trigger: tuple[int, int]
    sentence: tuple[int, int]
    kind: Kind
    status: Status
    parties: tuple[Party, ...]
    rule: str
    when: When = When()
    where: Where = Where()
    topics: tuple[tuple[int, int], ...] = ()
    outcomes: tuple[tuple[int, int], ...] = ()
    features: frozenset[str] = field(default_factory=frozenset)
    support: tuple[tuple[int, int], ...] = ()  # sentences that tell of it, the trigger's own first
    confidence: float = 0.0
