"""Noun phrases of office: "visiting Chinese State Councilor", "ministers of Rwanda", "Iranian officials".

Found by their tokens, not by their parse: titles are where small parsers err most. This module reads to the
left of the office and `complements` to the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.extract.frames import Actor, ActorMention
from pipeline.extract.offices import OfficeMatch, title_case
from pipeline.extract.rows import words

NOMINAL = frozenset({"ADJ", "NOUN", "PROPN"})
_LINKS = frozenset({"and", "&", "-", "/"})
_REACH = 6  # no office of the press has more modifiers than this before its head
_DESCRIPTIVE = ("ed", "ing", "ful", "ish", "less", "like", "year")  # "bearded": of the man, not the office
_BEHIND = ("-backed", "-supported", "-sponsored", "-installed", "-allied", "-aligned")
_FORMER, _DROP, _KEEP, _DET = (words("modifiers", s) for s in ("former", "drop", "keep", "det"))
NO_MODIFIER = words("modifiers", "never")


@dataclass(slots=True)
class OfficePhrase:
    """An office with what belongs to it; token spans are half-open, `head` is the office's last word.

    The role is built of its parts: `before` ("deputy", "trade"), `title` ("Foreign Minister"; `titles` when it
    is several people's: "foreign ministers") and `after` ("for Central Asia").
    """

    start: int
    end: int
    head: int
    title: str
    titles: str
    sort: str
    plural: bool
    actors: list[Actor] = field(default_factory=list)
    determiner: str = ""
    former: bool = False
    wanted: list[ActorMention] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    foremost: list[str] = field(default_factory=list)

    @property
    def role(self) -> str:
        """The office of one person: "Deputy Foreign Minister", "Special Representative for Central Asia"."""
        return tidy(title_case(" ".join([*self.foremost, *self.before, self.title, *self.after])))

    @property
    def group_role(self) -> str:
        """The office of several: "foreign ministers", "heads of state", "officials"."""
        parts = " ".join([*self.foremost, *self.before, self.titles]).split()
        return tidy(" ".join([*(_lowered(w) for w in parts), *self.after]))


def _lowered(word: str) -> str:
    """A word without its capital, unless it is an abbreviation: "UN"."""
    return word if word.isupper() else word.lower()


def tidy(role: str) -> str:
    """The role without what reading its words left over."""
    text = " ".join(role.replace(" 's", "'s").replace(" of the of ", " of ").split())
    return text.removesuffix(" of the").removesuffix(" of").removesuffix(" for")


class PhraseFinder:
    """Builds office phrases over one Doc, given its actors and the tokens of its names."""

    def __init__(self, doc: Doc, actors: Sequence[ActorMention], named: set[int]) -> None:
        self.doc = doc
        self.named = named
        self.actor_at: dict[int, ActorMention] = {
            i: a for a in actors for i in range(a.start, a.end) if i not in named and not _aloof(doc, a)
        }
        self.sentence_start = [0] * len(doc)
        for i in range(len(doc)):
            starts = doc[i].is_sent_start
            self.sentence_start[i] = i if starts or i == 0 else self.sentence_start[i - 1]

    def phrase(self, match: OfficeMatch) -> OfficePhrase:
        """The phrase around a match, as far as it reaches to the left."""
        office = match.office
        titles = office.form if office.sort != "group" else office.role or office.form
        plural = office.plural or (office.sort == "group" and office.form != "ministry")
        phrase = OfficePhrase(match.start, match.end, match.end - 1, office.role, titles, office.sort, plural)
        self._leftwards(phrase, match)
        if office.actor and not phrase.actors:
            phrase.actors = [office.actor]
        return phrase

    def _leftwards(self, phrase: OfficePhrase, match: OfficeMatch) -> None:
        i, domain = self._domain(match.start)
        if match.office.sort != "rank":
            phrase.before = domain
        phrase.start = i
        i = self._actors_before(phrase, self._past_rank(i))
        self._determiners(phrase, i)

    def _past_rank(self, i: int) -> int:
        """Over "first", "new" between state and office: "the Burundian first vice president"."""
        ranked = i > 1 and self.doc[i - 1].lower_ in _DROP and not self.doc[i - 1].is_sent_start
        beyond = self.actor_at.get(i - 2) if ranked else None
        return i - 1 if beyond is not None and beyond.form in {"country", "demonym"} else i

    def _domain(self, start: int) -> tuple[int, list[str]]:
        """The words of the office's domain: "foreign", "overseas trade", "Presidency"."""
        i = start
        taken: list[str] = []
        while i - 1 >= self.sentence_start[start] and start - i < _REACH and self._modifies(i - 1):
            i -= 1
            taken.insert(0, self.doc[i].text)
        while taken and taken[0].lower() in _LINKS:
            taken.pop(0)
            i += 1
        return i, _join(taken)

    def _modifies(self, i: int) -> bool:
        token = self.doc[i]
        if i in self.named or i in self.actor_at or token.lower_ in _DROP | _DET | _FORMER | NO_MODIFIER:
            return False
        if token.lower_ in _LINKS:
            alike = i + 1 < len(self.doc) and _cased_alike(self.doc, i - 1, i + 1)
            return i > 0 and self._modifies(i - 1) and alike
        if token.pos_ == "ADJ" and token.lower_.endswith(_DESCRIPTIVE) and token.lower_ not in _KEEP:
            return False
        return (token.pos_ in NOMINAL or token.lower_ in _KEEP) and token.is_alpha

    def _actors_before(self, phrase: OfficePhrase, i: int) -> int:
        """Actors that modify the office: "U.S., Russian and Chinese", "Hungary's"."""
        floor = self.sentence_start[phrase.head]
        while i - 1 >= floor:
            j = i - 1
            if self.doc[j].lower_ in {"'s", "'"} and j - 1 >= floor:
                j -= 1
            actor = self.actor_at.get(j)
            links = self.doc[j].lower_ in {"and", ",", "-", "&"}
            if phrase.wanted and links and phrase.plural and self.actor_at.get(j - 1):
                i = j
                continue
            if actor is None or actor.actor is None:
                break
            phrase.wanted.insert(0, actor)
            i = actor.start
        phrase.actors = [a.actor for a in phrase.wanted if a.actor]
        phrase.start = min(phrase.start, i)
        return i

    def _determiners(self, phrase: OfficePhrase, i: int) -> None:
        floor = self.sentence_start[phrase.head]
        while i - 1 >= floor and i - 1 not in self.named:
            word = self.doc[i - 1].lower_
            if word in _DET:
                phrase.determiner = word
                phrase.start = i - 1
                return
            if word in _FORMER:
                phrase.former = True
            elif word in _KEEP and phrase.actors:
                phrase.foremost.insert(0, word)
            elif word not in _DROP and not self._elaborates(i - 1, phrase):
                return
            i -= 1
            phrase.start = i

    def _elaborates(self, i: int, phrase: OfficePhrase) -> bool:
        """An adjective or number between determiner and actor: "the seven-member Taliban delegation"."""
        token = self.doc[i]
        if i in self.actor_at:
            return False
        if token.pos_ == "ADJ" and token.lower_.endswith(_DESCRIPTIVE):
            return True
        if not (phrase.actors or phrase.sort == "group"):
            return False
        glued = token.text == "-" and not token.whitespace_
        return glued or token.pos_ in {"ADJ", "NUM"} or token.lower_ in {"member", "man"}


def _aloof(doc: Doc, actor: ActorMention) -> bool:
    """As in "the U.S.-backed government": who stands behind somebody is not who he is."""
    return doc[actor.start : actor.end].text.lower().endswith(_BEHIND)


def _cased_alike(doc: Doc, a: int, b: int) -> bool:
    return doc[a].text[0].isupper() == doc[b].text[0].isupper()


def _join(taken: list[str]) -> list[str]:
    text = " ".join(taken).replace(" - ", "-").replace(" / ", "/")
    return text.split()
