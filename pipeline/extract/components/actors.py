"""Actors and places: countries, nationalities, governments, organisations and cities named in the text."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.ambiguity import Judge, reinterpreted, spoken
from pipeline.extract.bodies import anaphoric_bodies, unknown_bodies
from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor, ActorMention, Where
from pipeline.extract.gazetteer import Entry, Gazetteer, Match, resolve

Doc.set_extension("actors", default=(), force=True)
Doc.set_extension("dateline", default=None, force=True)
Doc.set_extension("home", default=None, force=True)

_HALVES = frozenset({"North", "South", "East", "West"})
_COMPASS = frozenset(h.lower() for h in _HALVES)
_TOWN = 2  # words of a little town's name in a dateline


def actor_of(entry: Entry, doc: Doc) -> Actor | None:
    """Whom an entry stands for on the day of publication; None for a place that is no government."""
    if entry.kind in {"organization", "movement"} or (entry.kind == "institution" and entry.organization):
        return Actor(organization=entry.organization or entry.canonical)
    if entry.kind in {"country", "demonym", "metonym", "institution"}:
        country = resolve(entry, doc._.published)
        return Actor(country=country) if country else None
    return None


def _city(match: Match, doc: Doc, context: Collection[str]) -> Entry | None:
    """The city or region among the meanings: the first, or the first in a country that the article names."""
    places = [e for e in match.entries if e.kind in {"city", "region"}]
    near = (e for e in places if e.kind == "city" and resolve(e, doc._.published) in context)
    first = places[0] if places else None
    return next(near, first) if first and first.risky else first


def _as_written(city: Entry, words: Sequence[str]) -> str:
    """The city as the article spells it: "Danang" and "Bombay" stay, of "NYC" and "Washington DC" the name is taken."""
    written = " ".join(words)
    shared = set(fold(written).split()) & set(fold(city.canonical).split())
    return city.canonical if shared or written.isupper() else written


def to_mention(match: Match, words: Sequence[str], doc: Doc, context: Collection[str] = ()) -> ActorMention:
    """The likeliest meaning of a match, with the city that the same words may name.

    Of several cities of doubtful fame that in one of the `context` countries (ISO alpha-3) is meant.
    """
    first = match.entries[0]
    city = _city(match, doc, context)
    country = resolve(city, doc._.published) if city else None
    actor = actor_of(first, doc)
    if first.kind == "country" and actor and country != actor.country:
        city, country = None, None  # "Jordan" is no quarter of Hong Kong
    return ActorMention(
        match.start, match.end, first.kind, actor,
        city=_as_written(city, words) if city and city.kind == "city" else None,
        place_country=country, risky=first.risky,
        latitude=city.latitude if city else None, longitude=city.longitude if city else None,
        geonames_id=city.geonames_id if city else None,
    )  # fmt: skip


def find_actors(doc: Doc) -> Iterator[ActorMention]:
    """The actors and places of a Doc, left to right."""
    words = [t.text for t in doc]
    matches = Gazetteer.load().find(words, on=doc._.published)
    plain = [to_mention(m, _own(m, words), doc) for m in matches]
    sure = {m.actor for m in plain if m.actor and not m.risky} | ({doc._.home} if doc._.home else set())
    context = {a.country for a in sure if a.country}
    judge = Judge(doc, sure, {m.start for m in plain})
    said = spoken(doc)
    for match in matches:
        mention = to_mention(match, _own(match, words), doc, context)
        if judge.accepts(mention):
            yield reinterpreted(mention, doc, said)


def _own(match: Match, words: Sequence[str]) -> Sequence[str]:
    return words[match.start : match.end]


def where_of(mention: ActorMention) -> Where:
    """The place that a mention names."""
    country = mention.place_country or (mention.actor.country if mention.actor else None)
    return Where(
        None, mention.city, country, (mention.start, mention.end),
        mention.latitude, mention.longitude, mention.geonames_id,
    )  # fmt: skip


def _first_place(words: Sequence[str], doc: Doc) -> ActorMention | None:
    found = [to_mention(m, _own(m, words), doc) for m in Gazetteer.load().find(words, on=doc._.published)]
    places = [m for m in found if m.city or m.place_country or (m.actor and m.actor.country)]
    return next((m for m in places if m.city), places[0] if places else None)


def _words(text: str) -> list[str]:
    """The words of a dateline or an outlet's name, those in capitals written as names."""
    if text.casefold() == "united nations":  # agencies file so from its seat
        return ["New", "York"]
    if text.isupper():
        return [w.strip(",.()") for w in text.title().split()]
    return text.replace("'s", " 's").split()


def _set_home(doc: Doc) -> None:
    """The dateline's place, and the country whose offices the article need not name."""
    for name in ("dateline_text", "outlet"):
        text = getattr(doc._, name)
        place = _first_place(_words(text), doc) if text else None
        if place is None:
            continue
        where = where_of(place)
        if name == "dateline_text":
            city = where.city or _unlisted(text, place)
            doc._.dateline = Where(
                None, city, where.country, None, where.latitude, where.longitude, where.geonames_id
            )
        if doc._.home is None and where.country:
            doc._.home = Actor(country=where.country)


def _unlisted(text: str, country: ActorMention) -> str | None:
    """A dateline's little town, told by its country: "NOVYE ATAGI, Russia"."""
    town, told, _ = text.partition(" , ")
    size = len(town.split())
    if not told or size > _TOWN or country.start < size:
        return None
    return town.title() if town.isupper() else town


def _free(found: Sequence[ActorMention], more: Iterator[ActorMention]) -> list[ActorMention]:
    """Both, in order, the new ones before what they overlap."""
    new = list(more)
    taken = {i for m in new for i in range(m.start, m.end)}
    kept = [m for m in found if not taken & set(range(m.start, m.end))]
    return sorted([*kept, *new], key=lambda m: m.start)


def _halves(doc: Doc, found: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """As in "North and South Korea", "East and West German": the half that leaves out the name of both."""
    for other in found:
        i = other.start - 2
        halved = other.end - other.start > 1 and doc[other.start].lower_ in _COMPASS and i >= 0
        if not halved or doc[i].text.title() not in _HALVES or doc[i + 1].lower_ not in {"and", "or", ","}:
            continue
        words = [doc[i].text, *(t.text for t in doc[other.start + 1 : other.end])]
        for match in Gazetteer.load().find(words, on=doc._.published):
            if (match.start, match.end) == (0, len(words)):
                half = to_mention(match, words, doc)
                yield replace(half, start=i, end=i + 1)


@Language.component("readout_actors", assigns=["doc._.actors", "doc._.dateline", "doc._.home"])
def actors(doc: Doc) -> Doc:
    """Set `doc._.actors`, `doc._.dateline` and `doc._.home`."""
    _set_home(doc)
    found = list(find_actors(doc))
    known = {m.actor for m in found if not m.risky} | {doc._.home}
    # "Congress" is the American one only where America is spoken of.
    found = [m for m in found if not (m.risky and m.form == "institution" and m.actor not in known)]
    listed = {i for m in found if m.form in {"organization", "movement"} for i in range(m.start, m.end)}
    found = _free(found, unknown_bodies(doc, listed))
    found = _free(found, _halves(doc, found))
    doc._.actors = tuple(_free(found, anaphoric_bodies(doc, found)))
    return doc
