"""From all that an article says of a person to one name, one role and one actor.

The article comes first, the table of office-holders second, the dateline third.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Actor, ActorMention, Person
from pipeline.extract.identity import Draft, former_holder, held_by_another, holder, misspelt_holder
from pipeline.extract.leaders import Holder
from pipeline.extract.roles import in_english, public
from pipeline.extract.sentences import Sentences

_LOCATIVE = frozenset({"in", "at", "to", "into", "near", "for"})
_PLACING = _LOCATIVE | {"visited", "visits", "visit", "visiting", "toured", "reached"}
_MET = frozenset({"met", "meets", "meet", "meeting", "with", "received", "visited"})
_STATE = frozenset(
    {"President", "Prime Minister", "King", "Emir", "Chancellor", "Premier", "Sultan", "Taoiseach"}
)
_REACH = 60  # tokens back to the place where an office-holder of unknown state is met


class Profiles:
    """Makes the people of one article from their drafts."""

    def __init__(self, doc: Doc, drafts: Sequence[Draft]) -> None:
        self.doc = doc
        self.day = doc._.published
        self.drafts = drafts
        self._spoken_of = {a.actor for a in doc._.actors if a.actor}
        self._sentences = Sentences(doc)

    def person(self, draft: Draft) -> Person:
        """The person of a draft."""
        known = holder(draft, self.day, self._spoken_of)
        role = _role(draft, known)
        name = _fullest(draft.names, known)
        folded = fold_name(name)
        actor, source = self._whose(draft, role, known)
        return Person(name, in_english(role, actor), actor, folded[-1] if folded else "", source)

    def _whose(self, draft: Draft, role: str | None, known: Holder | None) -> tuple[Actor | None, str]:
        """The person's actor and what it rests on."""
        if draft.actors:
            return _most_told(draft, known), "article"
        former = known or misspelt_holder(draft, self.day) or former_holder(draft)
        if former:
            return former.actor, "table"
        if not public(role):
            return None, "context"
        home = self.doc._.home
        if home and not self._taken(draft, role, home) and not self._abroad(draft, home):
            return home, "dateline"
        nearby = self._nearby(draft, role)
        return (nearby, "context") if nearby else (home, "dateline")

    def _taken(self, draft: Draft, role: str | None, actor: Actor) -> bool:
        """Whether that office of that state is another's, by the table or by the article."""
        if held_by_another(role or "", actor, draft.words, self.day):
            return True
        return any(d is not draft and actor in d.actors and role in d.roles for d in self.drafts)

    def _abroad(self, draft: Draft, home: Actor) -> bool:
        """As in "The French envoy met Minister X in Niamey", from Paris: somebody of home met him elsewhere."""
        beside = self._sentences.actors(draft.first)
        mine = [a for a in beside if a.start < draft.first and a.actor == home]
        met = bool(mine) and _MET & {t.lower_ for t in self.doc[mine[-1].end : draft.first]}
        there = [a for a in beside if draft.first < a.start and a.city]
        told = [a for a in there if self.doc[a.start - 1].lower_ == "in"]
        return bool(met and told) and told[0].place_country != home.country

    def _nearby(self, draft: Draft, role: str | None) -> Actor | None:
        """The state of the place told nearest, whose office it may be: "in Damascus to see Minister X"."""
        for named in self._places(draft.first):
            country = named.actor.country if named.actor else named.place_country
            if country and not self._taken(draft, role, Actor(country=country)):
                return Actor(country=country)
        return None

    def _places(self, token: int) -> Iterator[ActorMention]:
        """Yield where somebody is, goes or visits: behind a token in its sentence, then back from it."""
        places = [a for a in self.doc._.actors if a.start and self.doc[a.start - 1].lower_ in _PLACING]
        yield from (a for a in places if token < a.start < self._sentences.end(token))
        yield from (a for a in reversed(places) if 0 < token - a.start < _REACH)


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
    chosen = _commonest(draft, known)
    if known and (chosen, known.role) == ("Chairman", "President"):
        return known.role  # as translations call China's head of state
    said = set(fold(chosen).split())
    longer = [r for r in draft.roles if r != chosen and said < set(fold(r).split())]
    return longer[0] if longer and len(said) == 1 else chosen


def _commonest(draft: Draft, known: Holder | None) -> str:
    top = max(draft.roles.values())
    best = [r for r, n in draft.roles.items() if n == top]
    held = set(fold(known.role).split()) if known else set()
    return next((r for r in best if set(fold(r).split()) & held), best[0])


def _most_told(draft: Draft, known: Holder | None) -> Actor:
    """The actor that the article gives most often; of several the one that the table knows."""
    heads_state = known is not None and bool(known.actor.country) and known.role in _STATE
    if known and heads_state and not any(a.country for a in draft.actors):
        return known.actor  # a prime minister in the chair of an organisation
    top = max(draft.actors.values())
    best = [a for a, n in draft.actors.items() if n == top]
    return known.actor if known and known.actor in best else best[0]
