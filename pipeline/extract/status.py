"""How far an encounter has come, from tense, mood, negation and the verbs and nouns that govern it."""

from dataclasses import dataclass
from functools import cache

from pipeline.extract.arguments import Arguments
from pipeline.extract.graph import Graph
from pipeline.extract.rows import rows
from schemas.meeting import Status

_DEPTH = 5
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_UNSURE = frozenset({"can", "could", "may", "might"})
_GOVERNED = frozenset({"xcomp", "ccomp", "advcl", "acl", "csubj", "conj", "parataxis"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A status with what it rests on; `status` is None where the text denies that there is an encounter."""

    status: Status | None
    cue: str = ""


@cache
def table(sort: str) -> dict[str, str]:
    """Form → status of the rows of one sort."""
    return {row["form"]: row["status"] for row in rows("status") if row["sort"] == sort}


@cache
def _inflected() -> dict[str, str]:
    """Return regular inflection → governing verb: the lemmatizer reads "hopes" as those of "hop"."""
    verbs = [form for form in table("verb") if " " not in form and len(form) > 2]  # noqa: PLR2004 - "set", no "be"
    tails = ("s", "ed", "ing")
    return {f"{v if tail == 's' else v.removesuffix('e')}{tail}": v for v in verbs for tail in tails}


class VerbStatus:
    """Reads the status of an encounter that a verb tells."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.arguments = Arguments(graph)

    def of_verb(self, verb: int) -> Reading:
        """The status of an encounter told by a verb."""
        if self.denied(verb):
            return Reading(None, "deny")
        return self._governed(verb, self._own(verb), 0)

    def denied(self, node: int) -> bool:
        """Whether somebody denies it, at any remove: "denied a report that ... had met"."""
        return any(self.lemma(up) == "deny" for up in self.graph.ancestors(node))

    def lemma(self, node: int) -> str:
        """The lemma, with the particle of a phrasal verb: "put off", "call for"."""
        token = self.graph.token(node)
        lemma = token.lemma_.lower()
        for child in token.children:
            if child.dep_ == "compound:prt":
                return f"{lemma} {child.lower_}"
        lemma = token.lower_ if token.lower_ in table("verb") else _inflected().get(token.lower_, lemma)
        after = self.graph.doc[node + 1].lower_ if node + 1 < len(self.graph.doc) else ""
        return f"{lemma} {after}" if f"{lemma} {after}" in table("verb") else lemma

    def negated(self, verb: int) -> bool:
        """Whether the verb is negated."""
        return any(
            self.graph.token(c).lower_ in _NEGATIONS for c in self.graph.children(verb, "advmod", "det", "cc")
        )

    def _own(self, verb: int) -> Reading:
        auxiliaries = [self.graph.token(c) for c in self.graph.children(verb, "aux", "cop")]
        modal = next((a.lower_ for a in auxiliaries if a.lower_ in table("modal")), None)
        if modal:
            return self._modal(verb, modal)
        if self._bound_to(verb):
            perfect = any(t.lower_ == "have" for t in self.graph.doc[self._to(verb) : verb])
            past = self.graph.doc[max(self._to(verb) - 1, 0)].lower_ in {"was", "were"}
            return Reading(Status.CANCELLED if perfect and past else Status.PLANNED, "is to")
        if self.negated(verb) or self._yet(verb):
            return Reading(None, "negated")
        present = any(a.tag_ in {"VBZ", "VBP"} for a in auxiliaries)
        return self._tensed(verb, self.graph.token(verb).tag_, present=present)

    def _modal(self, verb: int, modal: str) -> Reading:
        """As in "will meet", "would meet if", "whether he will meet"."""
        status = Status(table("modal")[modal])
        if self.negated(verb):
            return Reading(Status.REFUSED if status is Status.PLANNED else None, modal)
        if self._open(verb) or (modal == "would" and self._on_condition(verb)):
            return Reading(Status.PROPOSED, "if")
        return Reading(status, modal)

    def _tensed(self, verb: int, tag: str, *, present: bool) -> Reading:
        if self._open(verb) and tag in {"VBZ", "VBP"}:
            return Reading(Status.PROPOSED, "if")
        if self._marked(verb, "whether"):
            return Reading(None, "whether")
        if tag == "VBG" and present:
            return Reading(Status.HELD, "is meeting")
        if tag == "VB" and self._to(verb) >= 0:
            return Reading(Status.PLANNED, "infinitive")
        return Reading(Status.HELD, tag)

    def _to(self, verb: int) -> int:
        """The token of the infinitive's "to", or -1."""
        for i in range(verb - 1, max(verb - 4, -1), -1):
            if self.graph.doc[i].lower_ == "to" and self.graph.doc[i].pos_ == "PART":
                return i
        return -1

    def _yet(self, verb: int) -> bool:
        """As in "has yet to meet"."""
        return self._to(verb) > 0 and self.graph.doc[self._to(verb) - 1].lower_ == "yet"

    def _past_perfect(self, node: int) -> bool:
        """As in "had been due"."""
        before = {self.graph.token(c).lower_ for c in self.graph.children(node, "aux", "cop")}
        return before >= {"had", "been"}

    def _open(self, verb: int) -> bool:
        """As in "whether he will meet", "if they meet"."""
        return self._marked(verb, "whether", "if")

    def _on_condition(self, verb: int) -> bool:
        """As in "would meet him if the terms were right"."""
        return any(self._marked(c, "if", "unless", "provided") for c in self.graph.children(verb, "advcl"))

    def _bound_to(self, verb: int) -> bool:
        """As in "is to meet", "were to have met"."""
        to = self._to(verb)
        return to > 0 and self.graph.doc[to - 1].lemma_.lower() == "be"

    def _governed(self, verb: int, own: Reading, depth: int) -> Reading:
        """Return the status that the governing word leaves of the verb's own."""
        head, dep = self.graph.head(verb), self.graph.dep(verb)
        if depth > _DEPTH or head == verb or dep not in _GOVERNED:
            return own
        token = self.graph.token(verb)
        bare = not any(True for _ in self.graph.children(verb, "aux"))
        if token.tag_ == "VB" and self._to(verb) >= 0:
            return self._infinitive(verb, head, own)
        if bare and (token.tag_ == "VBG" or self.gerund(verb)):
            return self._participle_of(verb, head, own)
        if dep == "ccomp" and self._subjunctive(verb) and table("verb").get(self.lemma(head)) == "proposed":
            return Reading(Status.PROPOSED, self.lemma(head))
        if dep == "conj" and bare and token.tag_ == self.graph.token(head).tag_:
            return self.of_verb(head) if own.status is Status.HELD else own
        return own

    def gerund(self, node: int) -> bool:
        """Whether what is tagged as a noun is a verb: "looked forward to meeting in person"."""
        token = self.graph.token(node)
        clause = token.dep_ in {"advcl", "xcomp", "ccomp", "acl"} and token.lower_.endswith("ing")
        return clause and any(True for _ in self.graph.children(node, "mark", "case"))

    def _subjunctive(self, verb: int) -> bool:
        """As in "suggested that talks be held", "proposed that they sit down"."""
        token, auxiliaries = self.graph.token(verb), list(self.graph.children(verb, "aux"))
        bare = token.tag_ in {"VB", "VBP"} and not auxiliaries
        return bare or (token.tag_ == "VBN" and [self.graph.token(c).lower_ for c in auxiliaries] == ["be"])

    def _infinitive(self, verb: int, head: int, own: Reading) -> Reading:
        """As in "agreed to meet", "plans to meet", "arrived to meet"."""
        dep, lemma = self.graph.dep(verb), self.lemma(head)
        if dep == "acl":
            return self._noun_governs(verb, head)
        effect = table("verb").get(lemma) or table("adjective").get(lemma)
        if effect:
            return self.taken(head, effect, lemma)
        if dep == "conj" and self.graph.token(head).tag_ == "VB":
            return self.of_verb(head)
        before = max(self._to(verb) - 1, 0)
        if dep == "advcl" and self.lemma(before) in table("noun"):
            return self._noun_governs(verb, before)
        if dep == "advcl" and self._gone(head):
            return Reading(Status.HELD, "had gone")
        return Reading(Status.PLANNED, "purpose") if dep == "advcl" else own

    def _gone(self, verb: int) -> bool:
        """As in "had flown to Juba to see him"."""
        before = {self.graph.token(c).lower_ for c in self.graph.children(verb, "aux")}
        return before == {"had"} and self.graph.token(verb).tag_ == "VBN" and not self.negated(verb)

    def _participle_of(self, verb: int, head: int, own: Reading) -> Reading:
        """As in "considered meeting", "looked forward to meeting", "after meeting"."""
        dep, lemma = self.graph.dep(verb), self.lemma(head)
        effect = table("verb").get(lemma) or (table("adjective").get(lemma) if dep != "advcl" else None)
        told = dep in {"xcomp", "ccomp", "csubj"} or (
            dep == "advcl" and self._marked(verb, "to", "about", "of", "on", "from")
        )
        if effect and told:
            return self.taken(head, effect, lemma)
        if dep == "conj" and self.graph.token(head).tag_ == "VBG":
            return self.of_verb(head) if own.status is Status.HELD else own
        return self._gerund(verb, head) if dep in {"advcl", "acl", "xcomp"} else own

    def taken(self, governor: int, effect: str, cue: str) -> Reading:
        """Return what a governing word of that effect makes of an encounter; "none" denies it."""
        return Reading(None, cue) if effect == "none" else self.effect(governor, Status(effect), cue)

    def _marked(self, verb: int, *marks: str) -> bool:
        return any(self.graph.token(c).lower_ in marks for c in self.graph.children(verb, "mark", "case"))

    def _noun_governs(self, verb: int, noun: int) -> Reading:
        lemma = self.lemma(noun)
        if any(
            t.lower_ in {"first", "last", "only", "second", "third", "latest"}
            for t in self.graph.doc[max(noun - 4, 0) : noun]
        ):
            up = self.arguments.governor(noun)
            return self.of_verb(up) if up is not None and up != verb else Reading(Status.HELD, "first")
        effect = table("noun").get(lemma) or table("verb").get(lemma)
        if effect and effect != "none":
            return self.effect(noun, Status(effect), lemma)
        return Reading(Status.PLANNED, "infinitive")

    def _gerund(self, verb: int, head: int) -> Reading:
        before = {self.graph.token(c).lower_ for c in self.graph.children(verb, "mark", "case")}
        if before & {"before"}:
            return (
                Reading(Status.PLANNED, "before")
                if self.of_verb(head).status is not Status.HELD
                else Reading(Status.HELD, "before")
            )
        return (
            self.of_verb(head)
            if self.graph.token(head).pos_ in {"VERB", "AUX"}
            else Reading(Status.HELD, "gerund")
        )

    def effect(self, governor: int, status: Status, cue: str) -> Reading:
        """The effect of a governing word, itself perhaps negated or in the future."""
        if status is Status.PLANNED and cue in table("set") and self._past_perfect(governor):
            return Reading(Status.CANCELLED, f"had been {cue}")
        if self.negated(governor):
            return _negated(status, cue)
        auxiliaries = (self.graph.token(c).lower_ for c in self.graph.children(governor, "aux"))
        if status is Status.PLANNED and not _UNSURE.isdisjoint(auxiliaries):
            return Reading(Status.PROPOSED, cue)
        return Reading(status, cue)


def _negated(status: Status, cue: str) -> Reading:
    """What is left of an encounter where the word that governs it is negated: "did not agree", "not postponed"."""
    if status not in {Status.PLANNED, Status.PROPOSED}:
        return Reading(Status.PLANNED, f"not {cue}")
    return Reading(Status.REFUSED if cue in table("wish") else None, f"not {cue}")
