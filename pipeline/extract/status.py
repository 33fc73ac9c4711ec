"""How far an encounter has come, from tense, mood, negation and the verbs and nouns that govern it."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipeline.extract.arguments import Arguments
from pipeline.extract.graph import Graph
from pipeline.extract.rows import rows, words
from schemas.meeting import Status

_DEPTH = 5
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_GOVERNED = frozenset({"xcomp", "ccomp", "advcl", "acl", "csubj", "conj", "parataxis"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A status with what it rests on; `status` is None where the text denies that there is an encounter."""

    status: Status | None
    cue: str = ""


@cache
def table(sort: str) -> dict[str, str]:
    """form → status of the rows of one sort."""
    return {row["form"]: row["status"] for row in rows("status") if row["sort"] == sort}


class StatusReader:
    """Reads the status of a trigger node."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.arguments = Arguments(graph)

    def of_verb(self, verb: int) -> Reading:
        """The status of an encounter told by a verb."""
        if any(self.lemma(up) == "deny" for up in self.graph.ancestors(verb)):
            return Reading(None, "deny")
        return self._governed(verb, self._own(verb), 0)

    def of_noun(self, noun: int) -> Reading:
        """The status of an encounter told by a noun."""
        described = self._described(noun)
        noun = self.outer(noun)
        governor = self.arguments.governor(noun)
        ended = self._ended(noun, governor) or self._ended_below(noun)
        if ended or described:
            return ended or described or Reading(None)
        between = self._nouns_between(noun, governor)
        if between:
            return between
        if governor is None:
            return Reading(Status.HELD, "bare")
        ahead = self._ahead(noun) or self._preposition(noun)
        if ahead and ahead.status is not Status.HELD:
            return ahead
        lemma = self.lemma(governor)
        effect = table("verb").get(lemma)
        if effect and self._affects(noun, governor):
            if effect == "none":
                return Reading(None, lemma)
            return self._effect(governor, Status(effect), lemma)
        if not self._affects(noun, governor) and ahead:
            return Reading(Status.HELD, "bare")
        return self.of_verb(governor)

    def outer(self, noun: int) -> int:
        """As in "two days of talks": the measure hangs in the sentence in place of the noun."""
        head = self.graph.head(noun)
        measured = self.graph.dep(noun) == "nmod" and self.graph.case(noun) == "of" and self.lemma(head) in words("rounds", "measure")
        return head if measured else noun

    def _ended(self, noun: int, governor: int | None) -> Reading | None:
        """Called off, put off or refused, whatever else is said of it."""
        if governor is None or not self._affects(noun, governor):
            return None
        effect = table("verb").get(self.lemma(governor))
        if effect not in {"cancelled", "postponed", "refused"}:
            return None
        return self._effect(governor, Status(effect), self.lemma(governor))

    def _ended_below(self, noun: int) -> Reading | None:
        """The same where the parser made the verb hang on the noun."""
        for child in self.graph.children(noun, "conj", "acl", "parataxis", "appos"):
            effect = table("verb").get(self.lemma(child))
            passive = any(self.graph.dep(c) == "aux:pass" for c in self.graph.children(child, "aux"))
            if effect in {"cancelled", "postponed", "refused"} and passive:
                return Reading(Status(effect), self.lemma(child))
        return None

    # -- the verb's own form -----------------------------------------------------------------------------------

    def _own(self, verb: int) -> Reading:
        token = self.graph.token(verb)
        auxiliaries = [self.graph.token(c) for c in self.graph.children(verb, "aux", "cop")]
        negated = self.negated(verb)
        modal = next((a.lower_ for a in auxiliaries if a.lower_ in table("modal")), None)
        if modal:
            status = Status(table("modal")[modal])
            return Reading(Status.REFUSED if negated and status is Status.PLANNED else None if negated else status, modal)
        if self._bound_to(verb):
            perfect = any(t.lower_ == "have" for t in self.graph.doc[self._to(verb) : verb])
            past = self.graph.doc[max(self._to(verb) - 1, 0)].lower_ in {"was", "were"}
            return Reading(Status.CANCELLED if perfect and past else Status.PLANNED, "is to")
        if negated:
            return Reading(None, "negated")
        if token.tag_ in {"VB"} and self._to(verb) >= 0:
            return Reading(Status.PLANNED, "infinitive")
        return Reading(Status.HELD, token.tag_)

    def negated(self, verb: int) -> bool:
        return any(self.graph.token(c).lower_ in _NEGATIONS for c in self.graph.children(verb, "advmod", "det", "cc"))

    def _to(self, verb: int) -> int:
        """The token of the infinitive's "to", or -1."""
        for i in range(verb - 1, max(verb - 4, -1), -1):
            if self.graph.doc[i].lower_ == "to" and self.graph.doc[i].pos_ == "PART":
                return i
        return -1

    def _bound_to(self, verb: int) -> bool:
        """As in "is to meet", "were to have met"."""
        to = self._to(verb)
        return to > 0 and self.graph.doc[to - 1].lemma_.lower() == "be"

    # -- what governs it ---------------------------------------------------------------------------------------

    def _governed(self, verb: int, own: Reading, depth: int) -> Reading:
        head, dep = self.graph.head(verb), self.graph.dep(verb)
        if depth > _DEPTH or head == verb or dep not in _GOVERNED:
            return own
        token = self.graph.token(verb)
        infinitive = token.tag_ == "VB" and self._to(verb) >= 0
        gerund = token.tag_ == "VBG" and not any(True for _ in self.graph.children(verb, "aux"))
        head_lemma = self.lemma(head)
        if dep == "acl" and infinitive:
            return self._noun_governs(verb, head)
        if dep in {"xcomp", "ccomp", "csubj"} or infinitive:
            effect = table("verb").get(head_lemma) or table("adjective").get(head_lemma)
            if effect and (infinitive or gerund):
                return Reading(None, head_lemma) if effect == "none" else self._effect(head, Status(effect), head_lemma)
        if dep == "conj" and not any(True for _ in self.graph.children(verb, "aux")) and token.tag_ == self.graph.token(head).tag_:
            return self.of_verb(head) if own.status is Status.HELD or infinitive else own
        if gerund and dep == "advcl" and (effect := table("verb").get(head_lemma)) and self._marked(verb, "to", "about", "of", "on"):
            return Reading(None, head_lemma) if effect == "none" else self._effect(head, Status(effect), head_lemma)
        if gerund and dep in {"advcl", "acl", "xcomp"}:
            return self._gerund(verb, head)
        if infinitive and dep == "advcl":
            return Reading(Status.PLANNED, "purpose")
        return own

    def _marked(self, verb: int, *marks: str) -> bool:
        return any(self.graph.token(c).lower_ in marks for c in self.graph.children(verb, "mark", "case"))

    def _noun_governs(self, verb: int, noun: int) -> Reading:
        lemma = self.lemma(noun)
        if any(t.lower_ in {"first", "last", "only", "second", "third", "latest"} for t in self.graph.doc[max(noun - 4, 0) : noun]):
            up = self.arguments.governor(noun)
            return self.of_verb(up) if up is not None and up != verb else Reading(Status.HELD, "first")
        effect = table("noun").get(lemma) or table("verb").get(lemma)
        if effect and effect != "none":
            return self._effect(noun, Status(effect), lemma)
        return Reading(Status.PLANNED, "infinitive")

    def _gerund(self, verb: int, head: int) -> Reading:
        before = {self.graph.token(c).lower_ for c in self.graph.children(verb, "mark", "case")}
        if before & {"before"}:
            return Reading(Status.PLANNED, "before") if self.of_verb(head).status is not Status.HELD else Reading(Status.HELD, "before")
        return self.of_verb(head) if self.graph.token(head).pos_ in {"VERB", "AUX"} else Reading(Status.HELD, "gerund")

    def _effect(self, governor: int, status: Status, cue: str) -> Reading:
        """The effect of a governing word, itself perhaps negated or in the future."""
        if self.negated(governor):
            if status in {Status.PLANNED, Status.PROPOSED}:
                return Reading(Status.REFUSED if cue in {"agree", "want", "intend", "plan"} else None, f"not {cue}")
            return Reading(Status.PLANNED, f"not {cue}")
        if status is Status.PROPOSED and any(self.graph.token(c).lower_ == "would" for c in self.graph.children(governor, "aux")):
            return Reading(Status.PROPOSED, cue)
        return Reading(status, cue)

    # -- nouns -------------------------------------------------------------------------------------------------

    def _described(self, noun: int) -> Reading | None:
        for child in self.graph.children(noun, "amod", "nmod:desc", "compound", "acl", "det"):
            token = self.graph.token(child)
            if token.lower_ == "no":
                return Reading(None, "no")
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
            if effect:
                refused = governor is not None and table("verb").get(self.lemma(governor)) == "refused"
                return Reading(Status.REFUSED, self.lemma(up)) if refused else self._effect(up, Status(effect), self.lemma(up))
        return None

    def _ahead(self, noun: int) -> Reading | None:
        """As in "ahead of talks", "in advance of the summit", however the parser hangs it."""
        words_before = " ".join(t.lower_ for t in self.graph.doc[max(noun - 6, 0) : noun])
        for form in ("ahead of", "in advance of", "prior to", "on the eve of", "in preparation for", "in the run-up to"):
            if form in words_before:
                return Reading(Status.PLANNED, form)
        return None

    def _preposition(self, noun: int) -> Reading | None:
        case = self.graph.case(noun)
        if not case:
            return None
        effect = table("preposition").get(case) or table("preposition").get(case.split()[0])
        return Reading(Status(effect), case) if effect else None

    def _affects(self, noun: int, governor: int) -> bool:
        """Whether the governor acts on the noun: as object, passive subject, or "for talks" after a wish."""
        dep = self.graph.dep(noun)
        if dep in {"obj", "nsubj:pass", "xcomp"}:
            return True
        if dep == "nsubj":
            return True
        return dep.startswith("obl") and self.graph.case(noun) in {"for", "to", "on"}

    def lemma(self, node: int) -> str:
        """The lemma, with the particle of a phrasal verb: "put off", "call for"."""
        token: Token = self.graph.token(node)
        lemma = token.lemma_.lower()
        for child in token.children:
            if child.dep_ == "compound:prt":
                return f"{lemma} {child.lower_}"
        after = self.graph.doc[node + 1].lower_ if node + 1 < len(self.graph.doc) else ""
        return f"{lemma} {after}" if f"{lemma} {after}" in table("verb") else lemma
