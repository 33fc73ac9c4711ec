"""Actors and places: countries, nationalities, governments, organisations and cities named in the text."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Actor, ActorMention, Where
from pipeline.extract.gazetteer import Entry, Gazetteer, Match, resolve

Doc.set_extension("actors", default=(), force=True)
Doc.set_extension("dateline", default=None, force=True)
Doc.set_extension("home", default=None, force=True)

_PERSON = frozenset({"PERSON", "PER"})
_LOCATIVE = frozenset("in at to from near outside into for through via of".split())


def actor_of(entry: Entry, doc: Doc) -> Actor | None:
    """Whom an entry stands for on the day of publication; None for a place that is no government."""
    if entry.kind in {"organization", "movement"} or (entry.kind == "institution" and entry.organization):
        return Actor(organization=entry.organization or entry.canonical)
    if entry.kind in {"country", "demonym", "metonym", "institution"}:
        country = resolve(entry, doc._.published)
        return Actor(country=country) if country else None
    return None


def to_mention(match: Match, doc: Doc) -> ActorMention:
    """The likeliest meaning of a match, with the city that the same words may name."""
    first = match.entries[0]
    city = next((e for e in match.entries if e.kind in {"city", "region"}), None)
    country = resolve(city, doc._.published) if city else None
    return ActorMention(
        match.start, match.end, first.kind, actor_of(first, doc),
        city=city.canonical if city and city.kind == "city" else None, place_country=country, risky=first.risky,
        latitude=city.latitude if city else None, longitude=city.longitude if city else None,
        geonames_id=city.geonames_id if city else None,
    )  # fmt: skip


def _accepted(mention: ActorMention, doc: Doc) -> bool:
    """Whether the words name an actor or a place here, and not a person or a common thing."""
    labels = {doc[i].ent_type_ for i in range(mention.start, mention.end)}
    if labels & _PERSON:
        inner = doc[mention.end].ent_type_ in _PERSON if mention.end < len(doc) else False
        opens = mention.start == 0 or doc[mention.start - 1].ent_type_ not in _PERSON
        alone = opens and not inner
        return not mention.risky and (alone or (mention.form in {"country", "demonym", "organization", "movement"} and opens))
    if not mention.risky:
        return True
    before = doc[mention.start - 1].lower_ if mention.start else ""
    if mention.form in {"city", "region"}:
        return before in _LOCATIVE and bool(labels & {"LOC", "GPE", ""})
    return bool(labels & {"LOC", "GPE", "ORG"}) or before in _LOCATIVE


def find_actors(doc: Doc) -> Iterator[ActorMention]:
    """The actors and places of a Doc, left to right."""
    words = [t.text for t in doc]
    for match in Gazetteer.load().find(words, on=doc._.published):
        mention = to_mention(match, doc)
        if _accepted(mention, doc):
            yield mention


def where_of(mention: ActorMention) -> Where:
    """The place that a mention names."""
    country = mention.place_country or (mention.actor.country if mention.actor else None)
    return Where(None, mention.city, country, (mention.start, mention.end), mention.latitude, mention.longitude, mention.geonames_id)


def _first_place(words: list[str], doc: Doc) -> ActorMention | None:
    found = [to_mention(m, doc) for m in Gazetteer.load().find(words, on=doc._.published)]
    places = [m for m in found if m.city or m.place_country or (m.actor and m.actor.country)]
    return next((m for m in places if m.city), places[0] if places else None)


def _set_home(doc: Doc) -> None:
    """The dateline's place, and the country whose offices the article need not name."""
    for name in ("dateline_text", "outlet"):
        text = getattr(doc._, name)
        place = _first_place([w.strip(",.()") for w in text.title().split()] if text and text.isupper() else (text or "").replace("'s", " 's").split(), doc) if text else None
        if place is None:
            continue
        where = where_of(place)
        if name == "dateline_text":
            doc._.dateline = Where(None, where.city, where.country, None, where.latitude, where.longitude, where.geonames_id)
        if doc._.home is None and where.country:
            doc._.home = Actor(country=where.country)


@Language.component("readout_actors", assigns=["doc._.actors", "doc._.dateline", "doc._.home"])
def actors(doc: Doc) -> Doc:
    """Set `doc._.actors`, `doc._.dateline` and `doc._.home`."""
    _set_home(doc)
    found = list(find_actors(doc))
    known = {m.actor for m in found if not m.risky} | {doc._.home}
    # "Congress" is the American one only where America is spoken of.
    doc._.actors = tuple(m for m in found if not (m.risky and m.form == "institution" and m.actor not in known))
    return doc
