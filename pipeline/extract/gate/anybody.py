"""A sentence read as if whoever may be a party were one: what is left to tell is whether its grammar fits at all.

Who the people of a sentence are is told by the article around it. Before that is read, each run of words that may
name or describe a party stands for somebody of a state of his own; pronouns and plurals stand for two.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.extract.components.actors import to_mention
from pipeline.extract.encounters.triggers import trigger
from pipeline.extract.frames import Actor, ActorMention, Form, Mention, Party, Where
from pipeline.extract.gate.parties import PartyWords
from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.reference import References
from pipeline.extract.rows import words

_SOMEBODY = "?"
_RELATIVES = frozenset(("who", "whom", "whose", "which", "that"))
_JOINTS = frozenset(("of", "the", "'s", "'", "&"))


class Anybody(References):
    """References that take every mention for somebody whom nothing is known of."""

    def protagonist(self, position: int) -> list[Party]:  # noqa: ARG002 - nothing depends on where
        """Somebody of whom the article may speak most."""
        return [_somebody(-1)]

    def latest(self, position: int) -> list[Party]:  # noqa: ARG002 - as above
        """Nobody: what was told before would be reason enough to read."""
        return []

    def sides(self, position: int, *, of_states: bool) -> list[Party]:  # noqa: ARG002 - as above
        """Two of whom the article may speak."""
        return [_somebody(-1), _somebody(-2)]

    def of_mention(self, number: int) -> list[Party]:
        """One whom a mention may stand for, or two, and the bodies that it names."""
        mention = self.mentions[number]
        bodies = [Party(None, _chief(), a, mention=number) for a in mention.actors if a.organization]
        if mention.form is Form.ACTOR:
            return [Party(None, None, a, mention=number) for a in mention.actors if a.country] + bodies
        name = None if mention.form is Form.OFFICE else _SOMEBODY
        return [_somebody(2 * number + k, name, number) for k in range(1 + mention.plural)] + bodies


def _somebody(person: int, name: str | None = _SOMEBODY, mention: int | None = None) -> Party:
    return Party(name, _SOMEBODY, Actor(country=f"{_SOMEBODY}{person}"), person=person, mention=mention)


def _name(token: Token) -> bool:
    return token.text[:1].isupper() and not token.is_sent_start


@cache
def _chief() -> str:
    return min(words("frames", "chief"))


class Disguise:
    """Sets on a parsed Doc what the components before the encounters would, without asking who is who.

    Args:
        party: words that stand for parties.
    """

    def __init__(self, party: PartyWords) -> None:
        self._offices = party.offices | party.anybodys
        self._plurals = party.several | party.groups
        self._persons = party.persons | _RELATIVES

    def put_on(self, doc: Doc) -> Doc:
        """Set `doc._.actors`, `doc._.mentions` and `doc._.dateline`."""
        texts = [token.text for token in doc]
        matches = Gazetteer.load().find(texts, on=doc._.published)
        doc._.actors = tuple(to_mention(m, texts[m.start : m.end], doc) for m in matches)
        if doc._.dateline_text:
            doc._.dateline = Where(city=_SOMEBODY, country=_SOMEBODY)
        doc._.mentions = tuple(self._mentions(doc))
        return doc

    def _mentions(self, doc: Doc) -> Iterator[Mention]:
        named: dict[int, ActorMention] = {i: a for a in doc._.actors for i in range(a.start, a.end)}
        start = 0
        while start < len(doc):
            end = self._end(doc, start, named)
            if end > start and (found := self._mention([doc[i] for i in range(start, end)], named)):
                yield found
            start = max(end, start + 1)

    def _end(self, doc: Doc, start: int, named: dict[int, ActorMention]) -> int:
        """Where the run of words that may describe a party ends."""
        end = start
        while end < len(doc) and not (end > start and doc[end].is_sent_start):
            if not (end in named or self._may(doc[end])):
                break
            if self._stands_alone(doc[end]):
                return max(end, start + 1) if end == start else end
            end += 1
        return end

    def _stands_alone(self, token: Token) -> bool:
        return token.lower_ in self._persons or (token.lower_ in self._plurals and token.pos_ == "PRON")

    def _may(self, token: Token) -> bool:
        lower = token.lower_
        if trigger("noun", token.lemma_.lower(), lower):
            return False
        if lower in self._offices or lower in self._plurals or lower in self._persons:
            return True
        return (
            token.text[:1].isupper()
            and lower not in _calendar()
            and token.pos_ not in {"ADP", "DET", "SCONJ", "CCONJ"}
        )

    def _mention(self, span: Sequence[Token], named: dict[int, ActorMention]) -> Mention | None:
        actors = tuple(dict.fromkeys(a.actor for t in span if (a := named.get(t.i)) and a.actor))
        start, end = span[0].i, span[-1].i + 1
        if all(t.i in named for t in span):
            return Mention(start, end, end - 1, Form.ACTOR, actors=actors) if actors else None
        form = Form.NAMED if any(_name(t) for t in span) else Form.OFFICE
        if self._stands_alone(span[0]):
            form = Form.PRONOUN
        plural = any(
            t.lower_ in self._plurals or (t.tag_ == "NNS" and t.lower_ in self._offices) for t in span
        )
        return Mention(start, end, end - 1, form, actors=actors, plural=plural)


@cache
def _calendar() -> frozenset[str]:
    return frozenset(words("casing", "calendar"))
