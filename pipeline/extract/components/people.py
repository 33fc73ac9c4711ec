"""People: who the article's mentions are, with one name, one role and one actor each.

What the article says comes first: a title, a nationality, the majority over a lone contradiction. The table
of office-holders as of the publication date comes second, the dateline third. Nobody is dropped for being
unknown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Actor, Form, Mention, Person
from pipeline.extract.identity import Draft, former_holder, held_by_another, holder, misspelt_holder
from pipeline.extract.leaders import Holder, leaders
from pipeline.extract.register import Register
from pipeline.extract.relations import Relations
from pipeline.extract.rows import words
from pipeline.extract.transcripts import voiced

Doc.set_extension("people", default=(), force=True)
Doc.set_extension("home", default=None, force=True)  # the actor that an unmarked "the president" belongs to

_LEADING = words("groups", "leading")  # words of offices whose holders the press calls leaders
_PUBLIC = words("groups", "public")  # words of offices that belong to the state where nothing else is said
_PRIVATE = words("groups", "private")  # words of offices that are a company's where nothing else is said
_FOREIGN_CHANCELLORS = words("groups", "chancellor")  # where a chancellor is the foreign minister
_LOCATIVE = frozenset({"in", "at", "to", "into", "near", "for"})
_PLACING = _LOCATIVE | {"visited", "visits", "visit", "visiting", "toured", "reached"}
_MET = frozenset({"met", "meets", "meet", "meeting", "with", "received", "visited"})
_STATE = frozenset(
    {"President", "Prime Minister", "King", "Emir", "Chancellor", "Premier", "Sultan", "Taoiseach"}
)
_CHIEF = fold("Secretary-General")
_HEADS = frozenset(
    {_CHIEF, "director general", "managing director", "high representative"}
)  # of organisations
_UN = Actor(organization="UN")
_REACH = 60  # tokens back to the place where an office-holder of unknown state is met


def _fullest(names: Sequence[str], known: Holder | None) -> str:
    """The form with most words; among equals the table's own, then the commonest spelling, then the first."""
    counts = Counter(names)
    own = fold_name(known.name) if known else ()
    spelt = known.name if known else ""
    return max(
        counts, key=lambda n: (len(n.split()), fold_name(n) == own, n == spelt, counts[n], -names.index(n))
    )


def _role(draft: Draft, known: Holder | None) -> str | None:
    """The majority; the table settles a draw; a bare "Minister" gives way to what says more."""
    if not draft.roles:
        return known.role if known else None
    top = max(draft.roles.values())
    best = [r for r, n in draft.roles.items() if n == top]
    if known and len(best) > 1:
        best = [r for r in best if set(fold(r).split()) & set(fold(known.role).split())] or best
    chosen = best[0]
    if known and (chosen, known.role) == ("Chairman", "President"):
        return known.role  # as translations call China's head of state
    said = set(fold(chosen).split())
    longer = [r for r in draft.roles if r != chosen and said < set(fold(r).split())]
    return longer[0] if longer and len(said) == 1 else chosen


def _in_english(role: str | None, actor: Actor | None) -> str | None:
    """A Spanish American "chancellor" is a foreign minister."""
    if (
        role in {"Chancellor", "Chancellor of the Republic"}
        and actor
        and actor.country in _FOREIGN_CHANCELLORS
    ):
        return "Foreign Minister"
    return role


def _public(role: str | None) -> bool:
    folded = fold(role or "")
    return any(w in folded for w in _PUBLIC) and not any(w in folded for w in _PRIVATE)


def _role_fits(wanted: str, role: str | None) -> bool:
    if not role:
        return False
    a, b = fold(wanted).split(), fold(role).split()
    if a == ["leader"] and set(b) & _LEADING:
        return True
    return bool(a and b) and (set(a) <= set(b) or set(b) <= set(a) or (a[-1] == b[-1] and len(a) == 1))


class _Resolver:
    """Links mentions to people, in text order."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.day = doc._.published
        self.spoken_of = {a.actor for a in doc._.actors if a.actor}
        self.register = Register()
        self.drafts = self.register.drafts
        self.relations = Relations(doc, self.drafts)

    def run(self) -> tuple[list[Mention], list[Person]]:
        """The mentions with their people, and the people."""
        numbered = [
            replace(m, person=self.register.enter(m)) if m.form is Form.NAMED else m
            for m in self.doc._.mentions
        ]
        twins = self.register.twins()
        numbered = [m if m.person not in twins else replace(m, person=twins[m.person]) for m in numbered]
        self.relations.carry(numbered)
        self._votes(numbered)
        people = [self._person(d) for d in self.drafts]
        for k, mention in enumerate(numbered):
            numbered[k] = self._linked(k, mention, numbered, people)
        return voiced(self.doc, numbered), people

    def _votes(self, mentions: Sequence[Mention]) -> None:
        """As in "The Bhutanese foreign minister" speaks for the office of the only Bhutanese named."""
        for mention in mentions:
            if (
                mention.form is not Form.OFFICE
                or not mention.actor
                or not mention.role
                or not mention.definite
            ):
                continue
            drafts = [d for d in self.drafts if mention.actor in d.actors]
            if len(drafts) == 1 and (
                mention.role in drafts[0].roles or max(drafts[0].roles.values(), default=0) <= 1
            ):
                drafts[0].roles[mention.role] += 1

    # -- people ------------------------------------------------------------------------------------------------

    def _person(self, draft: Draft) -> Person:
        known = holder(draft, self.day, self.spoken_of)
        role = _role(draft, known)
        name = _fullest(draft.names, known)
        surname = fold_name(name)[-1] if fold_name(name) else ""
        actor, source = self._whose(draft, role, known)
        return Person(name, _in_english(role, actor), actor, surname, source)

    def _whose(self, draft: Draft, role: str | None, known: Holder | None) -> tuple[Actor | None, str]:
        """The person's actor and what it rests on."""
        if draft.actors:
            return self._most_told(draft, known), "article"
        former = known or misspelt_holder(draft, self.day) or former_holder(draft)
        if former:
            return former.actor, "table"
        if not _public(role):
            return None, "context"
        home = self.doc._.home
        if home and not self._taken(draft, role, home) and not self._abroad(draft, home):
            return home, "dateline"
        nearby = self._nearby(draft, role)
        return (nearby, "context") if nearby else (home, "dateline")

    def _most_told(self, draft: Draft, known: Holder | None) -> Actor:
        """The actor that the article gives most often; of several the one that the table knows."""
        if (
            known
            and known.actor.country
            and known.role in _STATE
            and not any(a.country for a in draft.actors)
        ):
            return known.actor  # a prime minister in the chair of an organisation
        top = max(draft.actors.values())
        best = [a for a, n in draft.actors.items() if n == top]
        return known.actor if known and known.actor in best else best[0]

    def _taken(self, draft: Draft, role: str | None, actor: Actor) -> bool:
        """Whether that office of that state is another's, by the table or by the article."""
        if held_by_another(role or "", actor, draft.words, self.day):
            return True
        return any(d is not draft and actor in d.actors and role in d.roles for d in self.drafts)

    def _abroad(self, draft: Draft, home: Actor) -> bool:
        """As in "The French envoy met Minister X in Niamey", from Paris: somebody of home met him elsewhere."""
        sent = self.doc[draft.first].sent
        mine = [a for a in self.doc._.actors if sent.start <= a.start < draft.first and a.actor == home]
        met = bool(mine) and _MET & {t.lower_ for t in self.doc[mine[-1].end : draft.first]}
        there = [a for a in self.doc._.actors if draft.first < a.start < sent.end and a.city]
        told = [a for a in there if self.doc[a.start - 1].lower_ == "in"]
        return bool(met and told) and told[0].place_country != home.country

    def _nearby(self, draft: Draft, role: str | None) -> Actor | None:
        """The state of the place told nearest, whose office it may be: "in Damascus to see Minister X"."""
        places = [a for a in self.doc._.actors if a.start and self.doc[a.start - 1].lower_ in _PLACING]
        before = [a for a in places if 0 < draft.first - a.start < _REACH]
        behind = [a for a in places if draft.first < a.start < self.doc[draft.first].sent.end]
        for named in (*behind, *reversed(before)):
            country = named.actor.country if named.actor else named.place_country
            if country and not self._taken(draft, role, Actor(country=country)):
                return Actor(country=country)
        return None

    # -- offices without a name --------------------------------------------------------------------------------

    def _linked(self, k: int, mention: Mention, mentions: Sequence[Mention], people: list[Person]) -> Mention:
        """Give an office without a name the person who holds it in this article."""
        if mention.form is not Form.OFFICE:
            return mention
        if mention.counterpart:
            return replace(mention, role=mention.role or self.relations.peer_role(k, mentions))
        if not mention.role:
            return self._national(mention, mentions, people) if mention.actors else mention
        owner = self.relations.owner(k, mentions)
        if owner is not None and not mention.actors:
            return self._owned(mention, owner, people)
        if not mention.definite and not mention.actors:
            return mention
        return self._held(mention, mentions, people)

    def _national(self, mention: Mention, mentions: Sequence[Mention], people: list[Person]) -> Mention:
        """As in "The South African": the last of that state named before; else his state alone."""
        before = [m.person for m in mentions if m.start < mention.start and m.form is Form.NAMED]
        mine = [p for p in before if p is not None and people[p].actor == mention.actor]
        if mine:
            return replace(mention, person=mine[-1])
        return replace(mention, form=Form.ACTOR)

    def _owned(self, mention: Mention, owner: int, people: list[Person]) -> Mention:
        """As in "His foreign minister", "Redman's deputy"."""
        actor = people[owner].actor
        role = self.relations.deputy_role(mention, owner) or mention.role
        peers = [k for k, p in enumerate(people) if p.name and k != owner and p.actor == actor]
        fitting = [k for k in peers if _role_fits(role or "", people[k].role)]
        if fitting and actor:
            return replace(mention, person=fitting[0])
        return self._unnamed(replace(mention, role=role), actor, "article", people)

    def _held(self, mention: Mention, mentions: Sequence[Mention], people: list[Person]) -> Mention:
        fitting = [k for k, p in enumerate(people) if p.name and self._holds(mention, p)]
        if mention.actor is None and len(fitting) > 1:
            earlier = [m.person for m in mentions if m.start < mention.start and m.person in fitting]
            fitting = [p for p in earlier[-1:] if p is not None] or fitting[:1]
        if fitting:
            return replace(mention, person=fitting[0])
        if mention.actor:
            return self._unnamed(mention, mention.actor, "article", people)
        if fold(mention.role or "") in _HEADS and not mention.actors:
            return self._at_the_head(mention, people)
        if self.doc._.home and _public(mention.role) and not mention.actors:
            return self._unnamed(mention, self.doc._.home, "dateline", people)
        return mention

    def _at_the_head(self, mention: Mention, people: list[Person]) -> Mention:
        """As in "The Secretary-General": of the organisation that the article names most, else of the UN."""
        role = fold(mention.role or "")
        led = {h.actor for h in leaders().serving(role, self.day) if h.actor.organization}
        spoken = Counter(a.actor for a in self.doc._.actors if a.actor in led)
        actor = spoken.most_common(1)[0][0] if spoken else _UN if role == _CHIEF else None
        if not self.doc[mention.end - 1].text[:1].isupper():
            return mention
        known = [
            k for k, p in enumerate(people) if not p.name and p.actor == actor and p.role == mention.role
        ]
        if known:
            return replace(mention, person=known[0])
        return self._unnamed(mention, actor, "context", people)

    def _holds(self, mention: Mention, person: Person) -> bool:
        """Whether the person holds the office of the mention, by the article or by the table."""
        wanted = _in_english(mention.role, person.actor) or ""
        if mention.actor in {None, person.actor}:
            return _role_fits(wanted, person.role)
        terms = leaders().on(fold_name(person.name or ""), self.day)
        return any(h.actor == mention.actor and _role_fits(wanted, h.role) for h in terms)

    def _unnamed(self, mention: Mention, actor: Actor | None, source: str, people: list[Person]) -> Mention:
        """A person without a name, whom the mention speaks of."""
        if actor is None:
            return mention
        people.append(Person(None, mention.role, actor, "", source))
        return replace(mention, person=len(people) - 1)


@Language.component("readout_people", assigns=["doc._.people", "doc._.mentions"], requires=["doc._.mentions"])
def people(doc: Doc) -> Doc:
    """Set `doc._.people` and link `doc._.mentions` to it."""
    mentions, persons = _Resolver(doc).run()
    doc._.mentions = tuple(mentions)
    doc._.people = tuple(persons)
    return doc
