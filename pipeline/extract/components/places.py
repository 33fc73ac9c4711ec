"""Where: the venue, city and country of an encounter. The place is never a party."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.atlas import Atlas, Site, where_of
from pipeline.extract.frames import Encounter, Where
from pipeline.extract.nearness import elsewhere
from pipeline.extract.rows import rows
from pipeline.extract.sequels import sequels
from pipeline.extract.venues import Venue, Venues
from schemas.meeting import Kind, Side

_REACH = 32  # tokens between a trigger and its place
_BEFORE = 6  # tokens that a place before its verb seems farther away
_FRONT = 4  # tokens from the start of a sentence at which "In Zagreb," still opens it
_CITY = 3  # tokens that a city seems nearer than a country


@cache
def _airports() -> dict[tuple[str, str | None], str]:
    """(Folded town of an airport, country) -> the city that it serves."""
    airports = (r for r in rows("venues") if r["sort"] == "airport")
    return {(r["form"].casefold(), r["country"]): r["city"] for r in airports}


class _Reader:
    """Places the encounters of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.atlas = Atlas(doc)
        self.venues = Venues(doc, self.atlas)

    def placed(self, encounter: Encounter, others: Sequence[Encounter]) -> Encounter:
        """The encounter with its place; `others` are the sentence's other encounters."""
        if encounter.kind is Kind.CALL:
            return encounter
        if encounter.kind is Kind.VISIT:
            return replace(encounter, where=self._destination(encounter.where))
        where = encounter.where
        if not where.country:
            where = self._nearest(encounter, others) or self._hosted(encounter) or Where()
        venue = self._venue(encounter)
        return replace(encounter, where=self._inside(encounter, where, venue) if venue else where)

    def _destination(self, where: Where) -> Where:
        """Where a visit goes: a country's name is no city's, a venue or an airport's town stands for its city."""
        venue = next((v for v in self.venues.known if where.span and v.start <= where.span[0] < v.end), None)
        if venue and not where.city and venue.where.country == where.country:
            return replace(venue.where, span=where.span)
        named = next((a for a in self.doc._.actors if where.span == (a.start, a.end)), None)
        if named and named.form == "country" and where.city == named.city:
            return where_of(named)
        served = _airports().get(((where.city or "").casefold(), where.country))
        return Where(None, served, where.country, where.span) if served else where

    def _nearest(self, encounter: Encounter, others: Sequence[Encounter]) -> Where | None:
        """The nearest site that belongs to this encounter and to no other of the sentence."""
        start, end = encounter.sentence
        sites = [s for s in self.atlas.sites if start <= s.start < end and self._tells(s, encounter)]
        several = sum(s.start > encounter.trigger[0] for s in sites) > 1
        rivals = [o for o in others if several or o.trigger != encounter.trigger]
        near = [(self._away(s, encounter), s) for s in sites]
        near = [
            (away - _CITY * bool(s.where.city), s)
            for away, s in near
            if away <= _REACH and not any(self._away(s, o) < away for o in rivals)
        ]
        return min(near, key=lambda n: n[0])[1].where if near else None

    def _tells(self, site: Site, encounter: Encounter) -> bool:
        trigger = encounter.trigger[0]
        parted = any(t.text == ";" for t in self.doc[min(site.start, trigger) : max(site.start, trigger)])
        others = site.whose is not None and site.whose not in {p.mention for p in encounter.parties}
        return not (parted or others or elsewhere(self.doc, trigger, site.start) or self._within_venue(site))

    def _within_venue(self, site: Site) -> bool:
        """As in "Hyderabad House", which does not stand in Hyderabad."""
        return any(v.start <= site.start < v.end and v.where.country for v in self.venues.known)

    def _away(self, site: Site, encounter: Encounter) -> float:
        """Tokens between a site and the trigger, or the last party that shares its trigger with others."""
        trigger = encounter.trigger[0]
        if site.start < trigger:
            fronted = site.start - encounter.sentence[0] <= _FRONT
            parted = not fronted and any(t.text == "," for t in self.doc[site.end : trigger])
            return trigger - site.start + _BEFORE * (1 + parted)
        anchor = self._anchor(encounter)
        return abs(site.start - anchor) + (_BEFORE if site.start < anchor else 0)

    def _anchor(self, encounter: Encounter) -> int:
        trigger, end = encounter.trigger[0], encounter.sentence[1]
        shared = sum(e.trigger == encounter.trigger for e in self.doc._.encounters) > 1
        mentions = [self.doc._.mentions[p.mention].start for p in encounter.parties if p.mention is not None]
        return max((i for i in mentions if shared and trigger < i < end), default=trigger)

    def _hosted(self, encounter: Encounter) -> Where | None:
        """The place that offers itself: "Luanda had offered to host a meeting", "Japan to host the next"."""
        trigger, (start, end) = encounter.trigger[0], encounter.sentence
        hosting = [i for i in range(start, end) if self._hosts(i) and abs(i - trigger) <= _REACH]
        for place in reversed(self.doc._.actors):
            near = hosting and start <= place.start and place.end <= hosting[-1]
            if near and place.form in {"country", "metonym", "city"} and not self._of_party(place.start):
                return where_of(place) if hosting[-1] - place.end <= _BEFORE else None
        return None

    def _hosts(self, i: int) -> bool:
        token = self.doc[i]
        to = i > 0 and self.doc[i - 1].lower_ == "to"  # parsers take "to host" for a noun
        return token.lemma_.lower() == "host" and (token.pos_ == "VERB" or to)

    def _of_party(self, i: int) -> bool:
        return any(m.start <= i < m.end and (m.name or m.role) for m in self.doc._.mentions)

    def _venue(self, encounter: Encounter) -> Venue | None:
        trigger = encounter.trigger[0]
        found = [v for v in self.venues.within(encounter.sentence) if abs(v.start - trigger) <= _REACH]
        near = [v for v in found if not elsewhere(self.doc, trigger, v.start)]
        return min(near, key=lambda v: (v.where.country is None, abs(v.start - trigger)), default=None)

    def _inside(self, encounter: Encounter, where: Where, venue: Venue) -> Where:
        """A venue in its city: the one told, its own, its host's country, or the dateline's."""
        known = venue.where
        if not where.country and known.country:
            return known
        if not where.country and venue.owned:
            hosts = {p.actor.country for p in encounter.parties if p.side is Side.HOST and p.actor}
            country = hosts.pop() if len(hosts) == 1 else None
            return replace(where, venue=venue.text, country=country, span=known.span)
        city = where.city or (known.city if known.country == where.country else None)
        return replace(where, venue=venue.text, city=city, span=where.span or known.span)


@Language.component("readout_places", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def places(doc: Doc) -> Doc:
    """Place `doc._.encounters`."""
    reader = _Reader(doc)
    found = doc._.encounters
    placed = [reader.placed(e, [o for o in found if o is not e and o.sentence == e.sentence]) for e in found]
    for number, later in sequels(doc):
        placed[number] = _joined(placed[number], reader.placed(replace(later, where=Where()), ()).where)
    doc._.encounters = tuple(placed)
    return doc


def _joined(encounter: Encounter, later: Where) -> Encounter:
    """The encounter with what is told of its place later, where the two agree."""
    where = encounter.where
    if encounter.kind in {Kind.VISIT, Kind.CALL} or where.city or not (later.country or later.venue):
        return encounter
    if where.country and where.country != later.country:
        return encounter
    return replace(encounter, where=replace(later, venue=where.venue or later.venue))
