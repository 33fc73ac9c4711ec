"""What an office is called: by another word, by a shorter one, by the state's or by a company's."""

from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor
from pipeline.extract.relations import as_peer
from pipeline.extract.rows import words

_LEADING = words("groups", "leading")  # words of offices whose holders the press calls leaders
_PUBLIC = words("groups", "public")  # words of offices that belong to the state where nothing else is said
_PRIVATE = words("groups", "private")  # words of offices that are a company's where nothing else is said
_FOREIGN_CHANCELLORS = words("groups", "chancellor")  # where a chancellor is the foreign minister


def in_english(role: str | None, actor: Actor | None) -> str | None:
    """A Spanish American "chancellor" is a foreign minister."""
    chancellor = role in {"Chancellor", "Chancellor of the Republic"}
    return "Foreign Minister" if chancellor and actor and actor.country in _FOREIGN_CHANCELLORS else role


def public(role: str | None) -> bool:
    """Whether an office is the state's where nothing else is said of it."""
    folded = fold(role or "")
    return any(w in folded for w in _PUBLIC) and not any(w in folded for w in _PRIVATE)


def fits(wanted: str, role: str | None) -> bool:
    """Whether who holds `role` may be called by the office `wanted`: "the minister" is a foreign minister."""
    a, b = fold(wanted).split(), fold(role or "").split()
    if not a or not b:
        return False
    if a == ["leader"] and set(b) & _LEADING:
        return True
    return set(a) <= set(b) or set(b) <= set(a) or (a[-1] == b[-1] and len(a) == 1)


def one_office(one: str, other: str | None) -> bool:
    """Whether two offices are one under two names: a foreign secretary is his country's top diplomat."""
    a, b = (fold(as_peer(r, None)).replace("defense", "defence") for r in (one, other or ""))
    return a == b
