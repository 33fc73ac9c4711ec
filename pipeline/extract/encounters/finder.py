"""Finds the encounters of a Doc.

Each row of `words/encounters.tsv` names a verb or a noun, the frame that its arguments follow, and the kind
of encounter. The frames read the collapsed dependency tree, and fall back on the order of mentions.
"""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc

from pipeline.extract.encounters.company import Company
from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.deeds import DeedFrames
from pipeline.extract.encounters.echoes import Echoes
from pipeline.extract.encounters.holders import Holders
from pipeline.extract.encounters.invitations import InvitationFrames
from pipeline.extract.encounters.journeys import Journeys
from pipeline.extract.encounters.making import Maker
from pipeline.extract.encounters.noun_parties import NounParties
from pipeline.extract.encounters.presence import PresenceFrames
from pipeline.extract.encounters.summit_nouns import SummitNouns
from pipeline.extract.encounters.talk_nouns import TalkNouns
from pipeline.extract.encounters.triggers import Row, trigger, triggers
from pipeline.extract.encounters.verbs import VerbFrames
from pipeline.extract.encounters.visit_nouns import VisitNouns
from pipeline.extract.encounters.visits import VisitFrames
from pipeline.extract.frames import Encounter, Form
from pipeline.extract.reference import References
from schemas.meeting import Kind

Frame = Callable[[int, Row], Iterator[Encounter]]

# Frames that judge for themselves whether the words around fit.
_SELF_JUDGED = frozenset({"arrive", "land", "sit", "call", "leave"})


class Finder:
    """Finds the encounters of one Doc; `references` tell whom its mentions stand for."""

    def __init__(self, doc: Doc, references: type[References] = References) -> None:
        self.doc = doc
        self.ctx = Context(doc, references)
        self._echoes = Echoes(self.ctx)
        self._company = Company(self.ctx)
        maker, holders = Maker(self.ctx), Holders(self.ctx)
        journeys = Journeys(self.ctx, maker)
        self._presence = PresenceFrames(self.ctx, journeys)
        invitations = InvitationFrames(self.ctx, maker, journeys)
        verbs = VerbFrames(self.ctx, maker, journeys)
        self._deeds = DeedFrames(self.ctx, maker, verbs, journeys)
        visits = VisitFrames(self.ctx, maker, journeys)
        self._verbs = _verb_frames(verbs, self._deeds, visits, invitations)
        parties = NounParties(self.ctx)
        talks = TalkNouns(self.ctx, maker, holders, parties)
        summits = SummitNouns(self.ctx, maker, holders, parties, talks)
        visit_nouns = VisitNouns(self.ctx, holders, journeys)
        self._nouns = _noun_frames(talks, summits, visit_nouns, invitations)
        self._mentioned = {
            i for m in doc._.mentions if m.form is not Form.PRONOUN for i in range(m.start, m.end)
        }

    def run(self) -> list[Encounter]:
        """Return all encounters, in text order."""
        found: list[Encounter] = []
        for token in self.doc:
            told = self._company.told(token.i, found)
            if told is not None:
                found[told[0]] = told[1]
                self.ctx.refs.memory.amend(told[1].trigger[0], told[1].parties)
                continue
            new = list(self._at(token.i))
            new += [visit for e in new for visit in self._deeds.visits_of(e)]
            for encounter in new:
                self.ctx.refs.memory.remember(token.i, encounter.parties)
            found.extend(new)
            if found and not new:
                found[-1] = self._echoes.heard(token.i, found[-1])
        return self._company.joined(found)

    def _at(self, i: int) -> Iterator[Encounter]:
        token = self.doc[i]
        copular = any(True for _ in self.ctx.graph.children(i, "cop"))
        if i not in self._mentioned:
            if compound := self._compound(i):
                yield from self._told_by(*compound)
            elif token.tag_ == "NN" and self.ctx.status.gerund(i):
                yield from self._verb(i)
            elif token.pos_ in {"NOUN", "PROPN"} or self._nominal(i):
                yield from self._noun(i)
            elif token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                yield from self._verb(i)
            copular = copular or token.lemma_.lower() in {"due", "be", "expect"}
        be = triggers("verb")["be"]
        yield from self._presence.be_in(i, be) if copular else self._presence.aside(i, be)

    def _nominal(self, i: int) -> bool:
        """Whether a word tagged as a verb stands where a noun does: "a telephone call"."""
        noun_place = self.doc[i].dep_.split(":")[0] in {"obj", "obl", "nmod", "nsubj"}
        return noun_place and any(True for _ in self.ctx.graph.children(i, "det", "compound", "case"))

    def _verb(self, i: int) -> Iterator[Encounter]:
        row = trigger("verb", self.doc[i].lemma_.lower(), self.doc[i].lower_)
        if row and row.frame != "be_in" and self._needed(i, row):
            yield from self._verbs[row.frame](i, row)

    def _noun(self, i: int) -> Iterator[Encounter]:
        row = trigger("noun", self.doc[i].lemma_.lower(), self.doc[i].lower_)
        if row:
            yield from self._told_by(i, row)

    def _told_by(self, i: int, row: Row) -> Iterator[Encounter]:
        frame = row.frame if row.kind is not Kind.VISIT or row.frame in self._nouns else "visit"
        yield from self._nouns[frame](i, row)

    def _compound(self, i: int) -> tuple[int, Row] | None:
        """Return (node, row) of a trigger of several words that ends at token `i`: "face-to-face", "his way"."""
        pair = self.doc[max(i - 1, 0) : i + 1].text.lower()
        if (row := triggers("noun").get(pair)) is not None:
            return i, row
        start = i
        while start > 1 and self.doc[start - 1].text == "-":
            start -= 2
        if start == i:
            return None
        word = "".join(t.lower_ for t in self.doc[start : i + 1])
        row = trigger("noun", word, word)
        if row is None:
            return None
        node = next((k for k in range(start, i + 1) if not start <= self.doc[k].head.i <= i), i)
        return node, row

    def _needed(self, i: int, row: Row) -> bool:
        """Whether one of the words that the row needs stands near."""
        if not row.needs or row.form in _SELF_JUDGED:
            return True
        ctx = self.ctx
        near = {t.lower_ for t in self.doc[i + 1 : i + 4]}
        near |= {self.doc[c].lower_ for c in ctx.graph.children(i, "compound:prt", "advmod")}
        near |= {w for c in ctx.args.obliques(i) for w in ctx.graph.case(c).split()}
        near |= {self.doc[o].lemma_.lower() for o in ctx.args.objects(i)}
        return bool(row.needs & near)


def _verb_frames(
    verbs: VerbFrames, deeds: DeedFrames, visits: VisitFrames, invitations: InvitationFrames
) -> dict[str, Frame]:
    return {
        "reciprocal": verbs.reciprocal,
        "with": verbs.with_,
        "speak": verbs.with_,
        "exchange": verbs.with_,
        "discuss": verbs.discuss,
        "spend": verbs.spend,
        "by_telephone": deeds.tell,
        "jointly": deeds.jointly,
        "deliver": deeds.deliver,
        "escort": deeds.escort,
        "host": verbs.host,
        "host_passive": verbs.attended,
        "guest": verbs.guest,
        "phone": verbs.guest,
        "gather": verbs.gather,
        "together": verbs.together,
        "visit": visits.visit,
        "sent": visits.sent,
        "travel": visits.travel,
        "invite": invitations.invite,
        "lead": visits.lead,
    }


def _noun_frames(
    talks: TalkNouns, summits: SummitNouns, visits: VisitNouns, invitations: InvitationFrames
) -> dict[str, Frame]:
    return {
        "talks": talks.talks,
        "call": talks.talks,
        "summit": summits.summit,
        "visit": visits.noun,
        "way": visits.under_way,
        "invitation": invitations.invitation,
    }
