"""Whose officials are met who are called "officials" alone: those of the place where they are met."""

from spacy.tokens import Doc

from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor, Mention
from pipeline.extract.rows import words

_IN = frozenset({"in", "at"})


def local_actor(doc: Doc, mention: Mention) -> Actor | None:
    """The state of the place told in the sentence, the nearest behind the officials first; "here" is the dateline."""
    role = fold(mention.role or "").split()
    if not set(role) & words("groups", "local") or set(role) & words("groups", "abroad"):
        return None
    sent = doc[mention.root].sent
    here = [a for a in doc._.actors if sent.start < a.start < sent.end and doc[a.start - 1].lower_ in _IN]
    behind = [a for a in here if a.start >= mention.end]
    for place in (*behind, *reversed([a for a in here if a not in behind])):
        country = place.place_country or (place.actor.country if place.actor else None)
        if country:
            return Actor(country=country)
    if doc._.dateline and doc._.dateline.country and any(t.lower_ == "here" for t in sent):
        return Actor(country=doc._.dateline.country)
    return None
