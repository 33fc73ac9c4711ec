"""Who does what to whom: the arguments of a verb or a noun in the collapsed tree."""

from collections.abc import Iterator

from pipeline.extract.graph import Graph

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_DEPTH = 6  # how far a missing subject is looked for upwards


class Arguments:
    """Finds subjects, objects and obliques over a Graph; nodes in, nodes out."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def subject(self, verb: int, depth: int = 0) -> tuple[int, bool] | None:
        """Return (node, passive) of the verb's subject, its own or a shared one; None when there is none."""
        for child in self.graph.children(verb, "nsubj"):
            passive = self.graph.dep(child) == "nsubj:pass"
            if self.graph.token(child).lower_ in _RELATIVES and self.graph.dep(verb) in {"acl:relcl", "acl"}:
                return self.graph.head(verb), passive
            return child, passive
        if depth > _DEPTH:
            return None
        return self._shared(verb, depth)

    def _shared(self, verb: int, depth: int) -> tuple[int, bool] | None:
        head, dep = self.graph.head(verb), self.graph.dep(verb)
        passive = self._participle(verb)
        if head == verb:
            return None
        if dep == "acl":
            return self._of_modified(verb, head, passive=passive, depth=depth)
        if (
            dep == "xcomp"
            and (controlled := next(self.graph.children(head, "obj", "iobj"), None)) is not None
        ):
            return controlled, passive
        if dep in {"conj", "xcomp", "advcl", "ccomp", "parataxis"}:
            found = self.subject(head, depth + 1)
            return (found[0], passive) if found and dep != "conj" else found
        return None

    def _of_modified(self, verb: int, noun: int, *, passive: bool, depth: int) -> tuple[int, bool] | None:
        """As in "ministers attending", "plans to meet", "talks held by"."""
        marked = any(True for _ in self.graph.children(verb, "mark"))
        main = self.graph.token(verb).tag_ in {"VBN", "VBD"} and not passive
        if (self.graph.token(verb).tag_ == "VBG" and not marked) or passive or main:
            return noun, passive
        owner = next(self.graph.children(noun, "nmod:poss"), None)
        if owner is not None:
            return owner, passive
        for up in self.graph.ancestors(noun):
            if self.graph.token(up).pos_ in {"VERB", "AUX"} or any(
                True for _ in self.graph.children(up, "nsubj")
            ):
                found = self.subject(up, depth + 1)
                return (found[0], passive) if found else None
        return None

    def _participle(self, verb: int) -> bool:
        token = self.graph.token(verb)
        if self.graph.dep(verb) in {"acl", "amod", "parataxis"} and token.sent.root.pos_ not in {
            "VERB",
            "AUX",
        }:
            return any(
                self.graph.dep(c) == "aux:pass" for c in self.graph.children(verb, "aux")
            )  # it is the main verb
        has_auxiliary = any(True for _ in self.graph.children(verb, "aux"))
        return token.tag_ == "VBN" and (
            not has_auxiliary
            or any(self.graph.dep(c) == "aux:pass" for c in self.graph.children(verb, "aux"))
        )

    def objects(self, verb: int) -> list[int]:
        """Direct and indirect objects, without what is coordinated with them."""
        found = [c for c in self.graph.children(verb, "obj", "iobj") if self.graph.token(c).pos_ != "ADV"]
        return found or [c for c in self.graph.children(verb) if self._objectlike(verb, c)]

    def _objectlike(self, verb: int, child: int) -> bool:
        """A bare party after the verb that the parser called something else."""
        dep = self.graph.dep(child)
        party = child in self.graph.mention_at and child > verb and not self.graph.case(child)
        return party and dep.split(":")[0] in {
            "xcomp",
            "advcl",
            "dep",
            "list",
            "ccomp",
            "nmod",
            "obl",
            "appos",
        }

    def obliques(self, verb: int, *prepositions: str) -> Iterator[int]:
        """Yield prepositional dependants, of verbs and nouns alike; with one of `prepositions` if given."""
        for child in self.graph.children(verb, "obl", "nmod", "advmod", "xcomp", "advcl"):
            if self.graph.dep(child) in {"nmod:poss", "obl:npmod", "obl:tmod"}:
                continue
            case = self.graph.case(child)
            if case and (not prepositions or case.split()[0] in prepositions or case in prepositions):
                yield child

    def owner(self, noun: int) -> int | None:
        """The possessor of a noun or of its modifier: "Shultz's visit", "his talks", "Xi's state visit"."""
        modifiers = (
            c for c in self.graph.children(noun, "compound", "amod") if c not in self.graph.mention_at
        )
        return next((o for n in (noun, *modifiers) for o in self.graph.children(n, "nmod:poss")), None)

    def governor(self, node: int) -> int | None:
        """The verb that governs a nominal, over nouns in between."""
        for up in self.graph.ancestors(node):
            if self.graph.token(up).pos_ in {"VERB", "AUX"} or any(
                True for _ in self.graph.children(up, "cop")
            ):
                return up
        return None
