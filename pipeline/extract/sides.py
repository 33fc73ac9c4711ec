"""The sides of a civil war: which movement "the rebels" are, and whose "the government" is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Actor, Form, Mention
from pipeline.extract.leaders import leaders
from pipeline.extract.rows import rows, words

_STATE = frozenset({"government", "authorities"})
_LOCATIVE = frozenset({"in", "at", "to", "from", "near"})
_FEW = 3  # movements that sit at one table
_COUNTRIES = frozenset({"country", "demonym", "metonym"})


@cache
def _adjectives() -> dict[str, str]:
    return {row["iso3"]: row["adjectives"].split("|")[0] for row in rows("countries")}


def _adjective(state: Actor | None) -> str:
    """As in "Chadian" for Chad; empty for no state."""
    return _adjectives().get(state.country or "", "") if state else ""


def sided(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with rebels made their movement's, and governments without a name their state's."""
    movements = [(a.start, a.actor) for a in doc._.actors if a.form == "movement" and a.actor]
    return [_sided(doc, mentions, movements, m) for m in mentions]


def _sided(
    doc: Doc, mentions: Sequence[Mention], movements: Sequence[tuple[int, Actor]], mention: Mention
) -> Mention:
    role = fold(mention.role or "").split()
    if set(role) & words("groups", "revolt"):
        states = _beside(doc, mentions, mention)
        told = tuple(a for a in mention.actors if a.organization)
        return replace(mention, actors=(*states, *(told or _rebels(doc, movements, mention))))
    bare = mention.form is Form.GROUP and not mention.actors and not mention.count
    if not (bare and set(role) & _STATE) or doc[mention.root].lower_ == "governments":
        return mention
    if _against(doc, mentions, mention):
        state = _governing(doc, mentions)
        return replace(mention, actors=(state,)) if state else mention
    if doc[mention.start].lower_ == "the":
        state = _told_before(mentions, mention) or _state(doc)
        return replace(mention, actors=(state,)) if state else mention
    return mention


def _beside(doc: Doc, mentions: Sequence[Mention], mention: Mention) -> tuple[Actor, ...]:
    """As in "government and rebel negotiators": the state whose government is told in one with its rebels."""
    told = {t.lower_ for t in doc[mention.start : mention.end]}
    if mention.form is not Form.GROUP or "and" not in told or not told & _STATE:
        return ()
    own = tuple(a for a in mention.actors if a.country)
    state = _governing(doc, mentions)
    return own or ((state,) if state else ())


def _governing(doc: Doc, mentions: Sequence[Mention]) -> Actor | None:
    """The state whose government is told of most, else the state told of most: the one that rebels fight."""
    states = (m.actor for m in mentions if set(fold(m.role or "").split()) & _STATE)
    told = Counter(actor for actor in states if actor and actor.country)
    return told.most_common(1)[0][0] if told else _state(doc)


def warring(doc: Doc) -> list[Actor]:
    """The state and the movements, few, that fight it or negotiate with it in an article; empty without both."""
    named = {a.actor for a in doc._.actors if a.form == "movement"}
    told = (a for m in doc._.mentions for a in m.actors if a.organization)
    rebels = list(
        dict.fromkeys(a for a in told if a in named or a.code.split()[-1] in words("groups", "revolt"))
    )
    state = _governing(doc, doc._.mentions)
    return [state, *rebels] if state and 0 < len(rebels) <= _FEW else []


def _against(doc: Doc, mentions: Sequence[Mention], mention: Mention) -> bool:
    """As in "government and rebel delegations", "between rebels and government": told with its rebels."""
    for other in mentions:
        between = doc[mention.end : other.start].text or doc[other.end : mention.start].text
        if between.lower() in {"and", "and the"} and mention is not other:
            return bool(set(fold(other.role or "").split()) & words("groups", "revolt"))
    return False


def _rebels(doc: Doc, movements: Sequence[tuple[int, Actor]], mention: Mention) -> tuple[Actor, ...]:
    """The movement of the table, else the article's, else one by the name of its country."""
    known = [
        h.actor for h in leaders().on(fold_name(mention.name or ""), doc._.published) if h.actor.organization
    ]
    if mention.name and known:
        return (known[0],)
    named = tuple(dict.fromkeys(actor for _, actor in movements))
    if mention.form is Form.NAMED and len(named) != 1:
        return mention.actors
    if mention.plural and len(named) > 1 and mention.count in {None, len(named)}:
        return named
    before = [actor for start, actor in movements if start < mention.start]
    if named:
        return (before[-1] if before else named[0],)
    return _unnamed(doc, mention)


def _unnamed(doc: Doc, mention: Mention) -> tuple[Actor, ...]:
    """As in "Chadian rebels": a movement called by its country, in an article that does not name it."""
    whose = [a for a in doc._.actors if mention.start <= a.start < mention.end and a.form in _COUNTRIES]
    kind = next(w for w in fold(mention.role or "").split() if w in words("groups", "revolt"))
    kind = kind if kind.endswith("s") else f"{kind}s"
    state = None if whose else _state(doc)
    country = doc[whose[0].start : whose[0].end].text if whose else _adjective(state)
    return (Actor(organization=f"{country} {kind}".strip()),)


def _told_before(mentions: Sequence[Mention], mention: Mention) -> Actor | None:
    """The state whose government is told nearest before, else first of all."""
    told = [m for m in mentions if m.form is Form.GROUP and m.role == mention.role and m.actor]
    before = [m.actor for m in told if m.start < mention.start]
    return before[-1] if before else told[0].actor if told else None


def _state(doc: Doc) -> Actor | None:
    """The state of which the article speaks most; that of its dateline when it is spoken of much."""
    told = [
        a for a in doc._.actors if a.form in _COUNTRIES and doc[max(a.start - 1, 0)].lower_ not in _LOCATIVE
    ]
    counts = Counter(a.actor for a in told if a.actor and a.actor.country)
    home: Actor | None = doc._.home
    if not counts:
        return home
    most: Actor
    most, number = counts.most_common(1)[0]
    return home if home and 2 * counts[home] >= number else most
