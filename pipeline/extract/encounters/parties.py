"""Lists of parties: their actors, the same party told twice, one actor told for all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.frames import Actor, Party


def actors_of(parties: Iterable[Party]) -> set[Actor]:
    """The actors that are known of some parties."""
    return {p.actor for p in parties if p.actor}


def flat(groups: Iterable[Sequence[Party]]) -> list[Party]:
    """The parties of some groups, in order."""
    return [p for g in groups for p in g]


def alike(parties: list[Party]) -> list[Party]:
    """The parties of a list, those of no known actor counted to the only one named in it."""
    actors = actors_of(parties)
    if len(actors) != 1:
        return parties
    return [replace(p, actor=next(iter(actors))) if p.actor is None and p.name else p for p in parties]


def distinct(parties: Sequence[Party]) -> list[Party]:
    """Each party once; a bare actor gives way to a person or collective of it."""
    kept: list[Party] = []
    for party in parties:
        known = party.actor is not None or party.name is not None
        if known and not any(_same(party, k) for k in kept):
            kept.append(party)
    fuller = {p.actor for p in kept if p.name or p.role}
    return [p for p in kept if p.name or p.role or p.actor not in fuller]


def _same(a: Party, b: Party) -> bool:
    if a.person is not None or b.person is not None:
        return a.person == b.person
    return a.actor == b.actor and a.role == b.role and a.name == b.name
