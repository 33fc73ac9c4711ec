"""Mentions: every stretch of text that speaks of a party.

Offices, names and actors are put together by their order in the sentence: "visiting Chinese State Councilor Yang
Jiechi", "Mia Amor Mottley, the prime minister of Barbados", "negotiators for the Colombian government".
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Actor, ActorMention, Form, Mention
from pipeline.extract.names import Name, find_names
from pipeline.extract.noun_phrases import OfficePhrase, PhraseFinder
from pipeline.extract.offices import OfficeMatch, offices
from pipeline.extract.rows import words

Doc.set_extension("mentions", default=(), force=True)

_COUNTERPART = frozenset({"counterpart", "homologue", "opposite number", "counterparts"})
_RELATIVE_ROLES = _COUNTERPART | {"host", "predecessor", "successor", "go-between"}
_PRONOUNS = frozenset("he she they him her them who whom his their whose it its".split())
_BOTH = words("groups", "both")
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_PERSONAL_GROUP = frozenset({"demonym"})


def _plausible(doc: Doc, match: OfficeMatch) -> bool:
    """Whether the words are an office here, and not "in general", "a major deal", "to head"."""
    last = doc[match.end - 1]
    if match.office.sort == "style":
        return match.end < len(doc)
    if match.office.sort == "rank":
        titled = doc[match.start].text[:1].isupper() or (match.start > 0 and doc[match.start - 1].lower_ in {"the", ","})
        return match.end < len(doc) and doc[match.end].text[:1].isupper() and titled
    if match.end - match.start > 1:
        return True
    after = doc[match.end] if match.end < len(doc) else None
    if after is not None and after.text == "-" and not last.whitespace_:
        return False
    return last.pos_ in {"NOUN", "PROPN"} or last.tag_ in {"NN", "NNS", "NNP"} or (last.text[0].isupper() and not last.is_sent_start)


class _Assembler:
    """Puts one Doc's offices, names and actors together."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        matches = [m for m in offices().find([t.lower_ for t in doc]) if _plausible(doc, m)]
        self.styles = {i: m.end for m in matches if m.office.sort == "style" for i in range(m.start, m.end)}
        people = {t.i for ent in doc.ents if ent.label_ in {"PERSON", "PER"} for t in ent}
        stop = {i for m in matches for i in range(m.start, m.end)}
        stop |= {i for a in doc._.actors if not a.risky for i in range(a.start, a.end)}
        titles = [m.end for m in matches if not m.office.plural and m.office.sort != "group"]
        stop -= {i for t in titles for a in doc._.actors if a.start == self._past_styles(t) and self._personal(a, t) for i in range(a.start, a.end)}
        stop -= {i for i in people if self._inside_person(i)}
        self.names = find_names(doc, stop, [self._past_styles(i) for i in titles], [m.start for m in matches])
        self.name_at = {n.start: n for n in self.names}
        self.name_ends = {n.end: n for n in self.names}
        named = {i for n in self.names for i in range(n.start, n.end)}
        self.finder = PhraseFinder(doc, doc._.actors, named)
        self.phrases = self._join([self.finder.phrase(m) for m in matches if m.office.sort != "style"])
        self.used: set[int] = set()

    def _inside_person(self, i: int) -> bool:
        """Whether a token belongs to a person's entity that is more than a place or organisation."""
        ent = next(e for e in self.doc.ents if e.start <= i < e.end)
        actor = next((a for a in self.doc._.actors if a.start <= i < a.end), None)
        if actor is None:
            return False
        return actor.end - actor.start < ent.end - ent.start and actor.form not in {"country", "demonym"}

    def _personal(self, actor: ActorMention, title: int) -> bool:
        """Whether a place name right after a title is a person's: "Sheikh Sabah", "President Jordan"."""
        return actor.form in {"city", "region"} or actor.risky or title - 1 in self.styles

    def _past_styles(self, i: int) -> int:
        """The token after honorifics and stray punctuation: "H.E. Mr. ..."."""
        while i < len(self.doc):
            if i in self.styles:
                i = self.styles[i]
            elif self.doc[i].text == "." and i + 1 < len(self.doc) and i - 1 in self.styles:
                i += 1
            else:
                break
        return i

    def _join(self, phrases: list[OfficePhrase]) -> list[OfficePhrase]:
        """Nested phrases dropped; "Deputy Prime Minister and Foreign Minister" made one."""
        kept: list[OfficePhrase] = []
        for phrase in phrases:
            before = kept[-1] if kept else None
            if before and phrase.head < before.end and phrase.head != before.head:
                continue
            if before and self._one_person(before, phrase):
                before.role = f"{before.role} and {phrase.role}"
                before.end, before.head = phrase.end, phrase.head
                before.actors = before.actors or phrase.actors
                continue
            kept.append(phrase)
        return kept

    def _one_person(self, a: OfficePhrase, b: OfficePhrase) -> bool:
        between = self.doc[a.end : b.start].text.lower()
        if any(self.doc[k].is_sent_start for k in range(a.end, b.end)):
            return False
        if a.plural or b.plural or b.actors or b.determiner or between not in {"and", "&", "/", "- cum -", "-cum-", ""}:
            return False
        if between == "":
            return a.end == b.start and b.sort in {"rank", "office"}
        return self.doc[a.head].text[0].isupper() == self.doc[b.head].text[0].isupper() and self._past_styles(b.end) in self.name_at

    # -- mentions ----------------------------------------------------------------------------------------------

    def mentions(self) -> list[Mention]:
        """All mentions, in order."""
        found: list[Mention] = []
        for phrase in self.phrases:
            found.extend(self._of_phrase(phrase))
        found.extend(self._of_name(n) for n in self.names if not self.used & set(range(n.start, n.end)))
        covered = {i for m in found for i in range(m.start, m.end)}
        found.extend(m for m in self._anaphors() if not covered & set(range(m.start, m.end)))
        covered |= {i for m in found for i in range(m.start, m.end)}
        found.extend(self._of_actor(a) for a in self.doc._.actors if a.actor and not covered & set(range(a.start, a.end)))
        return _introduced(self.doc, _disjoint(sorted(found, key=lambda m: (m.start, -m.end))))

    def _of_phrase(self, phrase: OfficePhrase) -> Iterator[Mention]:
        names = self._names_right(phrase) if phrase.sort != "group" else []
        left = None if names or phrase.plural else self._name_left(phrase)
        counterpart = any(self.doc[phrase.head].lower_.startswith(c) for c in _COUNTERPART)
        role = None if self._relative(phrase) else phrase.role
        base = Mention(
            phrase.start, phrase.end, phrase.head, Form.GROUP if phrase.plural else Form.OFFICE, None, role,
            tuple(phrase.actors), plural=phrase.plural, counterpart=counterpart,
            definite=phrase.determiner not in {"", "a", "an", "any"}, former=phrase.former,
            count=next((_NUMBERS[t.lower_] for t in self.doc[phrase.start : phrase.end] if t.lower_ in _NUMBERS), None),
        )  # fmt: skip
        if left:
            self.used.update(range(left.start, left.end))
            yield replace(base, start=self._styled(left.start), root=left.start, form=Form.NAMED, name=left.text)
        elif names:
            yield from self._named(base, names)
        elif phrase.sort != "rank":
            yield base

    def _relative(self, phrase: OfficePhrase) -> bool:
        head = self.doc[max(phrase.head - 2, phrase.start) : phrase.head + 1].text.lower()
        return any(head.endswith((r, r + "s")) for r in _RELATIVE_ROLES)

    def _named(self, base: Mention, names: list[Name]) -> Iterator[Mention]:
        """One mention a name; the first takes the title, each its own actor when they come in equal number."""
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
            role = base.role if not base.plural else _singular(base.role)
            yield replace(
                base, start=base.start if k == 0 else name.start, end=max(name.end, own[1] if own else 0),
                root=base.root if k == 0 else name.start, form=Form.NAMED, name=name.text, role=role,
                actors=actors, plural=False,
            )  # fmt: skip

    def _names_right(self, phrase: OfficePhrase) -> list[Name]:
        i, comma = self._past_styles(phrase.end), False
        owned = phrase.start > 0 and self.doc[phrase.start - 1].lower_ in {"'s", "'"}
        if i < len(self.doc) and self.doc[i].text in {",", "(", "--"} and (phrase.actors or phrase.determiner or owned):
            i, comma = self._past_styles(i + 1), True
        name = self.name_at.get(i)
        if name is None or any(self.doc[k].is_sent_start for k in range(phrase.end, i + 1)):
            return []
        if comma and not phrase.plural and self._list_item(phrase, name):
            return []
        return self._list(name) if phrase.plural else [name]

    def _list_item(self, phrase: OfficePhrase, name: Name) -> bool:
        """Whether ", Name" goes on a list of people instead of naming the office-holder."""
        before = self.name_ends.get(phrase.start - 1)
        return before is not None and self.doc[phrase.start - 1].text == ","and name is not None

    def _list(self, name: Name) -> list[Name]:
        names = [name]
        while True:
            own = self._actors_after(names[-1])
            i = own[1] if own else names[-1].end
            while i < len(self.doc) and self.doc[i].lower_ in {",", "and", "&"}:
                i += 1
            following = self.name_at.get(self._past_styles(i))
            if following is None or following.start == names[-1].end:
                return names
            names.append(following)

    def _name_left(self, phrase: OfficePhrase) -> Name | None:
        i = phrase.start
        while i > 0 and self.doc[i - 1].lower_ in {"then", "still", "now", "currently", "also"}:
            i -= 1
        if i < 2 or self.doc[i - 1].text not in {",", "(", "--", "-"}:  # noqa: PLR2004 - a name and a comma
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
        start, end, actors = name.start, name.end, ()
        after = self._actors_after(name)
        if after:
            actors, end = (after[0],), after[1]
        else:
            j = start - 1
            while j in self.styles and j > 0:
                j -= 1
            if j > 0 and self.doc[j].lower_ in {"'s", "'"}:
                j -= 1
            actor = self.finder.actor_at.get(j)
            if actor is not None and actor.actor is not None and not self.doc[name.start].is_sent_start:
                actors, start = (actor.actor,), actor.start
        return Mention(self._styled(start), end, name.start, Form.NAMED, name.text, None, actors)

    def _styled(self, start: int) -> int:
        """The first token of the honorifics right before a mention."""
        while start - 1 in self.styles and not self.doc[start].is_sent_start:
            start -= 1
        return start

    def _anaphors(self) -> Iterator[Mention]:
        for token in self.doc:
            lower = token.lower_
            if lower in _PRONOUNS:
                yield Mention(token.i, token.i + 1, token.i, Form.PRONOUN, plural=lower in {"they", "them", "their"})
            elif lower in _BOTH and token.i > 0:
                start, count = self._count(token.i)
                if count:
                    yield Mention(start, token.i + 1, token.i, Form.GROUP, role=None, plural=True, count=count, definite=True)
            elif lower in {"two", "three", "four", "pair", "trio"} and self._stands_alone(token.i):
                count = {"pair": 2, "trio": 3}.get(lower, _NUMBERS.get(lower))
                yield Mention(token.i - 1, token.i + 1, token.i, Form.GROUP, plural=True, count=count, definite=True)
            elif lower == "both" and token.i + 1 < len(self.doc) and self.doc[token.i + 1].pos_ in {"VERB", "AUX"}:
                yield Mention(token.i, token.i + 1, token.i, Form.GROUP, plural=True, count=2, definite=True)
            elif lower == "koreas":
                yield Mention(token.i, token.i + 1, token.i, Form.GROUP, None, "officials", (Actor("KOR"), Actor("PRK")), plural=True)
            elif lower in {"visitor", "guest"} and token.i > 0:
                yield Mention(token.i - 1, token.i + 1, token.i, Form.OFFICE, definite=True)

    def _stands_alone(self, i: int) -> bool:
        """"The two will meet", "talks between the pair"."""
        follows = self.doc[i + 1] if i + 1 < len(self.doc) else None
        return i > 0 and self.doc[i - 1].lower_ == "the" and (follows is None or follows.pos_ in {"VERB", "AUX", "PUNCT", "ADV", "ADP"})

    def _count(self, i: int) -> tuple[int, int | None]:
        start, count = i, None
        while start > 0 and (i - start) < 4:  # noqa: PLR2004 - "the two foreign ministers"
            word = self.doc[start - 1].lower_
            if word in _NUMBERS:
                count = _NUMBERS[word]
            elif word not in {"the", "foreign", "prime", "defence", "defense", "finance", "old", "state"}:
                break
            start -= 1
        return start, count

    def _of_actor(self, actor: ActorMention) -> Mention:
        both = tuple(dict.fromkeys(a.actor for a in self.doc._.actors if a.start == actor.start and a.end == actor.end and a.actor))
        return Mention(actor.start, actor.end, actor.end - 1, Form.ACTOR, actors=both, plural=actor.form == "demonym")


def _introduced(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """"The ECOWAS mediator, President Blaise Compaoré of Burkina Faso": one person, introduced twice."""
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        if (
            before and mention.form is Form.NAMED and before.form is Form.OFFICE and before.definite and not before.plural
            and before.end == mention.start - 1 and doc[before.end].text == "," and mention.role
        ):  # fmt: skip
            kept[-1] = replace(mention, start=before.start, root=before.root)
        else:
            kept.append(mention)
    return kept


def _singular(role: str | None) -> str | None:
    return role


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
