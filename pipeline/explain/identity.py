"""What a party's identity rests on: the article's words, the language model, the table of office-holders."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.explain.model import Reason
from pipeline.explain.passages import Passages, Span
from pipeline.extract.folding import fold_name
from pipeline.extract.frames import Actor, Form, Mention, Party, Person
from pipeline.extract.leaders import Holder, leaders

_STILL = date.max.year - 2  # an open term ends beyond this year


class Identity:
    """Tells why the parties of one article are who they are."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        doc = passages.doc
        self._mentions: Sequence[Mention] = doc._.mentions
        self._people: Sequence[Person] = doc._.people
        self._published: date | None = doc._.published
        self._dateline: str | None = doc._.dateline_text
        self._persons = [(e.start, e.end) for e in doc.ents if e.label_ == "PERSON"]

    def mentions(self, party: Party) -> list[Mention]:
        """All mentions of a person, in order; of any other party the one that it was made from."""
        if party.person is not None:
            return [m for m in self._mentions if m.person == party.person]
        return [self._mentions[party.mention]] if party.mention is not None else []

    def reasons(self, party: Party) -> tuple[Reason, ...]:
        """Of name, office and actor, as far as there are any."""
        told = self.mentions(party)
        return (*self._name(party, told), *self._office(party, told), *self._actor(party, told))

    def _name(self, party: Party, told: Sequence[Mention]) -> Iterator[Reason]:
        named = [m for m in told if m.form is Form.NAMED]
        if party.name and named:
            fullest = next((m for m in named if m.name == party.name), named[0])
            times = f", named {_times(len(named))}" if len(named) > 1 else ""
            yield Reason("name", "article", f"{self._quoted(fullest)}{times}")
            taken = sum(self._is_person(m) for m in named)
            yield Reason("name", "model", f"took {taken} of {len(named)} for a person's name")
        elif told:
            yield Reason("party", "article", f"{self._quoted(told[0])}, without a name")

    def _office(self, party: Party, told: Sequence[Mention]) -> Iterator[Reason]:
        if not party.role:
            return
        roles = Counter(m.role for m in told if m.role)
        holder = self._holder(party)
        if roles[party.role]:
            first = next(m for m in told if m.role == party.role)
            yield Reason("office", "article", f"{self._quoted(first)}{_votes(roles, party.role)}")
        elif holder and holder.role == party.role:
            yield self._row("office", holder)
        else:
            yield Reason("office", "context", "taken over from whom the text puts beside")

    def _actor(self, party: Party, told: Sequence[Mention]) -> Iterator[Reason]:
        if party.actor is None:
            yield Reason("actor", "context", "not known: neither article nor table says")
            return
        source = self._people[party.person].source if party.person is not None else "article"
        holder = self._holder(party)
        says = [m for m in told if party.actor in m.actors]
        if says:
            yield Reason("actor", "article", f"{self._quoted(says[0])} says {party.actor.code}")
        elif source == "table" and holder:
            yield self._row("actor", holder)
        elif source == "dateline":
            line = f"an office without a country, in a report from {self._dateline or 'there'}"
            yield Reason("actor", "dateline", line)
        else:
            yield Reason("actor", "context", f"{party.actor.code}, from whom the text puts beside")

    def _holder(self, party: Party) -> Holder | None:
        """The row of the table that fits, in office on the day of publication if there is one."""
        words = fold_name(party.name or "")
        known = (*leaders().on(words, self._published), *leaders().on(words[::-1], self._published))
        rows = [h for h in (*known, *leaders().named(words)) if _is(h, party.actor)]
        return next((h for h in rows if h.role == party.role), rows[0] if rows else None) if words else None

    def _row(self, of: str, holder: Holder) -> Reason:
        until = "" if holder.until.year > _STILL else holder.until.isoformat()
        term = f"{holder.since} to {until}" if until else f"since {holder.since}"
        return Reason(of, "table", f"{holder.name}, {holder.role} of {holder.actor.code}, {term}")

    def _is_person(self, mention: Mention) -> bool:
        return any(start < mention.end and mention.start < end for start, end in self._persons)

    def _quoted(self, mention: Mention) -> str:
        span: Span = (mention.start, mention.end)
        return self._passages.quoted(span)


def _is(holder: Holder, actor: Actor | None) -> bool:
    return actor is None or holder.actor == actor


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _votes(roles: Counter[str], chosen: str) -> str:
    """How the tellings of an office were divided, if they were."""
    others = [f"{role} {_times(count)}" for role, count in roles.items() if role != chosen]
    return f"; told {_times(roles[chosen])}, against {', '.join(others)}" if others else ""
