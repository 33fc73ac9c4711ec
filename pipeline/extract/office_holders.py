"""Who holds an office that is told without a name: "the Russian foreign minister", "his deputy", "the premier"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Actor, Form, Mention, Person
from pipeline.extract.leaders import leaders
from pipeline.extract.relations import Relations
from pipeline.extract.roles import fits, in_english, one_office, public

_CHIEF = fold("Secretary-General")
_HEADS = frozenset(
    {_CHIEF, "director general", "managing director", "high representative"}
)  # of organisations
_UN = Actor(organization="UN")


class OfficeHolders:
    """Links the offices of one article to its people, and adds to these who is told by office alone."""

    def __init__(self, doc: Doc, people: list[Person], relations: Relations) -> None:
        self.doc = doc
        self.people = people
        self.relations = relations

    def linked(self, k: int, mentions: Sequence[Mention]) -> Mention:
        """Mention number `k`, an office without a name linked to the person who holds it in this article."""
        mention = mentions[k]
        if mention.form is not Form.OFFICE:
            return mention
        if mention.counterpart:
            return replace(mention, role=mention.role or self.relations.peer_role(k, mentions))
        if not mention.role:
            return self._national(mention, mentions) if mention.actors else mention
        owner = self.relations.owner(k, mentions) if not mention.actors else None
        if owner is not None:
            return self._owned(mention, owner)
        return self._held(mention, mentions) if mention.definite or mention.actors else mention

    def _national(self, mention: Mention, mentions: Sequence[Mention]) -> Mention:
        """As in "The South African": the last of that state named before; else his state alone."""
        before = [m.person for m in mentions if m.start < mention.start and m.form is Form.NAMED]
        mine = [p for p in before if p is not None and self.people[p].actor == mention.actor]
        if mine:
            return replace(mention, person=mine[-1])
        return replace(mention, form=Form.ACTOR)

    def _owned(self, mention: Mention, owner: int) -> Mention:
        """As in "His foreign minister", "Redman's deputy"."""
        actor = self.people[owner].actor
        role = self.relations.deputy_role(mention, owner) or mention.role
        peers = [k for k, p in enumerate(self.people) if p.name and k != owner and p.actor == actor]
        fitting = [k for k in peers if fits(role or "", self.people[k].role)]
        if fitting and actor:
            return replace(mention, person=fitting[0])
        return self._unnamed(replace(mention, role=role), actor, "article")

    def _held(self, mention: Mention, mentions: Sequence[Mention]) -> Mention:
        person = self._holder(mention, mentions)
        if person is not None:
            return replace(mention, person=person)
        if mention.actor:
            return self._unnamed(mention, mention.actor, "article")
        if mention.actors:
            return mention
        if fold(mention.role or "") in _HEADS:
            return self._at_the_head(mention)
        home = self.doc._.home if public(mention.role) else None
        return self._unnamed(mention, home, "dateline")

    def _holder(self, mention: Mention, mentions: Sequence[Mention]) -> int | None:
        """Who of those named holds the office; of several, where no state is told, who was named last before."""
        fitting = [k for k, p in enumerate(self.people) if p.name and self._holds(mention, p)]
        if mention.actor is None and len(fitting) > 1:
            earlier = [m.person for m in mentions if m.start < mention.start and m.person in fitting]
            return earlier[-1] if earlier else fitting[0]
        return fitting[0] if fitting else None

    def _at_the_head(self, mention: Mention) -> Mention:
        """As in "The Secretary-General": of the organisation that the article names most, else of the UN."""
        if not self.doc[mention.end - 1].text[:1].isupper():
            return mention
        actor = self._led(fold(mention.role or ""))
        alone = (k for k, p in enumerate(self.people) if not p.name and p.actor == actor)
        known = next((k for k in alone if self.people[k].role == mention.role), None)
        return self._unnamed(mention, actor, "context") if known is None else replace(mention, person=known)

    def _led(self, role: str) -> Actor | None:
        """The organisation whose head is called so."""
        led = {h.actor for h in leaders().serving(role, self.doc._.published) if h.actor.organization}
        spoken = Counter(a.actor for a in self.doc._.actors if a.actor in led)
        return spoken.most_common(1)[0][0] if spoken else _UN if role == _CHIEF else None

    def _holds(self, mention: Mention, person: Person) -> bool:
        """Whether the person holds the office of the mention, by the article or by the table."""
        wanted = in_english(mention.role, person.actor) or ""
        if mention.actor is not None and mention.actor == person.actor and one_office(wanted, person.role):
            return True
        if mention.actor in {None, person.actor}:
            return fits(wanted, person.role)
        terms = leaders().on(fold_name(person.name or ""), self.doc._.published)
        return any(h.actor == mention.actor and fits(wanted, h.role) for h in terms)

    def _unnamed(self, mention: Mention, actor: Actor | None, source: str) -> Mention:
        """A person without a name, whom the mention speaks of; the mention alone where it is nobody's."""
        if actor is None:
            return mention
        self.people.append(Person(None, mention.role, actor, "", source))
        return replace(mention, person=len(self.people) - 1)
