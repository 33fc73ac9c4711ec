"""A dependency tree in which each mention is one node.

The parser's arcs inside a mention are of no interest, and names confuse it; what counts is how the mention
hangs in the sentence. Labels are Universal Dependencies (universaldependencies.org, English guidelines).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from pipeline.extract.frames import Form, Mention

_LISTED = frozenset({Form.NAMED, Form.OFFICE, Form.GROUP})
_ENUMERATED = _LISTED | {Form.ACTOR}
_LINKS = 3  # tokens between two items of a list: ", and also"
# Relations by which a party hangs in a sentence, likeliest first; `flat` across a mention is a slip.
_RANK = {
    d: k
    for k, d in enumerate(("nsubj", "obj", "iobj", "obl", "nmod", "conj", "ROOT", "xcomp", "appos", "advcl"))
}


class Graph:
    """The tree of a Doc, with mentions collapsed onto their root tokens."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.doc = doc
        self.mentions = mentions
        self._node = list(range(len(doc)))
        self.mention_at: dict[int, int] = {}
        for number, mention in enumerate(mentions):
            root = self._top(mention)
            self.mention_at[root] = number
            for i in range(mention.start, mention.end):
                self._node[i] = root
        self._children: defaultdict[int, list[int]] = defaultdict(list)
        for token in doc:
            node, head = self._node[token.i], self._node[token.head.i]
            if node == token.i and head != node:
                self._children[self._over(token, head)].append(node)

    def _over(self, token: Token, head: int) -> int:
        """The noun above a name that a partner was hung on: "the meeting of Dubois with Rossi"."""
        named = head in self.mention_at and self.mentions[self.mention_at[head]].form is Form.NAMED
        beside = token.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "with" for c in token.children)
        return self.head(head) if named and beside and self.doc[head].dep_ == "nmod" else head

    def _top(self, mention: Mention) -> int:
        """Return the token by which a mention hangs in the sentence: the likeliest of the outward ones."""
        inside = range(mention.start, mention.end)
        outer = [i for i in inside if self._leaves(i, inside)]
        if not outer:
            return mention.root
        return min(
            outer, key=lambda i: (_RANK.get(self.doc[i].dep_.split(":")[0], len(_RANK)), i != mention.root, i)
        )

    def _leaves(self, i: int, inside: range) -> bool:
        head = self.doc[i].head.i
        return head not in inside or head == i

    def node(self, i: int) -> int:
        """The node that token `i` belongs to."""
        return self._node[i]

    def token(self, node: int) -> Token:
        """The node's token."""
        return self.doc[node]

    def head(self, node: int) -> int:
        """The governing node; the node itself at the root of a sentence."""
        return self._node[self.doc[node].head.i]

    def dep(self, node: int) -> str:
        """The node's relation to its head."""
        return self.doc[node].dep_

    def children(self, node: int, *labels: str) -> Iterator[int]:
        """The dependants of a node, in text order; only those with one of `labels` when any are given.

        A label matches its subtypes too: `obl` matches `obl:agent`.
        """
        for child in self._children[node]:
            dep = self.doc[child].dep_
            if not labels or dep in labels or dep.split(":")[0] in labels:
                yield child

    def case(self, node: int) -> str:
        """The prepositions of a nominal, in lower case, joined by a blank; empty when it has none."""
        mention = self.mention_at.get(node)
        labels = {"case", "mark"} if mention is not None else {"case"}
        words = [self.doc[c] for c in self._children[node] if self.doc[c].dep_ in labels]
        if mention is not None and not words:
            return self._case_before(self.mentions[mention])
        return " ".join(t.lower_ for w in words for t in (w, *[c for c in w.children if c.dep_ == "fixed"]))

    def _case_before(self, mention: Mention) -> str:
        """A preposition that the parser hung on an inner word of the mention."""
        for i in range(mention.start - 1, max(mention.start - 3, -1), -1):
            token = self.doc[i]
            if token.dep_ == "case" and mention.start <= token.head.i < mention.end:
                return token.lower_
            if token.dep_ != "det":
                break
        return ""

    def conjuncts(self, node: int) -> list[int]:
        """The node and what is coordinated with it, in text order, by the tree or by ", X and Y" alone."""
        found = {node}
        stack = [node]
        while stack:
            for child in self.children(stack.pop(), "conj"):
                if child not in found:
                    found.add(child)
                    stack.append(child)
        return sorted(found | set(self._listed(node)))

    def _listed(self, node: int) -> list[int]:
        """Return the run of mentions, parted by commas and "and", that holds this node; empty if none."""
        number = self.mention_at.get(node)
        if number is None or self.mentions[number].form not in _ENUMERATED:
            return []
        low = high = number
        while low > 0 and self._links(low - 1, low):
            low -= 1
        while high + 1 < len(self.mentions) and self._links(high, high + 1):
            high += 1
        while high > number and self._acts(high):
            high -= 1
        run = range(low, high + 1)
        closed = any(
            "and" in self._between(k, k + 1) or "&" in self._between(k, k + 1) for k in run if k < high
        )
        return [self._node[self.mentions[k].root] for k in run] if closed else []

    def _between(self, a: int, b: int) -> list[str]:
        return [t.lower_ for t in self.doc[self.mentions[a].end : self.mentions[b].start]]

    def _links(self, a: int, b: int) -> bool:
        words = self._between(a, b)
        forms = {self.mentions[a].form, self.mentions[b].form}
        one_sort = forms <= _LISTED or forms == {Form.ACTOR}
        return (
            one_sort
            and 0 < len(words) <= _LINKS
            and set(words) <= {",", "and", "&", "also", "the"}
            and words != ["the"]
            and not self.doc[self.mentions[b].start].is_sent_start
        )

    def _acts(self, number: int) -> bool:
        """Whether a new clause begins with this mention: "met Rossi, and Dubois said"."""
        end = self.mentions[number].end
        comma = "," in self._between(number - 1, number)
        return comma and end < len(self.doc) and self.doc[end].tag_ in {"VBD", "VBZ", "VBP", "MD"}

    def subtree(self, node: int) -> list[int]:
        """Nodes at or below `node`, sorted."""
        found, stack = [], [node]
        while stack:
            top = stack.pop()
            found.append(top)
            stack.extend(self._children[top])
        return sorted(found)

    def ancestors(self, node: int) -> Iterator[int]:
        """The governors of a node, nearest first."""
        seen = {node}
        while (up := self.head(node)) not in seen:
            seen.add(up)
            yield up
            node = up
