"""Whose "West African leaders" are: the organisation of that region, where the article names it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from pipeline.extract.frames import Actor, Form, Mention
from pipeline.extract.offices import split
from pipeline.extract.rows import rows


@cache
def _regions() -> tuple[tuple[tuple[str, ...], tuple[Actor, ...]], ...]:
    """Pairs of the words for a region and its organisations, longest words first."""
    told = [
        (split(r["form"]), tuple(Actor(organization=o) for o in r["organizations"].split("|")))
        for r in rows("regions")
    ]
    return tuple(sorted(told, key=lambda r: -len(r[0])))


def _region(doc: Doc, mention: Mention) -> tuple[int, tuple[Actor, ...]] | None:
    """Return (first token, organisations) of the region right before the head of a collective, if any."""
    for ends in range(mention.root, max(mention.start - 1, 0), -1):
        for form, bodies in _regions():
            start = ends - len(form)
            if start >= 0 and tuple(t.lower_ for t in doc[start:ends]) == form:
                return start, bodies
    return None


def regional(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, collectives of a region made those of its organisation."""
    named = {a.actor for a in doc._.actors}
    return [_regional(doc, m, named) for m in mentions]


def _regional(doc: Doc, mention: Mention, named: set[Actor | None]) -> Mention:
    if mention.form is not Form.GROUP or mention.actors or not mention.role:
        return mention
    region = _region(doc, mention)
    body = next((b for b in region[1] if b in named), None) if region else None
    if region is None or body is None:
        return mention
    return replace(mention, start=min(region[0], mention.start), actors=(body,))
