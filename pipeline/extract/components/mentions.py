"""Mentions: every stretch of text that speaks of a party.

Offices, names and actors are put together by their order in the sentence: "visiting Chinese State Councilor
Yang Jiechi", "Mia Amor Mottley, the prime minister of Barbados", "negotiators for the Colombian government".
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.anaphors import BOTH, NUMBERS, anaphors, of_actor
from pipeline.extract.complements import Complements
from pipeline.extract.frames import Actor, ActorMention, Form, Mention
from pipeline.extract.introductions import introduced
from pipeline.extract.joining import join
from pipeline.extract.names import Name, find_names
from pipeline.extract.noun_phrases import OfficePhrase, PhraseFinder
from pipeline.extract.offices import OfficeMatch
from pipeline.extract.regions import regional
from pipeline.extract.sides import sided
from pipeline.extract.titles import Titles

Doc.set_extension("mentions", default=(), force=True)

_COUNTERPART = frozenset({"counterpart", "homologue", "opposite number", "counterparts"})
_RELATIVE_ROLES = _COUNTERPART | {"host", "predecessor", "successor", "go-between"}
_VAGUE = frozenset({"", "a", "an", "any"})  # determiners that point at nobody known
_ONE_OF = frozenset({"official", "expert", "rebel", "guerrilla", "separatist", "militant"})
_THEN = frozenset({"then", "still", "now", "currently", "also"})
_BREAKS = frozenset({",", "(", "--", "-"})
_DASHES = frozenset({"-", "\u2013", "\u2014"})
_PERSON = frozenset({"PERSON", "PER"})


class _Assembler:
    """Puts one Doc's offices, names and actors together."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.titles = Titles(doc)
        self.names = self._find_names()
        self.name_at = {n.start: n for n in self.names}
        self.name_ends = {n.end: n for n in self.names}
        named = {i for n in self.names for i in range(n.start, n.end)}
        self.finder = PhraseFinder(doc, doc._.actors, named)
        complements = Complements(self.finder)
        unnamed = (m for m in self.titles.matches if not named & {m.start, m.end - 1})
        offices = [m for m in unnamed if m.office.sort != "style"]
        self.phrases = join(
            [complements.widen(self._phrase(m)) for m in offices], self.titles, set(self.name_at)
        )
        self.used: set[int] = set()

    def _phrase(self, match: OfficeMatch) -> OfficePhrase:
        """The phrase around an office, over what a foreign minister is minister of beside foreign affairs."""
        phrase = self.finder.phrase(match)
        phrase.end = self.titles.portfolio_end(phrase.end)
        return phrase

    def _find_names(self) -> list[Name]:
        doc, titles = self.doc, self.titles
        people = {t.i for ent in doc.ents if ent.label_ in _PERSON for t in ent}
        stop = set(titles.tokens)
        actors = [a for a in doc._.actors if not a.risky or a.form in {"country", "demonym"}]
        stop |= {i for a in actors for i in range(a.start, a.end)}
        for title in (m.end for m in titles.single()):
            start = titles.past_styles(title)
            mine = (a for a in doc._.actors if a.start == start and self._personal(a, title))
            stop -= {i for a in mine for i in range(a.start, a.end)}
        stop -= {i for i in people if self._inside_person(i)}
        return find_names(doc, stop, titles.name_starts(), [m.start for m in titles.matches])

    def _inside_person(self, i: int) -> bool:
        """Whether a token belongs to a person's entity that is more than a place or organisation."""
        ent = next(e for e in self.doc.ents if e.start <= i < e.end)
        actor = next((a for a in self.doc._.actors if a.start <= i < a.end), None)
        if actor is None:
            return False
        return actor.end - actor.start < ent.end - ent.start and actor.form not in {"country", "demonym"}

    def _personal(self, actor: ActorMention, title: int) -> bool:
        """Whether a place name right after a title is a person's: "Sheikh Sabah", "President Jordan"."""
        return actor.form in {"city", "region"} or actor.risky or title - 1 in self.titles.styles

    def mentions(self) -> list[Mention]:
        """All mentions, in order."""
        found: list[Mention] = []
        for phrase in self.phrases:
            found.extend(self._of_phrase(phrase))
        found.extend(self._of_name(n) for n in self.names if not self.used & set(range(n.start, n.end)))
        covered = {i for m in found for i in range(m.start, m.end)}
        found.extend(m for m in anaphors(self.doc) if not covered & set(range(m.start, m.end)))
        covered |= {i for m in found for i in range(m.start, m.end)}
        free = (a for a in self.doc._.actors if a.actor and not covered & set(range(a.start, a.end)))
        found.extend(of_actor(self.doc, a, self._all_of(a)) for a in free)
        together = introduced(self.doc, _disjoint(sorted(found, key=lambda m: (m.start, -m.end))))
        return regional(self.doc, sided(self.doc, together))

    def _all_of(self, actor: ActorMention) -> tuple[Actor, ...]:
        """The actors of all that is named at the same place."""
        at = (actor.start, actor.end)
        return tuple(dict.fromkeys(a.actor for a in self.doc._.actors if (a.start, a.end) == at and a.actor))

    def _owned_by_both(self, phrase: OfficePhrase) -> None:
        """Widen "foreign ministers" to all of "the two countries' foreign ministers"."""
        k = phrase.start - 2
        owned = k > 0 and self.doc[phrase.start - 1].lower_ in {"'s", "'"} and self.doc[k].lower_ in BOTH
        if owned and phrase.plural and self.doc[k - 1].lower_ in {"two", "both"}:
            phrase.start = k - 2 if k > 1 and self.doc[k - 2].lower_ == "the" else k - 1
            phrase.determiner = "the"

    def _of_phrase(self, phrase: OfficePhrase) -> Iterator[Mention]:
        self._owned_by_both(phrase)
        names = self._names_right(phrase) if phrase.sort != "group" else self._official(phrase)
        left = None if names or phrase.plural else self._name_left(phrase)
        base = self._base(phrase)
        several = self._names_left(phrase) if phrase.plural and phrase.sort == "office" and not names else []
        if several:
            yield from self._apposed(replace(base, role=phrase.role), several, phrase)
        elif left:
            self.used.update(range(left.start, left.end))
            start = self._styled(left.start)
            yield replace(base, start=start, root=left.start, form=Form.NAMED, name=left.text)
        elif names:
            yield from self._named(replace(base, role=None if self._relative(phrase) else phrase.role), names)
        elif phrase.sort != "rank":
            yield base

    def _official(self, phrase: OfficePhrase) -> list[Name]:
        """As in "PLO official Asim Khan": one of several, named right after the word."""
        name = self.name_at.get(phrase.end) if self.doc[phrase.head].lower_ in _ONE_OF else None
        if name is None or self.doc[name.start].is_sent_start:
            return []
        phrase.plural, phrase.title = False, self.doc[phrase.head].text
        return [name]

    def _names_left(self, phrase: OfficePhrase) -> list[Name]:
        """As in "Lord Owen and Thorvald Stoltenberg, the mediators": two names or more before a comma."""
        i = phrase.start
        found: list[Name] = []
        if phrase.determiner != "the" or not i or self.doc[i - 1].text != ",":
            return []
        while i > 0:
            i -= 1
            while i > 0 and self.doc[i].lower_ in {",", "and", "&"}:
                i -= 1
            name = self.name_ends.get(i + 1)
            if name is None or name.start in self.used:
                break
            found.insert(0, name)
            i = self._styled(name.start)
        return found if len(found) > 1 else []

    def _apposed(self, base: Mention, names: list[Name], phrase: OfficePhrase) -> Iterator[Mention]:
        """The names with the office that follows, each with its own actor when they come in equal number."""
        for k, name in enumerate(names):
            self.used.update(range(name.start, name.end))
            shared = base.actors if len(base.actors) == 1 else ()
            actors = (base.actors[k],) if len(base.actors) == len(names) else shared
            end = phrase.end if name is names[-1] else name.end
            yield replace(
                base, start=self._styled(name.start), end=end, root=name.start, form=Form.NAMED,
                name=name.text, actors=actors, plural=False, count=None,
            )  # fmt: skip

    def _base(self, phrase: OfficePhrase) -> Mention:
        """The phrase as a mention without a name."""
        counts = (NUMBERS[t.lower_] for t in self.doc[phrase.start : phrase.end] if t.lower_ in NUMBERS)
        role = phrase.group_role if phrase.plural else phrase.role
        return Mention(
            phrase.start, phrase.end, phrase.head, Form.GROUP if phrase.plural else Form.OFFICE, None,
            None if self._relative(phrase) else role, tuple(phrase.actors), plural=phrase.plural,
            counterpart=any(self.doc[phrase.head].lower_.startswith(c) for c in _COUNTERPART),
            definite=phrase.determiner not in _VAGUE, former=phrase.former, count=next(counts, None),
        )  # fmt: skip

    def _relative(self, phrase: OfficePhrase) -> bool:
        head = self.doc[max(phrase.head - 2, phrase.start) : phrase.head + 1].text.lower()
        return any(head.endswith((r, r + "s")) for r in _RELATIVE_ROLES)

    def _named(self, base: Mention, names: list[Name]) -> Iterator[Mention]:
        """One mention a name; the first takes the title, each its own actor when there are as many."""
        for k, name in enumerate(names):
            self.used.update(range(name.start, name.end))
            own = self._actors_after(name)
            actors = base.actors
            if own:
                actors = (own[0],)
            elif len(names) > 1 and len(actors) == len(names):
                actors = (actors[k],)
            elif len(names) > 1 and len(actors) > 1:
                actors = ()
            yield replace(
                base, start=base.start if k == 0 else name.start, end=max(name.end, own[1] if own else 0),
                root=base.root if k == 0 else name.start, form=Form.NAMED, name=name.text,
                actors=actors, plural=False,
            )  # fmt: skip

    def _names_right(self, phrase: OfficePhrase) -> list[Name]:
        i, comma = self.titles.past_styles(phrase.end), False
        owned = phrase.start > 0 and self.doc[phrase.start - 1].lower_ in {"'s", "'"}
        marked = phrase.actors or phrase.determiner or owned
        dashed = phrase.plural and self.doc[i : i + 1].text in _DASHES and self.doc[i - 1].whitespace_
        if i < len(self.doc) and (dashed or self.doc[i].text in {",", "(", "--"}) and marked:
            i, comma = self.titles.past_styles(i + 1), True
        name = self.name_at.get(i)
        if name is None or any(self.doc[k].is_sent_start for k in range(phrase.end, i + 1)):
            return []
        if comma and not phrase.plural and self._list_item(phrase):
            return []
        return self._list(name) if phrase.plural else [name]

    def _list_item(self, phrase: OfficePhrase) -> bool:
        """Whether ", Name" goes on a list of people instead of naming the office-holder."""
        left = self.name_ends.get(phrase.start - 1)
        titled = left is not None and left.start in self.used and self.doc[phrase.end].text == ","
        return left is not None and not titled and self.doc[phrase.start - 1].text == ","

    def _list(self, name: Name) -> list[Name]:
        names = [name]
        while True:
            own = self._actors_after(names[-1])
            i = own[1] if own else names[-1].end
            while i < len(self.doc) and self.doc[i].lower_ in {",", "and", "&", ")"}:
                i += 1
            following = self.name_at.get(self.titles.past_styles(i))
            if following is None or following.start == names[-1].end:
                return names
            names.append(following)

    def _name_left(self, phrase: OfficePhrase) -> Name | None:
        i = phrase.start
        while i > 0 and self.doc[i - 1].lower_ in _THEN:
            i -= 1
        if i < 2 or self.doc[i - 1].text not in _BREAKS:  # noqa: PLR2004 - a name and a comma
            return None
        i -= 1
        if self.doc[i - 1].is_digit and self.doc[i - 2].text == ",":
            i -= 2
        name = self.name_ends.get(i)
        return None if name is None or name.start in self.used else name

    def _actors_after(self, name: Name) -> tuple[Actor, int] | None:
        """The actor of "Patrice Talon of Benin" and where the phrase ends."""
        i = name.end
        if i < len(self.doc) and self.doc[i].lower_ in {"of", "from", "("}:
            i += 1
            if i < len(self.doc) and self.doc[i].lower_ == "the":
                i += 1
            actor = self.finder.actor_at.get(i)
            if actor is not None and actor.actor is not None and actor.form != "city" and actor.start == i:
                return actor.actor, actor.end
        return None

    def _of_name(self, name: Name) -> Mention:
        """A bare name, with the actor before or after it, if any."""
        after = self._actors_after(name)
        if after:
            first = self._styled(name.start)
            return Mention(first, after[1], name.start, Form.NAMED, name.text, None, (after[0],))
        j = name.start - 1
        while j in self.titles.styles and j > 0:
            j -= 1
        if j > 0 and self.doc[j].lower_ in {"'s", "'"}:
            j -= 1
        actor = self.finder.actor_at.get(j)
        if actor is None or actor.actor is None or self.doc[name.start].is_sent_start:
            return Mention(self._styled(name.start), name.end, name.start, Form.NAMED, name.text)
        start = self._styled(actor.start)
        return Mention(start, name.end, name.start, Form.NAMED, name.text, None, (actor.actor,))

    def _styled(self, start: int) -> int:
        """The first token of the honorifics right before a mention."""
        while start - 1 in self.titles.styles and not self.doc[start].is_sent_start:
            start -= 1
        return start


def _disjoint(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


@Language.component("readout_mentions", assigns=["doc._.mentions"], requires=["doc._.actors"])
def mentions(doc: Doc) -> Doc:
    """Set `doc._.mentions`."""
    doc._.mentions = tuple(_Assembler(doc).mentions())
    return doc
