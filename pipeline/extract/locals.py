"""Whose officials are met who are called "officials" alone: those of the place where they are met."""

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor, ActorMention, Mention
from pipeline.extract.rows import words
from pipeline.extract.sentences import Sentences

_IN = frozenset({"in", "at"})


def local_actor(doc: Doc, mention: Mention, sentences: Sentences) -> Actor | None:
    """The state of the place told in the sentence, the nearest behind the officials first; "here" is the dateline."""
    role = set(fold(mention.role or "").split())
    if not role & words("groups", "local") or role & words("groups", "abroad"):
        return None
    for place in _places(doc, mention, sentences):
        country = place.place_country or (place.actor.country if place.actor else None)
        if country:
            return Actor(country=country)
    dateline = doc._.dateline
    here = any(t.lower_ == "here" for t in doc[mention.root].sent)
    return Actor(country=dateline.country) if here and dateline and dateline.country else None


def _places(doc: Doc, mention: Mention, sentences: Sentences) -> Iterator[ActorMention]:
    """Yield the places behind "in" or "at" in a mention's sentence: those that follow it, then the nearest before."""
    told = [a for a in sentences.actors(mention.root) if a.start > sentences.start(mention.root)]
    here = [a for a in told if doc[a.start - 1].lower_ in _IN]
    yield from (a for a in here if a.start >= mention.end)
    yield from (a for a in reversed(here) if a.start < mention.end)
