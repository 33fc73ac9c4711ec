"""People: who the article's mentions are, with one name, one role and one actor each.

What the article says comes first: a title, a nationality, the majority over a lone contradiction. The table of
office-holders as of the publication date comes second, the dateline third. Nobody is dropped for being unknown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Actor, Form, Mention, Person
from pipeline.extract.leaders import Holder, leaders

Doc.set_extension("people", default=(), force=True)
Doc.set_extension("home", default=None, force=True)  # the actor that an unmarked "the president" belongs to

_LEADING = frozenset("president premier chancellor king emir amir sultan prime taoiseach general supreme".split())
_ALIKE = 0.8  # two spellings of one surname; "Lavorv" and "Lavrov" give 0.83
_PUBLIC = ("minister", "president", "secretary", "premier", "chancellor", "king", "emir", "adviser", "advisor", "chief",
           "ambassador", "general", "speaker", "prince", "leader", "representative", "senator", "governor", "envoy")  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """A person while the article is read."""

    words: tuple[str, ...]
    names: list[str] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)
    actors: Counter[Actor] = field(default_factory=Counter)
    last: int = 0


def _same_word(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 3 and a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= _ALIKE)  # noqa: PLR2004 - short names must agree


def _first_names_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    x, y = a[0], b[0]
    return x == y or (len(x) == 1 or len(y) == 1) and x[0] == y[0] or x[:3] == y[:3] or x in b or y in a


def _same(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a name may be a short, long or misspelt form of another."""
    if known == words or set(words) <= set(known) or set(known) <= set(words):
        return True
    if len(known) > 1 and len(words) > 1 and known[-1] == words[-1] and _holders(known) & _holders(words):
        return True
    if len(words) == 1:
        return any(_same_word(words[0], w) for w in (known[-1], known[0]))
    if len(known) == 1:
        return _same_word(known[0], words[-1])
    return _same_word(known[-1], words[-1]) and _first_names_agree(known, words)


def _holders(words: tuple[str, ...]) -> set[str]:
    return {h.name for h in leaders().named(words) if words in h.names or len(words) > 2}  # noqa: PLR2004 - a middle name


class _Register:
    """The people of one article."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.drafts: list[_Draft] = []

    def enter(self, mention: Mention) -> int:
        """The number of the person whom a named mention speaks of."""
        words = fold_name(mention.name or "")
        exact = [k for k, d in enumerate(self.drafts) if set(words) <= set(d.words) or set(d.words) <= set(words)]
        near = exact or [k for k, d in enumerate(self.drafts) if _same(d.words, words)]
        near = [k for k in near if self._compatible(self.drafts[k], mention)] or near
        number = max(near, key=lambda k: self.drafts[k].last) if near else len(self.drafts)
        if not near:
            self.drafts.append(_Draft(words))
        self._add(self.drafts[number], mention, words)
        return number

    def _compatible(self, draft: _Draft, mention: Mention) -> bool:
        return not draft.actors or not mention.actor or mention.actor in draft.actors

    def _add(self, draft: _Draft, mention: Mention, words: tuple[str, ...]) -> None:
        draft.names.append(mention.name or "")
        draft.last = mention.start
        if len(words) > len(draft.words):
            draft.words = words
        if mention.role and not mention.former:
            draft.roles[mention.role] += 1
        elif mention.role and not draft.roles:
            draft.roles[mention.role] += 0
        if mention.actor:
            draft.actors[mention.actor] += 1


def _fullest(names: Sequence[str]) -> str:
    """The form with most words; among equals the commonest spelling, then the first."""
    counts = Counter(names)
    return max(counts, key=lambda n: (len(n.split()), counts[n], -names.index(n)))


def _role(draft: _Draft, holder: Holder | None) -> str | None:
    """The majority; the table settles a draw; a bare "Minister" gives way to what says more."""
    if not draft.roles:
        return holder.role if holder else None
    top = max(draft.roles.values())
    best = [r for r, n in draft.roles.items() if n == top]
    if holder and len(best) > 1:
        best = [r for r in best if set(fold(r).split()) & set(fold(holder.role).split())] or best
    chosen = best[0]
    longer = [r for r in draft.roles if r != chosen and set(fold(chosen).split()) < set(fold(r).split())]
    return longer[0] if longer and len(fold(chosen).split()) == 1 else chosen


def _holder(draft: _Draft, doc: Doc) -> Holder | None:
    """The office-holder whom the table knows by this name on this day, agreeing with what the article says."""
    candidates = leaders().on(draft.words, doc._.published) or leaders().on(draft.words[::-1], doc._.published)
    roles = {w for r in draft.roles for w in fold(r).split()}
    actors = set(draft.actors)
    if actors:
        candidates = [h for h in candidates if h.actor in actors]
    fits = [h for h in candidates if not roles or roles & set(fold(h.role).split())]
    if len(draft.words) == 1 and not roles and not actors and len({h.name for h in fits}) > 1:
        return None
    if not fits and len(draft.words) > 1:
        fits = candidates
    return fits[0] if fits else None


def _former_holder(draft: _Draft, doc: Doc) -> Holder | None:
    """Someone whom the table knows by full name at another time: the actor, not the office, carries over."""
    if len(draft.words) < 2:  # noqa: PLR2004 - a surname alone says too little
        return None
    known = [h for h in leaders().named(draft.words) if draft.words in h.names]
    return known[0] if len({h.actor for h in known}) == 1 else None


def _person(draft: _Draft, doc: Doc) -> Person:
    holder = _holder(draft, doc)
    role = _role(draft, holder)
    name = _fullest(draft.names)
    surname = fold_name(name)[-1] if fold_name(name) else ""
    if draft.actors:
        return Person(name, role, draft.actors.most_common(1)[0][0], surname, "article")
    former = holder or _former_holder(draft, doc)
    if former:
        return Person(name, role, former.actor, surname, "table")
    if role and doc._.home and any(w in fold(role) for w in _PUBLIC):
        return Person(name, role, doc._.home, surname, "dateline")
    return Person(name, role, None, surname, "context")


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
        self.register = _Register(doc)

    def run(self) -> tuple[list[Mention], list[Person]]:
        numbered = [
            replace(m, person=self.register.enter(m)) if m.form is Form.NAMED else m for m in self.doc._.mentions
        ]
        self._counterparts(numbered)
        self._coordinated(numbered)
        self._votes(numbered)
        people = [_person(d, self.doc) for d in self.register.drafts]
        return [self._office(m, numbered, people) for m in numbered], people

    def _counterparts(self, mentions: list[Mention]) -> None:
        """"His Bhutanese counterpart" holds the office of him whose counterpart he is."""
        for k, mention in enumerate(mentions):
            if not mention.counterpart or mention.person is None:
                if mention.person is not None and self._follows(mention) and k and mentions[k - 1].person is not None:
                    self._inherit(mention.person, mentions[k - 1].person)
                continue
            before = [m for m in mentions[max(k - 4, 0) : k] if m.person is not None and not m.counterpart]
            roles = self.register.drafts[before[-1].person].roles if before else Counter()  # type: ignore[index]  # filtered above
            if roles:
                self.register.drafts[mention.person].roles[roles.most_common(1)[0][0]] += 1

    def _coordinated(self, mentions: list[Mention]) -> None:
        """"UAE President Zaid and Oil Minister Oteiba": the second is of the first's country, if nothing else says."""
        for before, mention in zip(mentions, mentions[1:], strict=False):
            draft = self.register.drafts[mention.person] if mention.person is not None else None
            if draft is None or draft.actors or not mention.role or before.person is None or not before.actor:
                continue
            between = self.doc[before.end : mention.start].text.lower()
            if between in {"and", ", and", ","} and not _holder(draft, self.doc):
                draft.actors[before.actor] += 1

    def _follows(self, mention: Mention) -> bool:
        """"Kim's predecessor, Glyn Davies"."""
        return any(t.lower_ in {"predecessor", "successor"} for t in self.doc[mention.start : mention.end])

    def _inherit(self, person: int, other: int | None) -> None:
        if other is not None and not self.register.drafts[person].actors:
            self.register.drafts[person].actors.update(self.register.drafts[other].actors)
            self.register.drafts[person].roles.update(self.register.drafts[other].roles)

    def _votes(self, mentions: list[Mention]) -> None:
        """"The Bhutanese foreign minister" speaks for the office of the only Bhutanese named."""
        for mention in mentions:
            if mention.form is not Form.OFFICE or not mention.actor or not mention.role or not mention.definite:
                continue
            drafts = [d for d in self.register.drafts if mention.actor in d.actors]
            if len(drafts) == 1 and (mention.role in drafts[0].roles or max(drafts[0].roles.values(), default=0) <= 1):
                drafts[0].roles[mention.role] += 1

    def _office(self, mention: Mention, mentions: list[Mention], people: list[Person]) -> Mention:
        """Give an office without a name the person who holds it in this article."""
        if mention.form is not Form.OFFICE or not mention.role or mention.counterpart or not mention.definite and not mention.actors:
            return mention
        fitting = [k for k, p in enumerate(people) if p.name and _role_fits(mention.role, p.role) and mention.actor in {None, p.actor}]
        if mention.actor is None and len(fitting) > 1:
            earlier = [m.person for m in mentions if m.start < mention.start and m.person in fitting]
            fitting = earlier[-1:] or fitting[:1]
        if fitting:
            return replace(mention, person=fitting[0])
        if mention.actor or (self.doc._.home and any(w in fold(mention.role) for w in _PUBLIC)):
            people.append(Person(None, mention.role, mention.actor or self.doc._.home, "", "article" if mention.actor else "dateline"))
            return replace(mention, person=len(people) - 1)
        return mention


@Language.component("readout_people", assigns=["doc._.people", "doc._.mentions"], requires=["doc._.mentions"])
def people(doc: Doc) -> Doc:
    """Set `doc._.people` and link `doc._.mentions` to it."""
    mentions, persons = _Resolver(doc).run()
    doc._.mentions = tuple(mentions)
    doc._.people = tuple(persons)
    return doc
