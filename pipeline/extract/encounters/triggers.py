"""The triggers: verbs and nouns that may tell of an encounter."""

from dataclasses import dataclass
from functools import cache

from pipeline.extract.rows import rows
from schemas.meeting import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """A trigger of the vocabulary; `needs` holds words of which one must stand near it."""

    form: str
    frame: str
    kind: Kind
    needs: frozenset[str]


@cache
def triggers(sort: str) -> dict[str, Row]:
    """Return form → row, of the verbs or of the nouns."""
    return {
        r["form"]: Row(r["form"], r["frame"], Kind(r["kind"]), frozenset(filter(None, r["needs"].split("|"))))
        for r in rows("encounters")
        if r["sort"] == sort
    }
