"""Where: the venue, city and country of an encounter. The place is never a party."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import ActorMention, Encounter, Where
from pipeline.extract.rows import words
from schemas.meeting import Kind

_LOCATIVE = frozenset({"in", "at", "on", "near", "outside"})
_REACH = 25  # tokens between a trigger and its place


def _before(doc: Doc, start: int) -> str:
    """The preposition before a place, over its article and modifiers."""
    for i in range(start - 1, max(start - 5, -1), -1):
        token = doc[i]
        if token.pos_ == "ADP" or token.lower_ in _LOCATIVE:
            return token.lower_
        if token.pos_ not in {"DET", "ADJ", "PROPN", "NOUN", "PUNCT", "PRON"} and token.text != "'s":
            return ""
    return ""


class _Map:
    """The places of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.party_tokens = {i for m in doc._.mentions if m.name or m.role for i in range(m.start, m.end)}

    def cities(self, sentence: tuple[int, int]) -> Iterator[ActorMention]:
        """Places of the sentence that a locative preposition introduces and that name no party."""
        for place in self.doc._.actors:
            inside = sentence[0] <= place.start < sentence[1]
            if inside and place.start not in self.party_tokens and (place.city or place.form in {"country", "city", "region", "metonym"}):
                yield place

    def nearest(self, encounter: Encounter, others: list[int]) -> Where | None:
        """The nearest place that belongs to this encounter and no other of the sentence."""
        trigger = encounter.trigger[0]
        best: tuple[float, ActorMention] | None = None
        for place in self.cities(encounter.sentence):
            preposition = _before(self.doc, place.start)
            if preposition not in _LOCATIVE or (preposition == "on" and not place.city):
                continue
            distance = abs(place.start - trigger) + (6 if place.start < trigger else 0)
            if distance > _REACH or any(abs(place.start - o) + (6 if place.start < o else 0) < distance for o in others):
                continue
            if best is None or (distance - 3 * bool(place.city)) < best[0]:
                best = (distance - 3 * bool(place.city), place)
        return self._where(best[1]) if best else None

    def _where(self, place: ActorMention) -> Where:
        country = place.place_country or (place.actor.country if place.actor else None)
        return Where(None, place.city, country, (place.start, place.end), place.latitude, place.longitude, place.geonames_id)

    def here(self, encounter: Encounter) -> Where | None:
        """The dateline's place, when the sentence says "here"."""
        span = range(encounter.sentence[0], encounter.sentence[1])
        said = any(self.doc[i].lower_ == "here" and abs(i - encounter.trigger[0]) <= _REACH for i in span)
        return self.doc._.dateline if said else None

    def venue(self, encounter: Encounter) -> tuple[str, tuple[int, int]] | None:
        """A building or room after "at", "in" or "on": "at the State Guest House Padma"."""
        start, end = encounter.sentence
        for i in range(start, end):
            if self.doc[i].lower_ in words("venues", "head") and abs(i - encounter.trigger[0]) <= _REACH:
                span = self._phrase(i, start, end)
                if span and _before(self.doc, span[0]) in {"at", "in", "on"}:
                    return self.doc[span[0] : span[1]].text, span
        return None

    def _phrase(self, i: int, start: int, end: int) -> tuple[int, int] | None:
        left = i
        while left > start and (self.doc[left - 1].pos_ in {"PROPN", "NOUN", "ADJ"} or self.doc[left - 1].text in {"'s"}) and i - left < 5:  # noqa: PLR2004 - words of a name
            left -= 1
        right = i + 1
        while right < end and self.doc[right].text[:1].isupper() and self.doc[right].pos_ == "PROPN" and right - i < 4:  # noqa: PLR2004 - words of a name
            right += 1
        return (left, right) if self.doc[left:right].text[:1].strip() else None


def _placed(encounter: Encounter, atlas: _Map, others: list[int]) -> Encounter:
    if encounter.kind is Kind.VISIT or encounter.kind is Kind.CALL:
        return encounter
    if encounter.where.country:
        return encounter
    where = atlas.nearest(encounter, others) or atlas.here(encounter) or Where()
    venue = atlas.venue(encounter)
    if venue:
        where = replace(where, venue=venue[0], span=where.span or venue[1])
    return replace(encounter, where=where)


@Language.component("readout_places", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def places(doc: Doc) -> Doc:
    """Place `doc._.encounters`."""
    atlas = _Map(doc)
    found = doc._.encounters
    doc._.encounters = tuple(
        _placed(e, atlas, [o.trigger[0] for o in found if o.sentence == e.sentence and o.trigger != e.trigger]) for e in found
    )
    return doc
