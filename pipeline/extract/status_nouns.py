"""How far an encounter told by a noun has come: "planned talks", "a meeting was called off"."""

from functools import cache

from pipeline.extract.offices import split
from pipeline.extract.rows import words
from pipeline.extract.status import Reading, VerbStatus, table
from schemas.meeting import Status

_OPEN = frozenset({Status.PLANNED, Status.PROPOSED})
_ENDED = frozenset({"postponed", "cancelled", "refused"})
_WITHIN = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET", "PART", "PRON"})
_LONGEST = 14  # tokens of a phrase before its noun


@cache
def _aheads() -> tuple[str, ...]:
    """Phrases for what is still to come, as written and as the tokenizer cuts them: "run-up to", "run - up to"."""
    forms = table("ahead")
    return tuple(dict.fromkeys((*forms, *(" ".join(split(f)) for f in forms))))


class StatusReader(VerbStatus):
    """Reads the status of verbs and nouns."""

    def of_noun(self, noun: int) -> Reading:
        """Return the status of an encounter told by a noun."""
        if self.denied(noun):
            return Reading(None, "deny")
        described = self._described(noun)
        noun = self.outer(noun)
        governor = self.arguments.governor(noun)
        ended = self._accounted(noun) or self._ended(noun, governor) or self._ended_below(noun)
        told = ended or self._happening(noun) or described or self._nouns_between(noun, governor)
        if told:
            return told
        if governor is None:
            return self._ahead(noun) or Reading(Status.HELD, "bare")
        return self._of_governed(noun, governor)

    def of_verb(self, verb: int) -> Reading:
        """Return that of a verb, or of what is a noun for all its tag: "agreed to a future meet"."""
        before = self.graph.doc[verb - 1].lower_ if verb else ""
        effect = table("adjective").get(before)
        return Reading(Status(effect), before) if effect else super().of_verb(verb)

    def _happening(self, noun: int) -> Reading | None:
        """As in "talks, which began on Tuesday", "a summit that is to take place in June"."""
        for child in self.graph.children(noun, "acl:relcl"):
            lemma = self.lemma(child)
            effect = table("verb").get(lemma)
            if effect and effect not in {"proposed", "none"} and self.graph.token(child).tag_ == "VBN":
                return self.effect(child, Status(effect), lemma)
            if lemma in words("frames", "happen") and self._subject_is_relative(child):
                return self.of_verb(child)
        return Reading(Status.PLANNED, "to be held") if self._to_be_held(noun) else None

    def _to_be_held(self, noun: int) -> bool:
        """As in "a conference of the heads of government, to be held in Nassau", by order."""
        doc = self.graph.doc
        for j in range(noun + 1, min(noun + _LONGEST, doc[noun].sent.end - 2)):
            if doc[j].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
                return False
            if doc[j : j + 3].text.lower() in {"to be held", "to take place"}:
                return doc[j - 1].lower_ not in {"is", "are", "was", "were", "due", "expected"}
        return False

    def _subject_is_relative(self, verb: int) -> bool:
        subjects = self.graph.children(verb, "nsubj", "nsubj:pass")
        return any(self.graph.token(c).lower_ in {"which", "that"} for c in subjects)

    def _of_governed(self, noun: int, governor: int) -> Reading:
        if self.graph.token(governor).lower_ == "following" and self.graph.dep(noun) == "obj":
            return Reading(Status.HELD, "following")
        if disposed := self._disposed(noun, governor):
            return disposed
        ahead = self._ahead(noun) or self._preposition(noun)
        if ahead and ahead.status is not Status.HELD:
            return ahead
        lemma, affected = self.lemma(governor), self._affects(noun)
        effect = table("verb").get(lemma)
        if effect and affected:
            acts = effect in _ENDED and self._acts(noun, governor)
            return Reading(Status.HELD, "bare") if acts else self.taken(governor, effect, lemma)
        if ahead and not affected:
            coming = self.graph.case(noun).split(" ")[0] in words("frames", "locative") | {"during", "on"}
            told = self.of_verb(governor).status if coming else None
            return Reading(Status.PLANNED, "at") if told in _OPEN else Reading(Status.HELD, "bare")
        return self.of_verb(governor)

    def _accounted(self, noun: int) -> Reading | None:
        """As in "declined to give details of the talks", by order: refused is the account of them alone."""
        doc = self.graph.doc
        for j in range(noun - 1, max(noun - _LONGEST, doc[noun].sent.start), -1):
            if doc[j].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
                return None
            if doc[j].lower_ in {"of", "on", "about"} and doc[j - 1].lemma_.lower() in words(
                "frames", "account"
            ):
                return Reading(Status.HELD, "account")
        return None

    def _disposed(self, noun: int, governor: int) -> Reading | None:
        """As in "is open to talks"."""
        lemma = self.lemma(governor)
        disposed = lemma in words("frames", "disposed") and self.graph.token(governor).pos_ == "ADJ"
        towards = disposed and self.graph.case(noun).split(" ")[0] == "to"
        return Reading(Status.PROPOSED, lemma) if towards else None

    def _falls_through(self, noun: int, governor: int) -> bool:
        """As in "the trip will not take place", "the talks did not go ahead"."""
        happens = self.graph.token(governor).lemma_.lower() in words("frames", "happen") | {"go", "proceed"}
        return happens and self.graph.dep(noun).startswith("nsubj") and self.negated(governor)

    def outer(self, noun: int) -> int:
        """As in "two days of talks": the measure hangs in the sentence in place of the noun."""
        head = self.graph.head(noun)
        measured = (
            self.graph.dep(noun) == "nmod"
            and self.graph.case(noun) == "of"
            and self.lemma(head) in words("rounds", "measure")
        )
        return head if measured else noun

    def _ended(self, noun: int, governor: int | None) -> Reading | None:
        """Called off, put off or refused, whatever else is said of it."""
        if governor is None or not (self._affects(noun) or self._particle(noun, governor)):
            return None
        if self._falls_through(noun, governor):
            return Reading(Status.CANCELLED, "not take place")
        effect = table("verb").get(self.lemma(governor))
        if effect not in _ENDED or self._acts(noun, governor):
            return None
        return self.effect(governor, Status(effect), self.lemma(governor))

    def _ended_below(self, noun: int) -> Reading | None:
        """The same where the parser made the verb hang on the noun."""
        for child in self.graph.children(noun, "conj", "acl", "parataxis", "appos"):
            effect = table("verb").get(self.lemma(child))
            passive = any(self.graph.dep(c) == "aux:pass" for c in self.graph.children(child, "aux"))
            if effect in _ENDED and passive:
                return Reading(Status(effect), self.lemma(child))
        return None

    def _described(self, noun: int) -> Reading | None:
        for child in self.graph.children(noun, "amod", "nmod:desc", "compound", "acl", "det"):
            token = self.graph.token(child)
            if token.lower_ == "no":
                up = self.arguments.governor(noun)
                will = up is not None and any(
                    self.graph.token(c).lower_ == "will" for c in self.graph.children(up, "aux")
                )
                return Reading(Status.REFUSED if will else None, "no")
            effect = table("adjective").get(token.lower_)
            if effect:
                return Reading(Status(effect), token.lower_)
            if self.graph.dep(child) == "acl":
                return self._participle(child)
        return None

    def _participle(self, verb: int) -> Reading | None:
        """As in "a meeting planned for May", "talks cancelled by Moscow"."""
        effect = table("verb").get(self.lemma(verb))
        if effect and self.graph.token(verb).tag_ == "VBN" and effect != "none":
            return Reading(Status(effect), self.lemma(verb))
        return None

    def _nouns_between(self, noun: int, governor: int | None) -> Reading | None:
        """As in "plans for a meeting", "an invitation to talks"."""
        for up in self.graph.ancestors(noun):
            if up == governor:
                return None
            effect = table("noun").get(self.lemma(up))
            if effect and self.lemma(up) == "talk" and self.graph.token(up).tag_ == "NNS":
                return None  # talks that follow others, no talk of them
            if effect:
                ended = table("verb").get(self.lemma(governor)) if governor is not None else None
                return (
                    Reading(Status(ended), self.lemma(up))
                    if ended in _ENDED
                    else self.effect(up, Status(effect), self.lemma(up))
                )
        return None

    def _ahead(self, noun: int) -> Reading | None:
        """As in "ahead of talks", "in advance of President Rossi's visit", however the parser hangs it."""
        start = self._phrase(noun)
        before = " ".join(t.lower_ for t in self.graph.doc[max(start - 4, 0) : noun])
        form = next((f for f in _aheads() if f in before), None)
        return Reading(Status.PLANNED, form) if form else None

    def _phrase(self, noun: int) -> int:
        """Where the run of names, adjectives and nouns before a noun begins."""
        start = noun
        while start > 0 and (
            self.graph.node(start - 1) in self.graph.mention_at or self.graph.doc[start - 1].pos_ in _WITHIN
        ):
            start -= 1
        return max(start, noun - _LONGEST)

    def _preposition(self, noun: int) -> Reading | None:
        case = self.graph.case(noun)
        if not case:
            return None
        effect = table("preposition").get(case) or table("preposition").get(case.split()[0])
        return Reading(Status(effect), case) if effect else None

    def _particle(self, noun: int, governor: int) -> bool:
        """Whether the verb's particle was read as a preposition of the noun: "held [over a meeting]"."""
        return " " in (verb := self.lemma(governor)) and verb.endswith(f" {self.graph.case(noun) or '-'}")

    def _acts(self, noun: int, governor: int) -> bool:
        """Whether it does to something else what the verb says: "the talks would delay the sanctions"."""
        active = self.graph.dep(noun) == "nsubj" and self.graph.head(noun) == governor
        return active and any(o > governor for o in self.graph.children(governor, "obj"))

    def _affects(self, noun: int) -> bool:
        """Whether the governor acts on the noun: as object, passive subject, or "for talks", "out of talks"."""
        dep = self.graph.dep(noun)
        if dep in {"obj", "nsubj:pass", "xcomp"}:
            return True
        if dep == "nsubj":
            return True
        return dep.startswith("obl") and self.graph.case(noun) in {"for", "to", "on", "from", "out of"}
