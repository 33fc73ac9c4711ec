"""Who else was there: "accompanied by ...", "in the presence of ...", "The meeting was attended by ..."."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from pipeline.extract.companions import cues
from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.triggers import trigger
from pipeline.extract.frames import Actor, Encounter, Form, Party
from pipeline.extract.rows import words
from schemas.meeting import Kind

_REACH = 6  # tokens between the words that bring somebody along and who it is: "by his visiting Italian"
_LATER = 40  # tokens between an encounter and what is said later of who was there
_DEFINITE = frozenset({"the", "this", "that", "their", "his", "her"})
_NEEDS = {"take": "part", "sit": "in"}
_PRESENT = frozenset({"present"})
_BE = frozenset({"was", "were", "is", "are"})


class Company:
    """Adds to encounters the people of whom it is only said that they were there too."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._beside = tuple(cues(ctx.doc, "beside"))
        self._present = tuple(cues(ctx.doc, "present"))

    def joined(self, found: Sequence[Encounter]) -> list[Encounter]:
        """Return the encounters, those of a sentence with all whom it brings along."""
        brought = [replace(e, parties=(*e.parties, *self._brought(e, found))) for e in found]
        for verb in self._joinings() if found else ():
            brought = [self._joining(verb, e) for e in brought]
        return brought

    def _joinings(self) -> Iterator[int]:
        """As in "was joined in his meetings by": whoever is told there takes part in all that follow."""
        doc = self.ctx.doc
        for cue in doc:
            joined = cue.lower_ in {"joined", "accompanied"} and doc[max(cue.i - 1, 0)].lower_ in _BE
            if joined and self._in_all(cue):
                yield cue.i

    def _in_all(self, cue: Token) -> bool:
        """As in "joined in his meetings by", "accompanied on the trip by"."""
        near = [t.lower_ for t in self.ctx.doc[cue.i + 1 : min(cue.i + _REACH, cue.sent.end)]]
        return "by" in near and not words("deeds", "occasion").isdisjoint(near[: near.index("by")])

    def _joining(self, verb: int, encounter: Encounter) -> Encounter:
        """The encounter with those who joined its principal, when it is told after the verb and he takes part."""
        principals, _ = self.ctx.subject(verb)
        known = {p.person for p in encounter.parties} & {p.person for p in principals} - {None}
        if encounter.kind is not Kind.TALKS or not known or encounter.trigger[0] < verb:
            return encounter
        inside = range(verb, self.ctx.doc[verb].sent.end)
        named = [
            k for k, m in enumerate(self.ctx.doc._.mentions) if m.start in inside and m.form is Form.NAMED
        ]
        new = self._new(encounter, [p for k in named for p in self.ctx.refs.of_mention(k)])
        return replace(encounter, parties=(*encounter.parties, *new))

    def _brought(self, encounter: Encounter, found: Sequence[Encounter]) -> list[Party]:
        first, last = encounter.sentence
        spans = [c for c in self._beside if first <= c[0] < last]
        if encounter.kind is not Kind.VISIT:
            near = [c for c in self._present if first <= c[0] < last]
            near += list(self._agents(first, last))
            spans += [c for c in near if self._nearest(c[0], found) == encounter.trigger]
        return self._new(encounter, [p for _, end in spans for p in self._after(end)])

    def _agents(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """As in "talks mediated by", "the Arab League, chaired by": where the words begin and end."""
        doc = self.ctx.doc
        for i in range(first, last - 1):
            by = i + 1 if doc[i + 1].lower_ == "by" else i + 2
            through = doc[i + 1 : by].text.lower() in {"", "over"}
            if (
                doc[i].lemma_.lower() in words("frames", "mediate")
                and through
                and doc[by : by + 1].text == "by"
            ):
                yield i, by + 1

    def _nearest(self, cue: int, found: Sequence[Encounter]) -> tuple[int, int]:
        """The trigger of the encounter told last before a cue, visits aside; else the first one after it."""
        start = self.ctx.doc[cue].sent.start
        talks = [e for e in found if e.sentence[0] == start and e.kind is not Kind.VISIT]
        before = [e.trigger for e in talks if e.trigger[0] < cue]
        return before[-1] if before else talks[0].trigger

    def _new(self, encounter: Encounter, parties: Sequence[Party]) -> list[Party]:
        """The people of known side or office who are not among the parties yet."""
        known = {p.person for p in encounter.parties}
        new = {p.person: p for p in parties if p.person is not None and (p.actor or (p.name and p.role))}
        return [p for person, p in new.items() if person not in known]

    def _after(self, end: int) -> list[Party]:
        """The people named right after a cue, and all that is coordinated with them."""
        for mention in self.ctx.doc._.mentions:
            if mention.start < end or mention.form is Form.PRONOUN:
                continue
            between = {t.lower_ for t in self.ctx.doc[end : mention.end]}
            if mention.start - end > _REACH or between & words("companions", "family"):
                return []
            nodes = self.ctx.graph.conjuncts(self.ctx.graph.node(mention.root))
            return [p for n in nodes if n >= end for p in self.ctx.refs.parties(n)]
        return []

    # -- told later --------------------------------------------------------------------------------------------

    def told(self, i: int, found: Sequence[Encounter]) -> tuple[int, Encounter] | None:
        """Return the number of the encounter of which token `i` tells who was there, and it with them."""
        if not found:
            return None
        if self.ctx.lemma(i) in words("companions", "lead"):
            return self._led(i, found)
        governor = self._attending(i)
        if governor is None:
            return None
        for number in range(len(found) - 1, -1, -1):
            if self._meant(i, found[number]):
                new = self._new(found[number], list(self._attendants(i, governor)))
                return number, replace(found[number], parties=(*found[number].parties, *new))
        return None

    def _attending(self, i: int) -> int | None:
        """The verb or adjective of being there, for the noun of a meeting that it governs or for itself."""
        token = self.ctx.doc[i]
        if token.lower_ in _PRESENT:
            return i if token.pos_ == "ADJ" and self._beings(i) else None
        if token.pos_ == "VERB" and self._of_it(i):
            return i if self._attends(i) else None
        if token.pos_ != "NOUN" or trigger("noun", token.lemma_.lower(), token.lower_) is None:
            return None
        determiners = self.ctx.graph.children(i, "det", "nmod:poss")
        definite = any(self.ctx.doc[c].lower_ in _DEFINITE for c in determiners)
        own = any(True for _ in self.ctx.args.obliques(i, "with", "between", "of"))
        governor = self.ctx.args.governor(i) if definite and not own else None
        return governor if governor is not None and self._attends(governor) else None

    def _attends(self, i: int) -> bool:
        """As in "attended", "took part", "sat in"; not "took place"."""
        lemma = self.ctx.lemma(i)
        needed = _NEEDS.get(lemma)
        near = {t.lower_ for t in self.ctx.doc[i + 1 : i + 4]}
        return lemma in words("companions", "attend") and (needed is None or needed in near)

    def _of_it(self, i: int) -> bool:
        """As in "It was attended by"."""
        subjects = self.ctx.graph.children(i, "nsubj:pass")
        return any(self.ctx.doc[c].lower_ in {"it", "they"} for c in subjects)

    def _beings(self, i: int) -> bool:
        near = {t.lower_ for t in self.ctx.doc[max(i - 3, 0) : i]}
        return bool(near & {"also", "was", "were"})

    def _meant(self, i: int, encounter: Encounter) -> bool:
        """Whether the words at token `i` may be of an encounter told in a sentence before."""
        start, noun = self.ctx.doc[i].sent.start, trigger("noun", self.ctx.lemma(i), "")
        gathered = "gathering" in encounter.features
        fits = noun is None or gathered or (noun.kind is Kind.SUMMIT) == (encounter.kind is Kind.SUMMIT)
        near = 0 <= start - encounter.sentence[1] <= _LATER
        return near and fits and encounter.kind is not Kind.VISIT

    def _attendants(self, i: int, governor: int) -> Iterator[Party]:
        """The subject, or who follows "by"; by order those named after "were"."""
        ctx = self.ctx
        subject = ctx.args.subject(governor)
        if subject is not None and subject[1]:
            yield from (p for n in ctx.args.obliques(governor, "by") for p in ctx.parties(n))
        elif subject is not None and subject[0] != i and (told := ctx.parties(subject[0])):
            yield from told
        else:
            sent = ctx.doc[i].sent
            yield from (
                p
                for k, m in enumerate(ctx.doc._.mentions)
                if sent.start <= m.start < sent.end and m.form is Form.NAMED
                for p in ctx.refs.of_mention(k)
            )

    # -- who led a side ----------------------------------------------------------------------------------------

    def _led(self, i: int, found: Sequence[Encounter]) -> tuple[int, Encounter] | None:
        """As in "The Indian side was led by Singh", "Singh led the Indian team": of talks told before."""
        led = list(self._leaders(i))
        for number in range(len(found) - 1, -1, -1):
            encounter = found[number]
            if not 0 <= self.ctx.doc[i].sent.start - encounter.sentence[1] <= _LATER:
                break
            if encounter.kind is Kind.VISIT:
                continue
            new = [p for actor, p in led if self._unnamed(encounter, actor)]
            if new:
                return number, replace(encounter, parties=(*encounter.parties, *self._new(encounter, new)))
        return None

    def _unnamed(self, encounter: Encounter, actor: Actor) -> bool:
        """Whether nobody speaks by name for a side that takes part."""
        sides = [p for p in encounter.parties if p.actor == actor]
        return bool(sides) and not any(p.name for p in sides)

    def _leaders(self, i: int) -> Iterator[tuple[Actor, Party]]:
        """Pairs of a side and its leader in the sentence of a verb, by order."""
        doc, sent = self.ctx.doc, self.ctx.doc[i].sent
        inside = [(k, m) for k, m in enumerate(doc._.mentions) if sent.start <= m.start < sent.end]
        for (a, one), (b, other) in pairwise(inside):
            between = {t.lower_ for t in doc[one.end : other.start]}
            if other.form is Form.NAMED and one.form is Form.GROUP and one.actor and "by" in between:
                yield from ((one.actor, p) for p in self.ctx.refs.of_mention(b))
            elif (
                one.form is Form.NAMED
                and other.form is Form.GROUP
                and other.actor
                and one.end <= i < other.start
            ):
                yield from ((other.actor, p) for p in self.ctx.refs.of_mention(a))
