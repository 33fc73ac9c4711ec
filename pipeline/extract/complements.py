"""What follows an office: "of Foreign Affairs", "for Central Asia", "to the UN", "of France and Italy"."""

from spacy.tokens import Token

from pipeline.extract.frames import Actor, ActorMention
from pipeline.extract.noun_phrases import NO_MODIFIER, NOMINAL, OfficePhrase, PhraseFinder
from pipeline.extract.offices import title_case
from pipeline.extract.rows import words

_OWN = frozenset({"its", "their", "his", "her", "our"})
_THROUGH = frozenset({"the", "its", "their", "of", "10", "-"})
_COUNTED = frozenset({"the", "all", "member", "participating", "its", "other"})
_MEMBERS = frozenset({"members", "states", "countries", "nations", "governments", "partners"})
_BOTH_OR_KOREAS = words("groups", "both") | {"koreas"}
_PEERS = frozenset({"counterpart", "counterparts"})
_SENT = words("modifiers", "sent")  # offices that somebody holds with somebody: "ambassador to"


class Complements:
    """Widens office phrases to the right, over the same Doc as their finder."""

    def __init__(self, finder: PhraseFinder) -> None:
        self.doc = finder.doc
        self.named = finder.named
        self.actor_at = finder.actor_at

    def widen(self, phrase: OfficePhrase) -> OfficePhrase:
        """The phrase with its complements, in place."""
        i = phrase.end = self._of_members(phrase) or self._of_both(phrase)
        while i < len(self.doc) and not self.doc[i].is_sent_start:
            takes_actors = self._takes(phrase, i)
            if takes_actors is None:
                break
            i = self._complement(phrase, i, takes_actors=takes_actors)
            if i == phrase.end:
                break
            phrase.end = i
        return phrase

    def _of_both(self, phrase: OfficePhrase) -> int:
        """Where "of the two countries", "from both sides" ends, right after the office of several."""
        several = phrase.plural or phrase.sort == "group"
        if not several or self.doc[phrase.end : phrase.end + 1].text.lower() not in {"of", "from"}:
            return phrase.end
        following = [t.lower_ for t in self.doc[phrase.end + 1 : phrase.end + 4]]
        k = 1 if following[:1] == ["the"] else 0
        whose = following[k + 1 : k + 2]
        if following[k : k + 1] not in (["both"], ["two"]) or _BOTH_OR_KOREAS.isdisjoint(whose):
            return phrase.end
        if whose == ["koreas"]:
            phrase.actors = phrase.actors or [Actor("KOR"), Actor("PRK")]
        phrase.determiner = phrase.determiner or "the"
        return phrase.end + k + 3

    def _of_members(self, phrase: OfficePhrase) -> int | None:
        """Where "of the 10 members of Asean", "of the member states of the EU" ends, after the office of several."""
        i = phrase.end
        if not phrase.plural or phrase.actors or i >= len(self.doc) or self.doc[i].lower_ != "of":
            return None
        i += 1
        while i < len(self.doc) and (self.doc[i].lower_ in _COUNTED or self.doc[i].pos_ == "NUM"):
            i += 1
        if i + 1 >= len(self.doc) or self.doc[i].lower_ not in _MEMBERS or self.doc[i + 1].lower_ != "of":
            return None
        i += 3 if self.doc[i + 2 : i + 3].text.lower() == "the" else 2
        body = self.actor_at.get(i)
        if body is None or body.actor is None or body.actor.organization is None:
            return None
        phrase.wanted, phrase.actors = [body], [body.actor]
        return body.end

    def _takes(self, phrase: OfficePhrase, i: int) -> bool | None:
        """Whether the preposition at `i` brings actors of the office; None where it brings nothing."""
        word = self.doc[i].lower_
        collective = phrase.sort == "group" or phrase.plural
        if word == "of" or (word == "from" and self._actor_follows(i + 1)):
            return True
        if word == "in" and self.doc[phrase.head].lower_ in _PEERS and self._actor_follows(i + 1):
            return True
        if word in {"from", "for"} and collective and not (word == "from" and self._own(i + 1)):
            return True
        if word == "for" and phrase.sort == "office" and self._noun_follows(i + 1):
            return False
        if word == "to" and phrase.sort == "office" and self._sent(phrase, i):
            return False
        return None

    def _sent(self, phrase: OfficePhrase, i: int) -> bool:
        """As in "Ambassador to Moscow", "envoys to the UN", but not "sent envoys to Moscow"."""
        if self.doc[phrase.head].lower_.removesuffix("s") not in _SENT or not self._noun_follows(i + 1):
            return False
        return not phrase.plural or self.doc[i + 1].lower_ == "the"

    def _own(self, i: int) -> bool:
        """As in "from its Paris headquarters": no government speaks here."""
        return i < len(self.doc) and self.doc[i].lower_ in _OWN

    def _actor_follows(self, i: int) -> bool:
        while i < len(self.doc) and self.doc[i].lower_ == "the":
            i += 1
        return i in self.actor_at and self.actor_at[i].form != "city"

    def _noun_follows(self, i: int) -> bool:
        while i < len(self.doc) and self.doc[i].lower_ in {"the", "a"}:
            i += 1
        if i >= len(self.doc):
            return False
        token = self.doc[i]
        named = self._nameable(token) and i not in self.named and token.text[0].isupper()
        return named or i in self.actor_at or self._domain_follows(i)

    def _nameable(self, token: Token) -> bool:
        """Whether a word may be of a noun phrase: "Near" of "Near Eastern Affairs" is no preposition."""
        return token.pos_ in NOMINAL or (
            token.pos_ == "ADP" and token.text.istitle() and token.lower_ == "near"
        )

    def _domain_follows(self, i: int) -> bool:
        """A lower-case domain: "undersecretary for border affairs"."""
        while i < len(self.doc) and self.doc[i].pos_ in NOMINAL and i not in self.named:
            if self.doc[i].lower_ in {"affairs", "security", "policy", "relations", "cooperation"}:
                return True
            i += 1
        return False

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
            if not domain and not phrase.plural:
                domain = self._owned(i, end, actors[0])
        else:
            domain = self.doc[i:end].text
        if domain and phrase.sort == "office":
            phrase.after.append(title_case(domain) if not phrase.plural else domain)
        return end

    def _owned(self, i: int, end: int, owner: ActorMention) -> str:
        """As in "Of the army" for "of Pakistan's army": an organ of the state, without the state's name."""
        k = owner.end
        possessive = k < end and self.doc[k].lower_ in {"'s", "'"}
        if owner.start - i > 2 or not (possessive or owner.form == "demonym"):  # noqa: PLR2004 - "of the"
            return ""
        words = [t.text for t in self.doc[k + possessive : end]]
        return f"{self.doc[i].text} the {' '.join(words)}" if words and "of" not in words else ""

    def _nominal(self, start: int, *, plural: bool) -> tuple[int, list[ActorMention], int]:
        """(end, actors in it, end of the part that names a domain) of the noun phrase at `start`."""
        i = end = role_end = start
        actors: list[ActorMention] = []
        while i < len(self.doc) and not (i > start and self.doc[i].is_sent_start) and i not in self.named:
            token, actor = self.doc[i], self.actor_at.get(i)
            if actor is not None and actor.actor is not None:
                actors.append(actor)
                i = end = actor.end
                role_end = end if actor.form == "institution" else role_end
            elif self._through(i, actors, plural=plural):
                i += 1
            elif self._nameable(token) and token.is_alpha and token.lower_ not in NO_MODIFIER:
                i = end = i + 1
                role_end = end if not actors else role_end
            else:
                break
        return end, actors, min(role_end, end)

    def _through(self, i: int, actors: list[ActorMention], *, plural: bool) -> bool:
        """Small words that a noun phrase may run through."""
        token = self.doc[i]
        if token.lower_ in _THROUGH or token.pos_ == "NUM" or (token.lower_ in {"'s", "'"} and actors):
            return True
        links = token.lower_ in {"and", "&", ","}
        return links and self._list_goes_on(i + 1, actors, plural=plural, comma=token.text == ",")

    def _between(self, i: int) -> bool:
        """Whether a word may stand before the next item of a list: "and the smaller Justice Movement"."""
        token = self.doc[i]
        described = token.pos_ == "ADJ" and token.text.islower() and i not in self.actor_at
        return token.lower_ in {"the", "and", "its", "six", "five", "other"} or described

    def _list_goes_on(self, i: int, actors: list[ActorMention], *, plural: bool, comma: bool) -> bool:
        while i < len(self.doc) and self._between(i):
            i += 1
        follows = self.actor_at.get(i)
        if follows is not None:
            owns = follows.end < len(self.doc) and self.doc[follows.end].lower_ in {"'s", "'"}
            return plural and bool(actors) and follows.form != "demonym" and not owns
        nominal = i < len(self.doc) and self.doc[i].pos_ in NOMINAL and i not in self.named
        return nominal and not comma and not actors
