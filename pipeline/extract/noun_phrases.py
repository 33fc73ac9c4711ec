"""Noun phrases of office: "visiting Chinese State Councilor", "ministers of Rwanda and Burundi", "Iranian officials".

Found by their tokens, not by their parse: titles are where small parsers err most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.extract.frames import Actor, ActorMention
from pipeline.extract.offices import OfficeMatch, title_case
from pipeline.extract.rows import words

_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN"})
_LINKS = frozenset({"and", "&", "-", "/"})
_REACH = 6  # no office of the press has more modifiers than this before its head
_FORMER, _DROP, _KEEP, _DET = (words("modifiers", s) for s in ("former", "drop", "keep", "det"))
_POSSESSIVE = frozenset({"his", "her", "its", "their", "our"})
_NO_MODIFIER = frozenset(
    "here there today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday earlier later also "
    "meanwhile time visit talks meeting week month year day morning evening night member members".split()
)


@dataclass(slots=True)
class OfficePhrase:
    """An office with what belongs to it; token spans are half-open, `head` is the office's last word."""

    start: int
    end: int
    head: int
    role: str
    sort: str
    plural: bool
    actors: list[Actor] = field(default_factory=list)
    determiner: str = ""
    former: bool = False
    wanted: list[ActorMention] = field(default_factory=list)


class PhraseFinder:
    """Builds office phrases over one Doc, given its actors and the tokens of its names."""

    def __init__(self, doc: Doc, actors: Sequence[ActorMention], named: set[int]) -> None:
        self.doc = doc
        self.named = named
        self.actor_at: dict[int, ActorMention] = {
            i: a for a in actors for i in range(a.start, a.end) if i not in named
        }
        self.sentence_start = [0] * len(doc)
        for i in range(len(doc)):
            starts = doc[i].is_sent_start
            self.sentence_start[i] = i if starts or i == 0 else self.sentence_start[i - 1]

    def phrase(self, match: OfficeMatch) -> OfficePhrase:
        """The full phrase around a match."""
        office = match.office
        phrase = OfficePhrase(match.start, match.end, match.end - 1, office.role, office.sort, office.plural)
        self._leftwards(phrase, match)
        self._rightwards(phrase)
        phrase.plural = phrase.plural or (office.sort == "group" and office.form != "ministry")
        return phrase

    # -- to the left -------------------------------------------------------------------------------------------

    def _leftwards(self, phrase: OfficePhrase, match: OfficeMatch) -> None:
        i, domain = self._domain(match.start)
        if match.office.sort != "rank" and domain:
            phrase.role = title_case(f"{' '.join(domain)} {phrase.role}".strip())
        phrase.start = i
        i = self._actors_before(phrase, i)
        self._determiners(phrase, i)

    def _domain(self, start: int) -> tuple[int, list[str]]:
        """The words of the office's domain: "foreign", "overseas trade", "Presidency"."""
        i, taken = start, []
        while i - 1 >= self.sentence_start[start] and start - i < _REACH and self._modifies(i - 1):
            i -= 1
            taken.insert(0, self.doc[i].text)
        while taken and taken[0].lower() in _LINKS:
            taken.pop(0)
            i += 1
        return i, _join(taken)

    def _modifies(self, i: int) -> bool:
        token = self.doc[i]
        if i in self.named or i in self.actor_at or token.lower_ in _DROP | _DET | _FORMER | _NO_MODIFIER:
            return False
        if token.lower_ in _LINKS:
            return i > 0 and self._modifies(i - 1) and self.doc[i - 1].text[0].isupper() == self.doc[i + 1].text[0].isupper()
        return (token.pos_ in _NOMINAL or token.lower_ in _KEEP) and token.is_alpha

    def _actors_before(self, phrase: OfficePhrase, i: int) -> int:
        """Actors that modify the office: "U.S., Russian and Chinese", "Hungary's"."""
        floor = self.sentence_start[phrase.head]
        while i - 1 >= floor:
            j = i - 1
            if self.doc[j].lower_ in {"'s", "'"} and j - 1 >= floor:
                j -= 1
            actor = self.actor_at.get(j)
            listed = bool(phrase.wanted) and self.doc[j].lower_ in {"and", ",", "-", "&"} and self.actor_at.get(j - 1)
            if listed:
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
                phrase.role = title_case(f"{word} {phrase.role}")
            elif word not in _DROP and not self._elaborates(i - 1, phrase):
                return
            i -= 1
            phrase.start = i

    def _elaborates(self, i: int, phrase: OfficePhrase) -> bool:
        """An adjective or number between determiner and actor: "the seven-member Taliban delegation"."""
        token = self.doc[i]
        if i in self.actor_at or not (phrase.actors or phrase.sort == "group"):
            return False
        return token.pos_ in {"ADJ", "NUM"} or token.lower_ in {"member", "man"} or (token.text == "-" and not token.whitespace_)

    # -- to the right ------------------------------------------------------------------------------------------

    def _rightwards(self, phrase: OfficePhrase) -> None:
        i = phrase.end
        while i < len(self.doc) and not self.doc[i].is_sent_start:
            word = self.doc[i].lower_
            collective = (phrase.sort == "group" or phrase.plural) and not (word == "from" and self._own_place(i + 1))
            if word == "of" or (word in {"from", "for"} and collective) or (word == "from" and self._actor_follows(i + 1)):
                i = self._complement(phrase, i, takes_actors=True)
            elif word in {"for", "to"} and phrase.sort == "office" and self._noun_follows(i + 1):
                i = self._complement(phrase, i, takes_actors=False)
            else:
                return
            if i == phrase.end:
                return
            phrase.end = i

    def _own_place(self, i: int) -> bool:
        """As in "from its Paris headquarters": no government speaks here."""
        return i < len(self.doc) and self.doc[i].lower_ in {"its", "their", "his", "her", "our"}

    def _actor_follows(self, i: int) -> bool:
        while i < len(self.doc) and self.doc[i].lower_ == "the":
            i += 1
        return i in self.actor_at and self.actor_at[i].form != "city"

    def _noun_follows(self, i: int) -> bool:
        while i < len(self.doc) and self.doc[i].lower_ in {"the", "a"}:
            i += 1
        return i < len(self.doc) and (i in self.actor_at or (self.doc[i].pos_ in _NOMINAL and i not in self.named and self.doc[i].text[0].isupper()))

    def _complement(self, phrase: OfficePhrase, i: int, *, takes_actors: bool) -> int:
        """Read "of ..." from token `i`; returns where it ends, or `phrase.end` when nothing belongs."""
        end, actors, role_end = self._nominal(i + 1, plural=phrase.plural)
        if end == i + 1:
            return phrase.end
        if takes_actors and actors:
            if not phrase.actors or self.doc[i].lower_ == "of":
                phrase.wanted = phrase.wanted or actors
                phrase.actors = phrase.actors or [a.actor for a in actors if a.actor]
            domain = self.doc[i:role_end].text if role_end > i + 1 else ""
        else:
            domain = self.doc[i:end].text
        if domain and phrase.sort == "office":
            phrase.role = _tidy(f"{phrase.role} {title_case(domain)}")
        return end

    def _nominal(self, i: int, *, plural: bool) -> tuple[int, list[ActorMention], int]:
        """(end, actors in it, end of the part that names a domain) of the noun phrase at `i`."""
        end = role_end = start = i
        actors: list[ActorMention] = []
        while i < len(self.doc) and not (i > start and self.doc[i].is_sent_start) and i not in self.named:
            token, actor = self.doc[i], self.actor_at.get(i)
            if actor is not None and actor.actor is not None:
                actors.append(actor)
                i = end = actor.end
                if actor.form == "institution":
                    role_end = end
            elif token.lower_ in {"'s", "'"} and actors:
                i += 1
            elif token.lower_ in {"the", "its", "their", "of", "10", "-"} or token.pos_ == "NUM":
                i += 1
            elif token.lower_ in {"and", "&", ","} and self._list_goes_on(i + 1, actors, plural=plural, comma=token.text == ","):
                i += 1
            elif token.pos_ in _NOMINAL and token.is_alpha and token.lower_ not in _NO_MODIFIER:
                i = end = i + 1
                role_end = end if not actors else role_end
            else:
                break
        return end, actors, min(role_end, end)

    def _list_goes_on(self, i: int, actors: list[ActorMention], *, plural: bool, comma: bool) -> bool:
        while i < len(self.doc) and self.doc[i].lower_ in {"the", "and", "its", "six", "five", "other"}:
            i += 1
        follows = self.actor_at.get(i)
        if follows is not None:
            return plural and bool(actors)
        return not comma and not actors and i < len(self.doc) and self.doc[i].pos_ in _NOMINAL and i not in self.named


def _join(taken: list[str]) -> list[str]:
    text = " ".join(taken).replace(" - ", "-").replace(" / ", "/")
    return text.split()


def _tidy(role: str) -> str:
    return " ".join(role.replace(" 's", "'s").replace(" of the of ", " of ").split()).removesuffix(" of the").removesuffix(" of")
