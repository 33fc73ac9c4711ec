"""Who a name is: short, long and misspelt forms of one name, and the office-holder whom it names on a day."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor
from pipeline.extract.leaders import Holder, leaders

_ALIKE = 0.8  # two spellings of one surname; "Lavorv" and "Lavrov" give 0.83
_WHOLE = 0.84  # two spellings of one full name; "Walid al-Moualem" and "Walid Muallem" give 0.85
_LONG = 3  # words of a name that leaves little to doubt
_SENT = frozenset(
    {"envoy", "mediator", "negotiator", "representative", "coordinator", "peacemaker", "emissary"}
)
_SHORT = 3  # letters of names that must agree exactly


@dataclass(slots=True)
class Draft:
    """A person while the article is read."""

    words: tuple[str, ...]
    names: list[str] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)
    actors: Counter[Actor] = field(default_factory=Counter)
    first: int = 0
    last: int = 0


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    return min(len(a), len(b)) > _SHORT and a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _first_names_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    x, y = a[0], b[0]
    initial = (len(x) == 1 or len(y) == 1) and x[0] == y[0]
    return initial or x[:3] == y[:3] or x in b or y in a


def _holders(words: tuple[str, ...]) -> set[str]:
    """The people of the table whose full name this is, a middle name allowed."""
    return {h.name for h in leaders().named(words) if words in h.names or len(words) > 2}  # noqa: PLR2004


def _apart(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Two long names that each have words the other lacks: cousins of one house, not one man."""
    mine, yours = set(known) - set(words), set(words) - set(known)
    unlike = [a for a in mine if not any(_same_word(a, b) for b in yours)]
    return min(len(known), len(words)) >= _LONG and bool(unlike) and bool(yours)


def same(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a name may be a short, long or misspelt form of another."""
    if set(words) <= set(known) or set(known) <= set(words) or "".join(words) == "".join(known):
        return True
    if _apart(known, words):
        return False
    if len(words) == 1:
        return any(_same_word(words[0], w) for w in (known[-1], known[0]))
    if len(known) == 1:
        return _same_word(known[0], words[-1])
    if known[-1] == words[-1] and _holders(known) & _holders(words):
        return True
    return _same_word(known[-1], words[-1]) and _first_names_agree(known, words)


def _akin(said: Collection[str], held: Collection[str]) -> bool:
    """Whether an office of the article may be one of the table by another word: a mediator is an envoy."""
    return bool(set(said) & set(held)) or bool(set(said) & _SENT and set(held) & _SENT)


def holder(draft: Draft, day: date | None, near: Collection[Actor] = ()) -> Holder | None:
    """The office-holder whom the table knows by this name on this day, agreeing with what the article says.

    Of several people that of an actor in `near`, those of whom the article speaks, is meant.
    """
    candidates = leaders().on(draft.words, day) or leaders().on(draft.words[::-1], day)
    roles = {w for r in draft.roles for w in fold(r).split()}
    if draft.actors:
        candidates = [h for h in candidates if h.actor in draft.actors]
    fits = [h for h in candidates if not roles or _akin(roles, set(fold(h.role).split()))]
    fits = [h for h in fits if h.actor in near] or fits
    vague = len(draft.words) == 1 and not roles and not draft.actors
    if vague and len({h.name for h in fits}) > 1:
        return None
    if not fits and len(draft.words) > 1:
        fits = candidates
    return fits[0] if fits else None


def misspelt_holder(draft: Draft, day: date | None) -> Holder | None:
    """Who of those in the same office then has nearly the same full name: "Walid al-Moualem" is Walid Muallem."""
    if len(draft.words) < 2 or draft.actors:  # noqa: PLR2004 - a surname alone says too little
        return None
    found = [
        h for role in draft.roles for h in leaders().serving(fold(role), day) if _alike(draft.words, h.names)
    ]
    return found[0] if len({h.name for h in found}) == 1 else None


def _alike(words: tuple[str, ...], names: Collection[tuple[str, ...]]) -> bool:
    text = " ".join(words)
    return any(SequenceMatcher(None, text, " ".join(n)).ratio() >= _WHOLE for n in names if len(n) > 1)


def former_holder(draft: Draft) -> Holder | None:
    """Someone whom the table knows at another time, by full name or by surname with the very office.

    The actor, not the office, carries over.
    """
    known = [h for h in leaders().named(draft.words) if draft.words in h.names]
    if len(draft.words) == 1:
        said = {fold(r) for r in draft.roles}
        known = [h for h in leaders().named(draft.words) if fold(h.role) in said]
    return known[0] if len({h.actor for h in known}) == 1 else None


def held_by_another(role: str, actor: Actor, words: tuple[str, ...], day: date | None) -> bool:
    """Whether the table knows that office of that state, on that day, as somebody else's alone."""
    known = [h for h in leaders().serving(fold(role), day) if h.actor == actor]
    return bool(known) and not any(same(n, words) for h in known for n in h.names)
