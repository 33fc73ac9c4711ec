"""Whom "the two foreign ministers" are, when the two sides were told by other people."""

from collections.abc import Sequence

from pipeline.extract.folding import fold
from pipeline.extract.frames import Actor, Party, Person
from pipeline.extract.offices import title_case
from pipeline.extract.relations import as_peer
from pipeline.extract.rows import words

_KINDS, _STAFF = words("groups", "kind"), words("groups", "staff")


def _fits(office: str, role: str | None) -> bool:
    """Whether somebody who holds `role` may be called by the singular of a collective."""
    wanted, held = fold(office).split(), fold(as_peer(role, None) if role else "").split()
    if not held or not set(wanted) & _KINDS:
        return True
    return set(wanted) <= set(held) or (wanted[-1] == "premier" and "prime" in held)


def suit(role: str, parties: Sequence[Party]) -> bool:
    """Whether the parties may be called by a collective: none holds another kind of office."""
    return all(_fits(_singular(role), p.role) for p in parties)


def _singular(role: str) -> str:
    first, *rest = role.split(" of ", 1)
    return title_case(" of ".join([first.removesuffix("s"), *rest]))


def _holder(actor: Actor, office: str, people: Sequence[Person]) -> int | None:
    return next(
        (k for k, p in enumerate(people) if p.name and p.actor == actor and _fits(office, p.role)), None
    )


def by_office(
    role: str | None, parties: Sequence[Party], people: Sequence[Person], *, of_states: bool
) -> list[Party]:
    """The parties themselves where the office is theirs; else who holds it on each side, named or not.

    `of_states` tells that the collective is called after its states: "officials from both countries".
    """
    if not role or not role.split(" of ")[0].endswith("s") or not any(p.actor for p in parties):
        return list(parties)
    if role.split()[-1] in _STAFF:
        return [Party(None, role, actor) for actor in _sides(parties)] if of_states else list(parties)
    office = _singular(role)
    if suit(role, parties):
        return list(parties)
    found = []
    for actor in _sides(parties):
        person = _holder(actor, office, people)
        name, held = (people[person].name, people[person].role) if person is not None else (None, office)
        found.append(Party(name, held, actor, person=person))
    return found


def _sides(parties: Sequence[Party]) -> list[Actor]:
    return list(dict.fromkeys(p.actor for p in parties if p.actor))
