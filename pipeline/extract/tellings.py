"""Two tellings of one encounter: whether they are, and what they say together."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.frames import Actor, Encounter, Party, When, Where
from schemas.meeting import Kind, Side, Status

_STRONG = (Status.POSTPONED, Status.CANCELLED, Status.REFUSED)
_OPEN = frozenset({Status.PLANNED, Status.PROPOSED})
_PASSING = frozenset({"title", "vague"})  # features of an encounter only if all its tellings have them
_HEADS = frozenset(
    {"chief", "head", "leader", "chairman", "chair", "chairwoman", "director", "boss", "president"}
)
_PRECISION = {"day": 0, "week": 1, "month": 2, "year": 3, "unknown": 4}


def actors(encounter: Encounter) -> frozenset[str]:
    """The codes of the parties, and of the country that a visit goes to."""
    codes = {p.actor.code for p in encounter.parties if p.actor}
    if encounter.kind is Kind.VISIT and encounter.where.country:
        codes.add(encounter.where.country)
    return frozenset(codes)


def _people(encounter: Encounter, actor: Actor | None) -> list[Party]:
    """Single people who speak for an actor, by name or by office; whoever is a visit's host says little of it."""
    hosts = encounter.kind is Kind.VISIT
    parties = [p for p in encounter.parties if not (hosts and p.side is Side.HOST)]
    return [p for p in parties if p.actor == actor and (p.name or p.person is not None)]


def _may_be_one(a: Party, b: Party) -> bool:
    """Whether two may be one person: the same, or one without a name whose office the other may hold."""
    if a.person == b.person and (a.person is not None or a.name == b.name):
        return True
    x, y = (set((p.role or "").lower().split()) for p in (a, b))
    return not (a.name and b.name) and (x <= y or y <= x or _led_alike(x, y))


def _led_alike(x: set[str], y: set[str]) -> bool:
    """As in "Election Chief" and "Chairman of the Election Commission"."""
    a, b = x - _HEADS, y - _HEADS
    return bool(a and b) and a != x and b != y and (a <= b or b <= a)


def _named_agree(a: Encounter, b: Encounter) -> bool:
    """Whether no shared actor is represented by people of different names; headlines shorten offices."""
    for actor in {p.actor for p in a.parties} & {p.actor for p in b.parties}:
        x, y = ({p.person for p in _people(e, actor) if p.name} for e in (a, b))
        if x and y and not x & y:
            return False
    return True


def _people_agree(a: Encounter, b: Encounter) -> bool:
    """Whether no shared actor is represented by different people."""
    if "title" in a.features | b.features and not all(p.name for p in (*a.parties, *b.parties)):
        return _named_agree(a, b)
    for actor in {p.actor for p in a.parties} & {p.actor for p in b.parties}:
        x, y = _people(a, actor), _people(b, actor)
        if x and y and not any(_may_be_one(p, q) for p in x for q in y):
            return False
    return True


def _guests_agree(a: Encounter, b: Encounter) -> bool:
    x = {p.actor for p in a.parties if p.side is Side.GUEST}
    y = {p.actor for p in b.parties if p.side is Side.GUEST}
    return bool(x & y) and a.where.country == b.where.country


def dates_agree(a: When, b: When) -> bool:
    """Whether two dates may mean the same day; an unknown date agrees with any."""
    if a.start is None or b.start is None:
        return True
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _status_agree(a: Encounter, b: Encounter) -> bool:
    if a.status == b.status:
        return True
    both = {a.status, b.status}
    if both <= _OPEN or both <= set(_STRONG) or (both & set(_STRONG) and both & _OPEN):
        return True
    if both == {Status.HELD, Status.PLANNED} and _same_people(a, b):
        plan = a if a.status is Status.PLANNED else b
        if plan.when.start is None and not plan.features & {"again", "background", "cue:look"}:
            return True
    told = a.when.start is not None and b.when.start is not None
    return "title" in a.features or "title" in b.features or (told and both <= {Status.HELD, Status.PLANNED})


def apart(encounter: Encounter) -> bool:
    """A reception at the airport is not the talks that follow."""
    return "airport" in (encounter.where.venue or "").lower()


def _same_people(a: Encounter, b: Encounter) -> bool:
    x, y = ({p.person for p in e.parties if p.name} for e in (a, b))
    return bool(x) and x == y and None not in x


def same(a: Encounter, b: Encounter) -> bool:
    """Whether two tellings are of one encounter."""
    loose = {a.kind, b.kind} == {Kind.TALKS, Kind.CALL} and _loose(a, b)
    if loose and _echoes(a, b):
        return actors(a) == actors(b)
    if (
        (a.kind is not b.kind and not loose)
        or not _status_agree(a, b)
        or not dates_agree(a.when, b.when)
        or not _people_agree(a, b)
    ):
        return False
    return _guests_agree(a, b) if a.kind is Kind.VISIT else _scenes_agree(a, b) and _same_actors(a, b)


def _scenes_agree(a: Encounter, b: Encounter) -> bool:
    """Whether neither is background to the other, and both may have been at one place."""
    if "background" in a.features ^ b.features and (a.when.start is None or b.when.start is None):
        return False
    if a.where.city and b.where.city and a.where.city != b.where.city:
        return False
    return apart(a) == apart(b)


def _loose(a: Encounter, b: Encounter) -> bool:
    """Whether talks and a call may be one: "spoke with" may be face to face, a "conversation" by telephone."""
    call, talks = (a, b) if a.kind is Kind.CALL else (b, a)
    return "soft" in call.features or "vague" in talks.features


def _echoes(a: Encounter, b: Encounter) -> bool:
    """Whether talks say no more than what a call was about: "They also exchanged views on"."""
    talks = b if a.kind is Kind.CALL else a
    return "vague" in talks.features and talks.when.start is None and a.status is b.status is Status.HELD


def _kind(a: Encounter, b: Encounter) -> Kind:
    """The kind of two tellings that do not agree on it."""
    call, talks = (a, b) if a.kind is Kind.CALL else (b, a)
    return call.kind if "vague" in talks.features else talks.kind


def _same_actors(a: Encounter, b: Encounter) -> bool:
    """Whether the same take part, but for a mediator whom one of the two leaves out."""
    x, y = actors(a), actors(b)
    more, less = (a, y) if x > y else (b, x)
    extra = {p.actor.code for p in more.parties if p.actor} - less
    mediators = {p.actor.code for p in more.parties if p.actor and p.side is Side.MEDIATOR}
    return x == y or (bool(x & y) and (x < y or y < x) and extra <= mediators)


def _joined(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Each party once; who has a name stands for who has none, of the same actor."""
    kept: list[Party] = []
    for party in parties:
        twin = next((k for k, p in enumerate(kept) if _one(p, party)), None)
        if twin is None:
            kept.append(party)
        elif party.name and not kept[twin].name:
            kept[twin] = replace(party, side=party.side or kept[twin].side)
        elif party.side and not kept[twin].side:
            kept[twin] = replace(kept[twin], side=party.side)
    return tuple(kept)


def _one(a: Party, b: Party) -> bool:
    if a.person is not None and b.person is not None:
        return a.person == b.person or (a.actor == b.actor and not (a.name and b.name))
    return a.actor == b.actor and not (a.name and b.name)


def _better(a: When, b: When) -> When:
    if a.start is None or (b.start is not None and _PRECISION[b.precision] < _PRECISION[a.precision]):
        return b
    if b.start is not None and a.start == b.start and a.end is None and b.end is not None:
        return b
    return a


def _place(a: Where, b: Where) -> Where:
    if a.country is not None and b.country is not None and a.country != b.country:
        return a
    first, second = (b, a) if b.city and not a.city else (a, b)
    return replace(
        first,
        venue=first.venue or second.venue,
        city=first.city or second.city,
        country=first.country or second.country,
    )


def _status(a: Encounter, b: Encounter) -> Status:
    if "title" in b.features and "title" not in a.features and a.status in _STRONG:
        return a.status
    for status in _STRONG:
        if status in {a.status, b.status}:
            return status
    if "title" in a.features ^ b.features:
        return b.status if "title" in a.features else a.status
    if {a.status, b.status} == {Status.HELD, Status.PLANNED}:
        if _same_people(a, b) and not (a.when.start and b.when.start):
            return Status.HELD
        return (
            a.status
            if a.when.start and not b.when.start
            else b.status
            if b.when.start and not a.when.start
            else a.status
        )
    return Status.PLANNED if {a.status, b.status} == _OPEN else a.status


def joined(a: Encounter, b: Encounter) -> Encounter:
    """Two tellings as one; the first tells most."""
    kind = a.kind if a.kind is b.kind else _kind(a, b)
    parties = [*a.parties, *b.parties]
    if a.kind is not b.kind and _echoes(a, b):
        parties = list(a.parties if a.kind is Kind.CALL else b.parties)
    return replace(
        a, kind=kind, status=_status(a, b), parties=_joined(parties),
        when=_better(a.when, b.when),
        where=_place(a.where, b.where), topics=a.topics + b.topics, outcomes=a.outcomes + b.outcomes,
        features=(a.features | b.features) - (_PASSING - (a.features & b.features)),
        support=a.support + b.support,
    )  # fmt: skip


def merged(found: Sequence[Encounter]) -> list[Encounter]:
    """Tellings joined into encounters, in the order of their first telling."""
    kept: list[Encounter] = []
    for encounter in found:
        twins = [k for k, e in enumerate(kept) if same(e, encounter)]
        if not twins:
            kept.append(encounter)
            continue
        best = max(
            twins,
            key=lambda k: (
                len(actors(kept[k]) & actors(encounter)),
                bool(set(map(_who, kept[k].parties)) & set(map(_who, encounter.parties))),
                k,
            ),
        )
        kept[best] = joined(kept[best], encounter)
    return kept


def _who(party: Party) -> int | None:
    return party.person
