"""Mentions without a name or an office: pronouns, "the two sides", "both", "the South African"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.extract.frames import Actor, ActorMention, Form, Mention
from pipeline.extract.rows import words

PRONOUNS = frozenset(
    ("he", "she", "they", "him", "her", "them", "who", "whom", "his", "their", "whose", "it", "its")
)
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_THEY = frozenset({"they", "them", "their"})
BOTH, _PEOPLE = words("groups", "both"), words("groups", "people")
_BETWEEN = frozenset({"the", "foreign", "prime", "defence", "defense", "finance", "old", "state"})
_REACH = 4  # "the two foreign ministers"
_VERBAL = frozenset({"VERB", "AUX", "PUNCT", "ADV", "ADP", "CCONJ", "PART", "SCONJ"})


def anaphors(doc: Doc) -> Iterator[Mention]:
    """All anaphoric mentions of a Doc, in order."""
    for token in doc:
        mention = _of(doc, token)
        if mention is not None:
            yield mention


def _of(doc: Doc, token: Token) -> Mention | None:
    i, lower = token.i, token.lower_
    if lower in PRONOUNS:
        return Mention(i, i + 1, i, Form.PRONOUN, plural=lower in _THEY)
    if lower == "koreas":
        pair = (Actor("KOR"), Actor("PRK"))
        return Mention(i, i + 1, i, Form.GROUP, None, "officials", pair, plural=True)
    if lower in {"visitor", "guest"} and i > 0:
        return Mention(i - 1, i + 1, i, Form.OFFICE, definite=True)
    return _counted(doc, token)


def _counted(doc: Doc, token: Token) -> Mention | None:
    """As in "The two ministers", "the pair", "both"."""
    i, lower = token.i, token.lower_
    if lower in BOTH and i > 0:
        start, count = _count(doc, i)
        return _group(start, i, count) if count else None
    if lower in {"two", "three", "four", "pair", "trio"} and _stands_alone(doc, i):
        return _group(i - 1, i, {"pair": 2, "trio": 3}.get(lower, NUMBERS.get(lower)))
    if lower == "both" and i + 1 < len(doc) and doc[i + 1].pos_ in {"VERB", "AUX"}:
        return _group(i, i, 2)
    return None


def _group(start: int, last: int, count: int | None) -> Mention:
    return Mention(start, last + 1, last, Form.GROUP, plural=True, count=count, definite=True)


def _stands_alone(doc: Doc, i: int) -> bool:
    """As in "The two will meet", "talks between the pair"."""
    follows = doc[i + 1] if i + 1 < len(doc) else None
    loose = follows is None or follows.pos_ in {"VERB", "AUX", "PUNCT", "ADV", "ADP"}
    return i > 0 and doc[i - 1].lower_ == "the" and loose


def _count(doc: Doc, i: int) -> tuple[int, int | None]:
    start, count = i, None
    while start > 0 and (i - start) < _REACH:
        word = doc[start - 1].lower_
        if word in NUMBERS:
            count = NUMBERS[word]
        elif word not in _BETWEEN:
            break
        start -= 1
    return start, count


def of_actor(doc: Doc, actor: ActorMention, actors: tuple[Actor, ...]) -> Mention:
    """A government, an organisation, or one of its people: "Moscow", "the South African"."""
    if actor.form == "demonym" and national(doc, actor):
        return Mention(actor.start - 1, actor.end, actor.end - 1, Form.OFFICE, actors=actors, definite=True)
    return Mention(
        actor.start, actor.end, actor.end - 1, Form.ACTOR, actors=actors, plural=actor.form == "demonym"
    )


def national(doc: Doc, actor: ActorMention) -> bool:
    """Whether a nationality stands for one person: "the Croatian said", not "the Croatians", "the French"."""
    if not actor.start or doc[actor.start - 1].lower_ != "the":
        return False
    last = doc[actor.end - 1]
    if last.lower_ in _PEOPLE or last.lower_.endswith(("s", "ese", "ish", "ch")):
        return False
    follows = doc[actor.end] if actor.end < len(doc) else None
    return follows is None or follows.pos_ in _VERBAL
