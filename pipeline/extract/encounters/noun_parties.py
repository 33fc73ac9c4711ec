"""The parties in a noun's own phrase: "U.S.-Soviet talks", "talks between A and B", "Dubois's visit"."""

from collections.abc import Iterator

from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.triggers import triggers
from pipeline.extract.frames import Form, Mention, Party
from pipeline.extract.rows import words

_DASHES = frozenset({"-", "\u2013", "/"})
# What may stand inside the description of a noun: "U.S.-Soviet talks", "the Group of Seven (G7) summit".
_JOINS = _DASHES | {"'s", "'", "(", ")"}
_COMPOUND = 8  # tokens that the description of a noun may take
_NEXT = 6  # tokens after a noun within which "between" still belongs to it


class NounParties:
    """Finds whom the phrase of a noun names: "talks", "visit", "summit"."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def modifiers(self, i: int) -> list[Party]:
        """Actors right before the noun: "U.S.-Soviet arms control talks", "OPEC meeting"."""
        found: list[Party] = []
        for number in self._described_by(i):
            mention = self.ctx.doc._.mentions[number]
            if mention.form is not Form.ACTOR and not self._paired(mention):
                break
            bare = not self.ctx.graph.case(self.ctx.graph.node(mention.root))
            if bare or found or mention.start <= i - 1 < mention.end:
                found = self.ctx.refs.of_mention(number) + found
        return found

    def _described_by(self, i: int) -> Iterator[int]:
        """Yield the mentions in the run of words that describes a noun, nearest first."""
        j, start = i - 1, self.ctx.doc[i].sent.start
        while j >= start and i - j < _COMPOUND:
            number = next((k for k, m in enumerate(self.ctx.doc._.mentions) if m.start <= j < m.end), None)
            token = self.ctx.doc[j]
            if number is not None:
                yield number
                j = self.ctx.doc._.mentions[number].start
            elif token.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM"} and token.text not in _JOINS:
                return
            j -= 1

    def _paired(self, mention: Mention) -> bool:
        """As in "the Obama-Putin meeting": two names and a dash."""
        doc = self.ctx.doc
        before = mention.start > 0 and doc[mention.start - 1].text in _DASHES
        return mention.form is Form.NAMED and (before or doc[mention.end].text in _DASHES)

    def groups(self, i: int) -> list[list[Party]]:
        """Return the parties that prepositions and the possessive add to the noun, in groups told apart."""
        towards = {"call": ("to",), "audience": ("to", "for")}
        lemma = self.ctx.lemma(i)
        meal = ("for",) if lemma in words("frames", "meal") else ()
        prepositions = ("between", "among", "with", "of", "by", "from", *towards.get(lemma, meal))
        nodes = self.ctx.args.obliques(i, *prepositions)
        groups = [g for n in nodes if (g := self.ctx.parties(n) or self._joint(n))]
        if sum(len(g) for g in groups) < 2:  # noqa: PLR2004 - it takes two
            groups = self._between(i) or groups
        owner = self.ctx.args.owner(i)
        owned = self.ctx.parties(owner) if owner is not None else []
        return [owned, *groups] if owned else groups

    def _joint(self, node: int) -> list[Party]:
        """As in "the fifth meeting of the India-Japan Joint Commission": the states that a body is named after."""
        if self.ctx.lemma(node) not in words("frames", "joint"):
            return []
        before = range(self.ctx.doc[node].left_edge.i, node)
        actors = ((k, m) for k, m in enumerate(self.ctx.doc._.mentions) if m.form is Form.ACTOR)
        numbers = [k for k, m in actors if m.root in before]
        return [p for k in numbers for p in self.ctx.refs.of_mention(k)] if len(numbers) > 1 else []

    def _between(self, i: int) -> list[list[Party]]:
        """By order: "between A, who took office on Saturday, and his counterpart B"."""
        end = self.ctx.doc[i].sent.end
        for j in range(i + 1, min(i + _NEXT, end)):
            if self.ctx.doc[j].lower_ == "between" and (pair := self._pair(j, end)):
                return [self.ctx.refs.parties(self.ctx.graph.node(m.root)) for m in pair]
        return []

    def _pair(self, start: int, end: int) -> list[Mention]:
        """The first mention after a token and the first that "and" brings after that; empty without both."""
        inside = [m for m in self.ctx.doc._.mentions if start < m.start < end and m.form is not Form.PRONOUN]
        second = next((m for m in inside[1:] if self._added(m)), None)
        return [inside[0], second] if second else []

    def _added(self, mention: Mention) -> bool:
        """Whether "and" stands before a mention, or before the word before it: "and his counterpart"."""
        return any(t.lower_ == "and" for t in self.ctx.doc[max(mention.start - 2, 0) : mention.start])


def compounded(ctx: Context, i: int) -> bool:
    """As in "meeting room", "conference call": the noun only describes another, which is no trigger."""
    described = ctx.graph.dep(i) == "compound" and ctx.graph.head(i) == i + 1
    return described and ctx.doc[i + 1].pos_ == "NOUN" and ctx.lemma(i + 1) not in triggers("noun")
