"""What a name means here: names of actors and places that are also persons, words or other places.

A rule sees the tokens around the name, the model's entity labels, and what else the article speaks of.
`words/ambiguous.tsv` states which other state a name means where the article gives certain cues.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor, ActorMention
from pipeline.extract.offices import offices
from pipeline.extract.rows import rows

_PERSON = frozenset({"PERSON", "PER"})
_PLACE = frozenset({"LOC", "GPE", "ORG"})
_LOCATIVE = frozenset(("in", "at", "to", "from", "near", "outside", "into", "for", "through", "via", "of"))
_POSSESSIVE = frozenset({"'s", "'"})
_LINKS = frozenset({"and", ",", "&", "-"})
_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN"})
_DOMAIN = 3  # words between a nationality and its office: "Georgian deputy state border"


class Judge:
    """Whether names of the gazetteer name actors and places where they stand in one Doc."""

    def __init__(self, doc: Doc, sure: Collection[Actor], starts: Collection[int]) -> None:
        self.doc = doc
        self._sure = sure
        self._starts = starts  # tokens at which the gazetteer knows a name
        self._office = {m.start: m.office.sort for m in offices().find([t.lower_ for t in doc])}

    def accepts(self, mention: ActorMention) -> bool:
        """Whether the words name an actor or a place here, and not a person or a common thing."""
        labels = {self.doc[i].ent_type_ for i in range(mention.start, mention.end)}
        if mention.form == "country" and mention.risky:
            return self._country(mention, labels)
        if mention.form == "demonym" and mention.risky:
            return self._before_office(mention) or not labels & _PERSON
        if labels & _PERSON:
            return self._beside_person(mention)
        if not mention.risky:
            return True
        before = self._word(mention.start - 1)
        if mention.form == "organization" and before == "the":
            before = self._word(mention.start - 2)
        if mention.form in {"city", "region"}:
            return before in _LOCATIVE and bool(labels & {"LOC", "GPE", ""})
        return bool(labels & _PLACE) or before in _LOCATIVE

    def _country(self, mention: ActorMention, labels: set[str]) -> bool:
        """As in "Chad and Sudan", "Jordan's King Abdullah"; not "Chad Wolf" nor "President Jordan"."""
        if self._personal(mention):
            return False
        return bool(labels & _PLACE) or mention.actor in self._sure or self._in_company(mention)

    def _in_company(self, mention: ActorMention) -> bool:
        """Whether the words around it are those around a country."""
        before, after = self._word(mention.start - 1), self._word(mention.end)
        paired = (after in _LINKS and mention.end + 1 in self._starts) or (
            before in _LINKS and any(mention.start - k in self._starts for k in (2, 3))
        )
        return before in _LOCATIVE or after in _POSSESSIVE or paired or self._before_office(mention)

    def _personal(self, mention: ActorMention) -> bool:
        """A title before it, or the rest of a personal name on either side."""
        before = self._office.get(mention.start - 1)
        if before and self.doc[mention.start - 1].text[:1].isupper():
            return True
        return self._name_part(mention.start - 1) or self._name_part(mention.end)

    def _name_part(self, i: int) -> bool:
        if not 0 <= i < len(self.doc) or i in self._starts or i in self._office:
            return False
        return self.doc[i].ent_type_ in _PERSON and self.doc[i].text[:1].isupper()

    def _before_office(self, mention: ActorMention) -> bool:
        """Whether an office follows: "Georgian President", "Polish Deputy Premier", "Jordan's king"."""
        for i in range(mention.end, min(mention.end + _DOMAIN, len(self.doc))):
            if self._office.get(i, "style") != "style":
                return True
            token = self.doc[i]
            if token.lower_ not in _POSSESSIVE and (token.pos_ not in _NOMINAL or token.ent_type_ in _PERSON):
                return False
        return False

    def _beside_person(self, mention: ActorMention) -> bool:
        """A name that the model takes for a person: ours when it stands alone or opens the name."""
        if mention.risky:
            return False
        opens = self._label(mention.start - 1) not in _PERSON
        alone = opens and self._label(mention.end) not in _PERSON
        leads = mention.form in {"country", "demonym", "organization", "movement"}
        return alone or (leads and opens)

    def _label(self, i: int) -> str:
        return self.doc[i].ent_type_ if 0 <= i < len(self.doc) else ""

    def _word(self, i: int) -> str:
        return self.doc[i].lower_ if 0 <= i < len(self.doc) else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _meanings() -> dict[str, tuple[dict[str, str], ...]]:
    found: dict[str, tuple[dict[str, str], ...]] = {}
    for row in rows("ambiguous"):
        found[row["form"]] = (*found.get(row["form"], ()), row)
    return found


def _applies(row: dict[str, str], words: Collection[str], on: date | None) -> bool:
    since, until = _day(row["from"]), _day(row["until"])
    timely = on is None or ((not since or on >= since) and (not until or on <= until))
    cues, against = row["cues"].split("|"), row["against"].split("|")
    return timely and any(fold(c) in words for c in cues) and not any(a and fold(a) in words for a in against)


def reinterpreted(mention: ActorMention, doc: Doc, words: Collection[str]) -> ActorMention:
    """The mention with the actor that the article's other words give it."""
    for row in _meanings().get(doc[mention.start : mention.end].text, ()):
        if _applies(row, words, doc._.published):
            return replace(mention, actor=Actor(row["country"] or None, row["organization"] or None))
    return mention


def spoken(doc: Doc) -> frozenset[str]:
    """The article's capitalised words, folded."""
    return frozenset(fold(t.text) for t in doc if _capitalised(t))


def _capitalised(token: Token) -> bool:
    return token.text[:1].isupper()
