"""The places that a Doc tells of, each with what says that somebody is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from pipeline.extract.capitals import capital
from pipeline.extract.frames import ActorMention, Where
from pipeline.extract.rows import words

Span = tuple[int, int]
_LOCATIVE = frozenset({"in", "at", "on", "near", "outside"})
_NAMEABLE = frozenset({"DET", "ADJ", "PROPN", "NOUN", "PRON", "NUM"})
_WORDS = 3  # of a little town's name
_NOBODY = -1  # is no mention
_MODIFIERS = 5  # tokens between a preposition and the place that it introduces
_OFFICIALS = frozenset({"official", "representative", "diplomat"})  # who are met where they are told to be
_EMBASSIES = frozenset({"embassy", "consulate", "mission"})
_CAPITAL = frozenset({"capital"})
TOWN = frozenset({"city", "capital", "town", "port", "resort", "village", "island"})
# Countries that are a city, or share the name of the one that is meant.
_CITY_STATES = frozenset({"SGP", "VAT", "MCO", "HKG", "MAC", "LUX", "DJI", "SMR"})


@dataclass(frozen=True, slots=True)
class Site:
    """Tokens that place something."""

    start: int
    end: int
    where: Where
    whose: int | None = (
        None  # the mention of those who are told to be there: of talks with them, and of no others
    )


def where_of(place: ActorMention) -> Where:
    """The place that a mention names; a country's name is no city's, but for the few that are both."""
    country = place.place_country or (place.actor.country if place.actor else None)
    span = (place.start, place.end)
    if place.form == "country" and place.actor:
        city = place.city if place.actor.country in _CITY_STATES else None
        return Where(None, city, place.actor.country, span)
    return Where(None, place.city, country, span, place.latitude, place.longitude, place.geonames_id)


class Atlas:
    """The sites of one Doc, left to right."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._party = {i for m in doc._.mentions if m.name or m.role for i in range(m.start, m.end)}

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """All of them."""
        found = [*self._named(), *self._described(), *self._unlisted(), *self._pointed()]
        return tuple(sorted(found, key=lambda s: (s.start, s.end)))

    def _named(self) -> Iterator[Site]:
        """Places behind a preposition: "in Zurich", "at the White House", "in the Swiss city of Basel"."""
        for place in self.doc._.actors:
            nameable = place.city or place.form in {"country", "city", "region", "metonym"}
            if nameable and self._free(place) and (self._introduced(place) or self._opens(place)):
                yield Site(place.start, place.end, self._within(place), self._whose(place))

    def _opens(self, place: ActorMention) -> bool:
        """As in "back from Baghdad, where he met Saddam"."""
        after = [t.lower_ for t in self.doc[place.end : place.end + 2] if t.text != ","]
        return after[:1] == ["where"]

    def _within(self, place: ActorMention) -> Where:
        """The place, in the state that follows it: "Palm Beach, Florida" is not the one in Australia."""
        where = self._of_nation(where_of(place))
        for wider in self.doc._.actors:
            follows = wider.start == place.end + 1 and self.doc[place.end].text == ","
            state = where_of(wider).country if follows and wider.form in {"country", "region"} else None
            if where.city and state and state != where.country:
                return Where(None, where.city, state, where.span)
        return where

    def _of_nation(self, where: Where) -> Where:
        """The town in the state told before it: "the Irish city of Derry" is not the one in New Hampshire."""
        if not (where.span and where.city and where.span[0] > 1):
            return where
        of, town = self.doc[where.span[0] - 1], self.doc[where.span[0] - 2]
        nation = self._nation_before(town.i) if of.lower_ == "of" and town.lower_ in TOWN else None
        return Where(None, where.city, nation, where.span) if nation not in {None, where.country} else where

    def _free(self, place: ActorMention) -> bool:
        """Whether it names no party: "In Zagreb, Croatian Foreign Minister Kovac" is read apart."""
        if place.start not in self._party:
            return True
        return (
            place.end < len(self.doc)
            and self.doc[place.end].text in {",", "and"}
            and place.end in self._party
        )

    def _introduced(self, place: ActorMention) -> bool:
        preposition, at = self.preposition(place.start)
        if preposition == "of" and at and self.doc[at - 1].lower_ in TOWN:
            preposition, at = self.preposition(at - 1)
        if at and self.doc[at - 1].lemma_.lower() in words("venues", "elsewhere") | words("venues", "posted"):
            abroad = preposition in {"in", "at"} and self._abroad(place, at - 1)
            return abroad or self._at_home(place, at - 1) or self._at_embassy(at - 1)
        island = self.doc[place.start : place.end].text in words("venues", "island")
        return preposition in _LOCATIVE and (preposition != "on" or bool(place.city) or island)

    def _at_home(self, place: ActorMention, i: int) -> bool:
        """Whether unnamed people are in their own country: "met Danish officials in Copenhagen"."""
        country = where_of(place).country
        people = [m for m in self.doc._.mentions if m.start <= i < m.end and m.actor and not m.name]
        own = any(m.actor.country == country for m in people)
        return own and bool(place.city) and self.doc[i].lemma_.lower() in _OFFICIALS

    def _abroad(self, place: ActorMention, i: int) -> bool:
        """Whether people are told to be in another country than theirs: "met Saudi officials in Oman"."""
        country = where_of(place).country
        if not country or self.doc[i].lemma_.lower() not in words("venues", "posted"):
            return False
        theirs = [m.actor for m in self.doc._.mentions if m.start <= i < m.end and m.actor]
        return bool(theirs) and all(a.country != country for a in theirs)

    def _whose(self, place: ActorMention) -> int | None:
        """The number of the people before the place: "Saudi officials in Oman"."""
        at = self.preposition(place.start)[1]
        if not at or self.doc[at - 1].lemma_.lower() not in words("venues", "posted"):
            return None
        return next((n for n, m in enumerate(self.doc._.mentions) if m.start <= at - 1 < m.end), _NOBODY)

    def _at_embassy(self, i: int) -> bool:
        """As in "met at the Danish embassy in Madrid"; not "met the Danish embassy in Madrid"."""
        return self.doc[i].lower_ in _EMBASSIES and self.preposition(i)[0] in {"at", "in", "inside"}

    def preposition(self, start: int) -> tuple[str, int]:
        """The preposition before a place, over its modifiers, and where it stands; else nothing."""
        for i in range(start - 1, max(start - _MODIFIERS, -1), -1):
            token = self.doc[i]
            if token.pos_ == "ADP" or token.lower_ in _LOCATIVE:
                return token.lower_, i
            if token.pos_ not in _NAMEABLE and token.text not in {"'s", ",", "-"}:
                return "", 0
        return "", 0

    def _described(self) -> Iterator[Site]:
        """As in "the Kazakh capital", "the Swiss city", "the capital"."""
        for token in self.doc:
            if token.lower_ not in TOWN or self.preposition(token.i)[0] not in _LOCATIVE | {"to"}:
                continue
            if token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "of":
                continue
            country = self._nation_before(token.i)
            if country is None and self.doc[token.i - 1].lower_ not in {"the", "that", "this"}:
                continue
            where = self._town(country, token.i, seat=token.lower_ in _CAPITAL)
            if where:
                yield Site(token.i, token.i + 1, where)

    def _nation_before(self, i: int) -> str | None:
        for place in self.doc._.actors:
            if i - 3 <= place.start and place.end <= i and place.actor and place.actor.country:
                return str(place.actor.country)
        return None

    def _town(self, country: str | None, i: int, *, seat: bool) -> Where | None:
        if seat and country:
            return Where(None, capital(country, self.doc._.published), country, (i, i + 1))
        home: Where | None = self.doc._.dateline
        if country is None:
            return home
        towns = [
            a for a in self.doc._.actors if a.city and where_of(a).city and where_of(a).country == country
        ]
        before = [a for a in towns if a.end <= i]
        if before:
            return _repointed(where_of(before[-1]), i)
        if home and home.country == country and home.city:
            return _repointed(home, i)
        return _repointed(where_of(towns[0]), i) if towns else Where(None, None, country, (i, i + 1))

    def _unlisted(self) -> Iterator[Site]:
        """A little town told by a place better known: "at Manhasset, outside New York"."""
        for place in self.doc._.actors:
            where = where_of(place)
            start = self._little(place.start, bare=place.form in {"country", "region"})
            if where.country and start is not None:
                end = next(i for i in range(start, place.start + 1) if self.doc[i].pos_ != "PROPN")
                yield Site(start, end, Where(None, self.doc[start:end].text, where.country, (start, end)))

    def _little(self, known: int, *, bare: bool) -> int | None:
        """The first token of an unlisted name before a known one, when a locative stands before it."""
        i = known - 1
        while i > 0 and (self.doc[i].text == "," or self.doc[i].lower_ in {"in", "outside", "near"}):
            i -= 1
        joined = known - 1 - i
        if not joined or (joined == 1 and self.doc[known - 1].text == "," and not bare):
            return None
        last = i
        while i > 0 and self.doc[i].pos_ == "PROPN" and last - i < _WORDS and i not in self._party:
            i -= 1
        listed = {k for a in self.doc._.actors for k in range(a.start, a.end)}
        plain = not listed & set(range(i + 1, last + 1))
        at = self.doc[i].lower_ in {"in", "at", "near"}
        venue = self.doc[last].lower_ in words("venues", "head")
        return i + 1 if i < last and plain and at and not venue else None

    def _pointed(self) -> Iterator[Site]:
        """As in "here", which is the dateline's place, and "there", which is the one told last."""
        for token in self.doc:
            word = token.lower_
            if word == "here" and self.doc._.dateline:
                yield Site(token.i, token.i + 1, self.doc._.dateline)
            elif word == "there" and token.pos_ == "ADV" and token.dep_ != "expl":
                told = [a for a in self.doc._.actors if a.end <= token.i and where_of(a).city]
                if told:
                    yield Site(token.i, token.i + 1, _repointed(where_of(told[-1]), token.i))


def _repointed(where: Where, i: int) -> Where:
    return Where(
        None, where.city, where.country, (i, i + 1), where.latitude, where.longitude, where.geonames_id
    )
