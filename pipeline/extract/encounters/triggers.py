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


@cache
def _inflections(sort: str) -> dict[str, str]:
    """Return regular inflection → form: the lemmatizer errs on words that it does not know."""
    found: dict[str, str] = {}
    for form in triggers(sort):
        stem = form.removesuffix("e")
        found.update({form + tail: form for tail in ("s", "es")})
        if sort == "verb":
            found.update({stem + tail: form for tail in ("ed", "ing")})
    return found


def trigger(sort: str, lemma: str, word: str) -> Row | None:
    """Return the row of a token, by its lemma or else by its own form; None when it is no trigger."""
    table = triggers(sort)
    return table.get(lemma) or table.get(_inflections(sort).get(word, ""))


def of_travel(sort: str, lemma: str) -> bool:
    """Whether a verb or a noun is one of visits: "fly", "tour"."""
    row = triggers(sort).get(lemma)
    return row is not None and row.kind is Kind.VISIT
