"""Whether each field of a matched record is right."""

from collections.abc import Iterable
from typing import Final

from pipeline.evaluation.gold import Annotated
from pipeline.evaluation.matching import Told, fold, same_date, surnames
from schemas.meeting import Meeting, Participant

FIELDS: Final = ("kind", "status", "date", "city", "country", "roles", "surnames")


def right(gold: Annotated, record: Meeting) -> dict[str, bool]:
    """Field → whether it is right; fields of which the annotation says nothing are left out."""
    verdicts = {
        "kind": gold.kind is record.kind,
        "status": gold.status is record.status,
        "date": same_date(gold.date, record.date),
    }
    if gold.place.city:
        verdicts["city"] = fold(gold.place.city) == fold(record.place.city)
    if gold.place.country:
        verdicts["country"] = gold.place.country == record.place.country
    if (roles := _same_roles(gold, record)) is not None:
        verdicts["roles"] = roles
    if surnames(gold):
        verdicts["surnames"] = surnames(gold) == surnames(record)
    return verdicts


def _same_roles(gold: Annotated, record: Meeting) -> bool | None:
    """Whether all people of both have fitting roles; None when there is nobody to compare."""
    expected, told = _roles(p for p in gold.participants if p.role), _roles(record.participants)
    shared = expected.keys() & told.keys()
    return all(_fits(expected[surname], told[surname]) for surname in shared) if shared else None


def _roles(people: Iterable[Participant]) -> dict[str, str]:
    return {name.split()[-1]: fold(p.role) for p in people if (name := fold(p.name))}


def _fits(expected: str, told: str) -> bool:
    """Whether the words of one are among those of the other, as in "Foreign Minister" and "Minister"."""
    a, b = set(expected.split()), set(told.split())
    return bool(a & b) and (a <= b or b <= a)


def shown(told: Told, field: str) -> str:
    """A field for a person's eyes."""
    match field:
        case "date":
            return str(told.date.start)
        case "city":
            return str(told.place.city)
        case "country":
            return str(told.place.country)
        case "roles" | "surnames":
            return "; ".join(f"{p.name}, {p.role}" for p in told.participants)
        case _:
            return str(getattr(told, field))
