"""Who holds the talks that a noun names, and with whom."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.dates.lexicon import MONTHS
from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.triggers import triggers
from pipeline.extract.frames import Form, Mention, Party
from pipeline.extract.rows import words
from schemas.meeting import Side

_DEFINITE = frozenset({"the", "this", "these", "those", "their"})
_BESIDE = frozenset({"at", "during"})  # what was done there is another thing: "won support at a meeting"
# What may stand inside the description of a noun: "U.S.-Soviet talks", "the Group of Seven (G7) summit".
_JOINS = frozenset({"-", "'s", "'", "\u2013", "/", "(", ")"})
_DAYS = frozenset(MONTHS) | (words("frames", "time") - {"time", "hour", "minute"})


class Holders:
    """Finds the parties of a noun: "talks", "visit", "summit"."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def modifiers(self, i: int) -> list[Party]:
        """Actors right before the noun: "U.S.-Soviet arms control talks", "OPEC meeting"."""
        found: list[Party] = []
        j = i - 1
        start = self.ctx.doc[i].sent.start
        while j >= start and i - j < 8:  # noqa: PLR2004 - the length of a compound
            number = next((k for k, m in enumerate(self.ctx.doc._.mentions) if m.start <= j < m.end), None)
            token = self.ctx.doc[j]
            if number is not None:
                mention = self.ctx.doc._.mentions[number]
                if mention.form is not Form.ACTOR and not self._paired(mention):
                    break
                if not self.ctx.graph.case(self.ctx.graph.node(mention.root)) or found or j == i - 1:
                    found = self.ctx.refs.of_mention(number) + found
                j = mention.start - 1
                continue
            if token.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM"} and token.text not in _JOINS:
                break
            j -= 1
        return found

    def _paired(self, mention: Mention) -> bool:
        """As in "the Obama-Putin meeting": two names and a dash."""
        doc, dashes = self.ctx.doc, {"-", "\u2013", "/"}
        before = mention.start > 0 and doc[mention.start - 1].text in dashes
        return mention.form is Form.NAMED and (before or doc[mention.end].text in dashes)

    def parties(self, i: int) -> list[list[Party]]:
        """Return the parties that prepositions and the possessive add to the noun."""
        towards = {"call": ("to",), "audience": ("to", "for")}
        lemma = self.ctx.doc[i].lemma_.lower()
        meal = ("for",) if lemma in words("frames", "meal") else ()
        prepositions = ("between", "among", "with", "of", "by", "from", *towards.get(lemma, meal))
        groups = [
            g
            for n in self.ctx.args.obliques(i, *prepositions)
            if (g := self.ctx.parties(n) or self._joint(n))
        ]
        if sum(len(g) for g in groups) < 2:  # noqa: PLR2004 - it takes two
            groups = self._between(i) or groups
        owner = self.ctx.args.owner(i)
        if owner is not None and (owned := self.ctx.parties(owner)):
            groups.insert(0, owned)
        return groups

    def _joint(self, node: int) -> list[Party]:
        """As in "the fifth meeting of the India-Japan Joint Commission": the states that a body is named after."""
        if self.ctx.doc[node].lemma_.lower() not in words("frames", "joint"):
            return []
        before = range(self.ctx.doc[node].left_edge.i, node)
        numbers = [
            k for k, m in enumerate(self.ctx.doc._.mentions) if m.root in before and m.form is Form.ACTOR
        ]
        return [p for k in numbers for p in self.ctx.refs.of_mention(k)] if len(numbers) > 1 else []

    def _between(self, i: int) -> list[list[Party]]:
        """By order: "between A, who took office on Saturday, and his counterpart B"."""
        for j in range(i + 1, min(i + 6, self.ctx.doc[i].sent.end)):
            if self.ctx.doc[j].lower_ != "between":
                continue
            mentions = [
                m
                for m in self.ctx.doc._.mentions
                if j < m.start < self.ctx.doc[i].sent.end and m.form is not Form.PRONOUN
            ]
            first = mentions[:1]
            second = [
                m
                for m in mentions[1:]
                if self.ctx.doc[m.start - 1].lower_ == "and"
                or (m.start > 1 and self.ctx.doc[m.start - 2].lower_ == "and")
            ][:1]
            if first and second:
                return [self.ctx.refs.parties(self.ctx.graph.node(m.root)) for m in (*first, *second)]
        return []

    def borrowed(self, i: int, told: Sequence[Party]) -> tuple[list[Party], list[str]]:
        """As in "The last round opened on February 20": the parties of the encounter told before."""
        described = {
            self.ctx.doc[c].lower_ for c in self.ctx.graph.children(i, "amod", "nmod:desc", "compound")
        }
        if not described & words("rounds", "adjective"):
            return self._same_talks(i, told), []
        if not told and self._of_body(i):
            return [], []
        past = described & {"last", "previous", "first", "earlier"}
        return self.ctx.refs.latest(i), ["background"] if past else []

    def _of_body(self, i: int) -> bool:
        """As in "At preliminary meetings of the UN budget committee": others meet than those told before."""
        spans = (range(self.ctx.doc[n].left_edge.i, n + 1) for n in self.ctx.args.obliques(i, "of"))
        bodies = {a.start for a in self.ctx.doc._.actors if a.form in {"organization", "institution"}}
        return any(bodies & set(span) for span in spans)

    def _same_talks(self, i: int, told: Sequence[Party]) -> list[Party]:
        """As in "The talks will be held in Rome on Tuesday": the parties of the encounter told before."""
        determiners = self.ctx.graph.children(i, "det", "nmod:poss")
        definite = any(self.ctx.doc[c].lower_ in _DEFINITE for c in determiners)
        if not definite or not self.ctx.graph.dep(i).startswith("nsubj"):
            return []
        before = self.ctx.refs.latest(i)
        if told and self.mediated(i):
            return before
        dated = any(t.lower_ in _DAYS for t in self.ctx.doc[i].sent)
        return before if dated and {p.actor for p in told} <= {p.actor for p in before} else []

    def holder(self, i: int) -> tuple[list[Party], list[list[Party]]]:
        """(those who hold it, those it is held with), from the verb that governs the noun."""
        i = self.ctx.status.outer(i)
        governor = self.ctx.args.governor(i)
        if (
            governor is not None
            and self.ctx.doc[governor].lemma_.lower() == "follow"
            and self.ctx.doc[governor].tag_ == "VBG"
        ):
            told = any(True for _ in self.ctx.args.obliques(i, "between", "among"))
            return ([] if told else self._afterwards(self.ctx.graph.head(governor))), []
        if governor is None:
            return self._misread(i), []
        dep = self.ctx.graph.dep(i)
        light = self.ctx.doc[governor].lemma_.lower() in words("frames", "light")
        beside = dep.startswith("obl") and self.ctx.graph.case(i).split(" ")[0] in _BESIDE
        aside = dep.startswith("obl") or (
            dep == "nmod" and self.ctx.graph.head(i) in self.ctx.graph.mention_at
        )
        present = self._circumstance(i, governor) if aside and (beside or not light) else []
        if not light or len(present) > 1:
            return present, []
        partners = self.ctx.partners(
            governor,
            "with",
            "between",
            "among",
            *(("from", "to") if self.ctx.doc[i].lemma_ == "call" else ()),
        )
        if self.ctx.doc[governor].lemma_.lower() in words("frames", "treat"):
            partners = partners + self.ctx.partners(governor, "to", "for")
            partners = partners + [
                g for o in self.ctx.args.objects(governor) if o != i and (g := self.ctx.parties(o))
            ]
        if dep.startswith("nsubj"):
            agents = [p for n in self.ctx.args.obliques(governor, "by") for p in self.ctx.parties(n)]
            return agents, partners
        found = self._called(governor) or self.ctx.args.subject(governor)
        holders = (
            []
            if found is None or found[1]
            else [
                p for n in (*self.ctx.right_before(governor, found[0]), found[0]) for p in self.ctx.parties(n)
            ]
        )
        if found is None and self.ctx.doc[governor].tag_ in {"VBD", "VBZ", "VBP"}:
            holders = [p for p in self.ctx.before(governor) if p.name or p.role]
        if self.ctx.doc[governor].lemma_.lower() in words("frames", "mediate") and any(
            True for _ in self.ctx.args.obliques(i, "between", "with")
        ):
            holders = [replace(h, side=Side.MEDIATOR) for h in holders]
        return holders, partners

    def _called(self, governor: int) -> tuple[int, bool] | None:
        """As in "Dubois held what both sides described as talks": not who so describes them, but who held them."""
        first = next(self.ctx.graph.children(governor, "nsubj"), None)
        number = None if first is None else self.ctx.refs.at(first)
        if number is None or self.ctx.doc[self.ctx.doc._.mentions[number].start - 1].lower_ != "what":
            return None
        above = (u for u in self.ctx.graph.ancestors(governor) if self.ctx.doc[u].pos_ == "VERB")
        return next((f for u in above if (f := self.ctx.args.subject(u))), None)

    def _afterwards(self, verb: int) -> list[Party]:
        """As in "Following a meeting with Dubois, Rossi said": the subject, by order when the tree gives none."""
        found = self.ctx.args.subject(verb)
        subject = self.ctx.parties(found[0]) if found else []
        return subject or [p for p in self.ctx.before(verb) if p.name or p.role]

    def _misread(self, i: int) -> list[Party]:
        """As in "Dubois hosted talks", where the parser took the verb for an adjective."""
        for child in self.ctx.graph.children(i, "amod", "acl"):
            if (
                child < i
                and self.ctx.doc[child].tag_ in {"VBD", "VBN"}
                and self.ctx.doc[child].lemma_.lower() in words("frames", "light")
            ):
                holders = [p for p in self.ctx.before(child) if p.name or p.role]
                mediates = self.ctx.doc[child].lemma_.lower() in words("frames", "mediate")
                return [replace(h, side=Side.MEDIATOR) for h in holders] if mediates else holders
        return []

    def mediated(self, i: int) -> bool:
        """As in "The UN sponsored the meeting": the holder brings others together."""
        governor = self.ctx.args.governor(i)
        lemma = self.ctx.doc[governor].lemma_.lower() if governor is not None else ""
        return lemma in words("frames", "mediate") - {"host", "chair"}

    def treated(self, i: int) -> bool:
        """As in "gave Rossi lunch", "granted him an audience"."""
        governor = self.ctx.args.governor(i)
        return governor is not None and self.ctx.doc[governor].lemma_.lower() in {"give", "grant", "offer"}

    def placed_call(self, i: int) -> bool:
        """As in "took a call from", "made similar calls to"."""
        governor = self.ctx.args.governor(i)
        return (
            governor is not None
            and self.ctx.doc[governor].lemma_.lower() in {"take", "make", "place", "receive", "hold", "have"}
            and self.ctx.graph.dep(i) == "obj"
        )

    def _circumstance(self, i: int, governor: int) -> list[Party]:
        """As in "In a meeting with Bukele, Gordon emphasized", "during a visit, Howard said"."""
        ahead = any(t.lower_ in {"ahead", "advance", "eve"} for t in self.ctx.doc[max(i - 4, 0) : i])
        if not ahead and self.ctx.graph.case(i).split(" ")[0] not in words("frames", "circumstance"):
            return []
        found = self.ctx.args.subject(governor)
        parties = self.ctx.parties(found[0]) if found and not found[1] else []
        if not any(True for _ in self.ctx.args.obliques(i, "with", "between", "of")):
            objects = list(self.ctx.args.objects(governor))
            # As in "won the backing of Rossi at a meeting", "a promise from Rossi".
            givers = [n for o in objects for n in self.ctx.args.obliques(o, "of", "from")]
            parties = parties + [p for o in (*objects, *givers) for p in self.ctx.parties(o)]
        parties = parties or self.ctx.before(governor)
        return [p for p in parties if p.name or p.role]

    def compounded(self, i: int) -> bool:
        """As in "meeting room", "conference call": the noun only describes another."""
        return (
            self.ctx.graph.dep(i) == "compound"
            and self.ctx.graph.head(i) == i + 1
            and self.ctx.doc[i + 1].pos_ == "NOUN"
            and self.ctx.doc[i + 1].lemma_.lower() not in triggers("noun")
        )
