"""An encounter is made of a trigger, its parties and a status, when they suffice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.parties import actors_of, alike, distinct, flat
from pipeline.extract.encounters.triggers import Row
from pipeline.extract.frames import Actor, ActorMention, Encounter, Form, Party, Where
from pipeline.extract.rows import words
from pipeline.extract.status import Reading
from schemas.meeting import Kind

_SUMMIT_SIZE = 3
_VAGUE = frozenset({"exchange", "discuss", "jointly"})  # frames of what is done face to face or by telephone
SMALL_GROUP = 4  # actors that still hold talks; more make a summit


class Maker:
    """Makes encounters, and tells what kind they are."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def make(  # noqa: PLR0913 - an encounter has these parts
        self,
        i: int,
        row: Row,
        reading: Reading,
        parties: Sequence[Party],
        *,
        kind: Kind | None = None,
        where: Where | None = None,
        features: Sequence[str] = (),
    ) -> Iterator[Encounter]:
        """Yield the encounter that token `i` tells of, if its parties suffice and it is no habit."""
        unique = distinct(parties)
        if reading.status is None or self._habitual(i) or self._sporting(i, unique):
            return
        chosen = _size(kind or row.kind, unique)
        if self._suffice(chosen, row, unique, where, features):
            yield Encounter(
                trigger=(i, i + 1),
                sentence=(self.ctx.doc[i].sent.start, self.ctx.doc[i].sent.end),
                kind=chosen,
                status=reading.status,
                parties=tuple(unique),
                rule=f"{row.frame}:{row.form}",
                where=where or self._named_place(i, chosen),
                features=frozenset({*features, *_cues(row, reading), *self._tinge(i)}),
            )

    def _suffice(
        self, kind: Kind, row: Row, parties: Sequence[Party], where: Where | None, features: Sequence[str]
    ) -> bool:
        """Whether these parties make an encounter of that kind; one who attends a summit may do alone."""
        actors = actors_of(parties)
        present = "attended" in features and any(p.somebody for p in parties)
        if kind is Kind.SUMMIT and actors and (present or "regional" in features):
            return True
        if kind is Kind.VISIT and actors and "abroad" in features:
            return True
        gathers = "gathering" in features or row.form == "summit"
        return _enough(kind, actors, where.country if where else None, gathers=gathers)

    def _named_place(self, i: int, kind: Kind) -> Where:
        """Return the place in the trigger's own phrase: "the Venice summit"."""
        noun = self.ctx.doc[i].pos_ in {"NOUN", "PROPN"}
        beside = self.beside(i) if noun and kind is not Kind.CALL else None
        return self.ctx.place_of(beside) if beside is not None and beside.city else Where()

    def _tinge(self, i: int) -> Iterator[str]:
        """Yield whether it is told as one more, or as background."""
        doc = self.ctx.doc
        near = {t.lower_ for t in doc[max(i - 3, doc[i].sent.start) : i + 4]}
        if near & words("frames", "again"):
            yield "again"
        adverbs = {doc[c].lower_ for c in self.ctx.graph.children(i, "advmod", "amod")}
        if doc[i].pos_ == "VERB" and adverbs & {"last", "previously", "first"}:
            yield "background"

    def _sporting(self, i: int, parties: Sequence[Party]) -> bool:
        """As in "the squad arrives in Durham for the tie", or where a party is the head of a sport."""
        if any(t.lower_ in words("habits", "sport") for t in self.ctx.doc[i].sent):
            return True
        return any(words("habits", "sporting") & set((p.role or "").lower().split()) for p in parties)

    def _habitual(self, i: int) -> bool:
        """As in "meet regularly", "talks are held each year": no one encounter."""
        clause = {i} | {g for g in [self.ctx.args.governor(i)] if g is not None}
        near = {self.ctx.doc[c].lower_ for n in clause for c in self.ctx.graph.children(n, "advmod")}
        if any(
            t.lower_ in words("habits", "adverb")
            for t in self.ctx.doc[max(i - 2, 0) : i + 5]
            if t.sent == self.ctx.doc[i].sent
        ):
            return True
        every = any(
            self.ctx.doc[c].lower_ in {"each", "every"}
            for n in clause
            for o in self.ctx.graph.children(n, "obl", "nsubj", "nmod")
            for c in self.ctx.graph.children(o, "det")
        )
        return every or bool(near & words("habits", "adverb"))

    def kind(self, i: int, row: Row) -> Kind:
        """A call when a telephone is the means."""
        words_before = (
            {t.lower_ for t in self.ctx.doc[max(i - 3, 0) : i + 1]}
            if self.ctx.doc[i].pos_ in {"NOUN", "PROPN"}
            else set()
        )
        means = {
            t.lower_
            for c in self.ctx.args.obliques(i, "by", "over", "on", "via", "in", "through")
            for t in self._head_and_modifiers(c)
        }
        if (words_before | means) & words("frames", "telephone"):
            return Kind.CALL
        if row.frame == "speak" and any(self.ctx.place_at(c) for c in self.ctx.args.obliques(i, "in", "at")):
            return Kind.TALKS
        return row.kind

    def soft(self, i: int, row: Row) -> list[str]:
        """Speaking "with" somebody may be by telephone or face to face: other tellings decide."""
        return (
            ["soft"]
            if row.frame == "speak"
            and self.kind(i, replace(row, frame="with", kind=Kind.TALKS)) is Kind.TALKS
            else []
        )

    def _head_and_modifiers(self, node: int) -> list[Token]:
        return [
            self.ctx.doc[node],
            *(c for c in self.ctx.doc[node].children if c.dep_ in {"compound", "amod"}),
        ]

    def assembles(self, parties: Sequence[Party]) -> bool:
        """Whether an international organisation meets: "OPEC meeting", "talks of ASEAN foreign ministers"."""
        bodies = {a.actor for a in self.ctx.doc._.actors if a.form in {"organization", "institution"}}
        members = [p for p in parties if p.actor in bodies and p.actor and p.actor.organization]
        several = any(
            set((p.role or "").lower().replace("-", " ").split()) & words("frames", "chief") and not p.name
            for p in members
        )
        alone = len(parties) == 1 and not parties[0].name
        return bool(members) and (alone or several)

    def beside(self, i: int) -> ActorMention | None:
        """A place right before the noun or its modifiers: "the Venice economic summit"."""
        for j in range(i - 1, max(i - 4, -1), -1):
            if j in self.ctx.places:
                return self.ctx.places[j]
            if self.ctx.doc[j].pos_ not in {"ADJ", "NOUN", "PROPN"}:
                break
        return None

    def _split(self, groups: list[list[Party]]) -> list[list[Party]]:
        """Partners met one by one: several people of one country, or each behind a preposition of its own."""
        if len(groups) > 1:
            return groups
        partners = flat(groups)
        people = all(p.somebody and not self._several(p) for p in partners)
        if len(partners) > 1 and len({p.actor for p in partners}) == 1 and people:
            return [[p] for p in partners]
        return [partners]

    def _several(self, party: Party) -> bool:
        """Whether a party is a collective, which is met as one with those of it who are named."""
        return party.mention is not None and self.ctx.doc._.mentions[party.mention].form is Form.GROUP

    def apart(self, i: int) -> bool:
        """Whether the partners are met one by one: "met separately", "separate meetings", "bilaterals"."""
        doc = self.ctx.doc
        words_of = {doc[c].lower_ for c in self.ctx.graph.children(i, "advmod", "amod")}
        several = doc[i].tag_ == "NNS" and doc[i].lemma_.lower() in words("frames", "each")
        return several or bool(words_of & words("frames", "apart"))

    def encounter(self, i: int, row: Row, a: list[Party], groups: list[list[Party]]) -> Iterator[Encounter]:
        """Yield the encounters of `a` with each group, told by the verb at token `i`."""
        reading = self.ctx.status.of_verb(i)
        kind = self.kind(i, row)
        if not any(p.somebody or (p.actor and p.actor.organization) for g in [a, *groups] for p in g):
            return
        groups = [alike(g) for g in groups]
        known = flat(groups)
        if not [p for p in a if p.actor] and any(p.name for p in known):
            a = self.ctx.completed(i, known)
        apart = self.apart(i)
        if apart and len(a) == 1:
            groups = [[p] for p in known]
        for b in self._split([g for g in groups if g]):
            for each in [[p] for p in a] if apart and len(a) > 1 else [a]:
                yield from self.make(i, row, reading, [*each, *b], kind=kind, features=self.soft(i, row))


def _size(kind: Kind, parties: Sequence[Party]) -> Kind:
    """Talks of many are a summit."""
    return Kind.SUMMIT if kind is Kind.TALKS and len(actors_of(parties)) > SMALL_GROUP else kind


def _cues(row: Row, reading: Reading) -> Iterator[str]:
    """Yield what the encounter was told by, as signs for its confidence."""
    yield f"cue:{reading.cue}"
    yield f"frame:{row.frame}"
    if row.frame in _VAGUE or row.form in words("frames", "vague"):
        yield "vague"


def _enough(kind: Kind, actors: set[Actor], destination: str | None, *, gathers: bool) -> bool:
    """Whether these actors make an encounter of that kind: it takes two, or an organisation's assembly."""
    if kind is Kind.VISIT:
        return bool(actors) and len({a.code for a in actors} | {destination or ""} - {""}) > 1
    if kind is Kind.SUMMIT and (len(actors) >= _SUMMIT_SIZE or any(a.organization for a in actors)):
        return True
    return len(actors) > 1 and (kind is not Kind.SUMMIT or gathers)
