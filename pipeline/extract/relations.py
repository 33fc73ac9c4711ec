"""Offices told by their relation to somebody: "his counterpart", "Zarifi's deputy", "her foreign minister"."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.extract.frames import Actor, Form, Mention
from pipeline.extract.identity import Draft, holder
from pipeline.extract.rows import rows, words

_BACK = 4  # mentions that a counterpart may reach back over
_POSSESSIVE = frozenset({"'s", "'"})
_OWN = frozenset({"his", "her", "its", "their"})
_LED = frozenset({"led", "headed", "represented"})
_SUCCESSION = frozenset({"predecessor", "successor"})
_DEPUTIES = words("groups", "deputy")


@cache
def _peers() -> dict[tuple[str, str], str]:
    return {(row["role"], row["country"]): row["peer"] for row in rows("peers")}


def as_peer(role: str, actor: Actor | None) -> str:
    """What the office is called elsewhere: the counterpart of a Secretary of State is a Foreign Minister."""
    plain = _peers().get((role, ""), role)
    country = actor.country if actor and actor.country else ""
    if _peers().get((plain, country)):
        return _peers()[plain, country]
    return plain if (role, "") in _peers() else role


class Relations:
    """Carries offices and countries from one person's mention to another's."""

    def __init__(self, doc: Doc, drafts: Sequence[Draft]) -> None:
        self.doc = doc
        self.drafts = drafts

    def carry(self, mentions: Sequence[Mention]) -> None:
        """Add to the drafts what relations tell."""
        for k, mention in enumerate(mentions):
            if mention.person is None:
                continue
            owner = self.owner(k, mentions)
            if mention.counterpart:
                self._counterpart(k, mentions)
            elif owner is not None and owner != mention.person:
                self._owned(mention, owner)
        self._coordinated(mentions)

    def peer_role(self, k: int, mentions: Sequence[Mention]) -> str | None:
        """The office of him whose counterpart mention `k` is, from the nearest person before."""
        before = [m for m in mentions[max(k - _BACK, 0) : k] if m.person is not None and not m.counterpart]
        if not before:
            return None
        last = before[-1]
        role = self._office(last.person) or last.role
        return as_peer(role, mentions[k].actor) if role else None

    def _office(self, person: int | None) -> str | None:
        """The office that article or table give a named person by now."""
        if person is None or person >= len(self.drafts):
            return None
        roles = self.drafts[person].roles
        known = holder(self.drafts[person], self.doc._.published)
        return roles.most_common(1)[0][0] if roles else known.role if known else None

    def owner(self, k: int, mentions: Sequence[Mention]) -> int | None:
        """The person whose the office of mention `k` is: "Putin's adviser", "his adviser"."""
        mention = mentions[k]
        first = self.doc[mention.start].lower_
        if first in _OWN:
            before = [m.person for m in mentions[:k] if m.person is not None and m.person != mention.person]
            return before[-1] if before else None
        if k and mention.start and self.doc[mention.start - 1].lower_ in _POSSESSIVE:
            before_it = mentions[k - 1]
            return before_it.person if before_it.end in {mention.start - 1, mention.start} else None
        return None

    def deputy_role(self, mention: Mention, owner: int) -> str | None:
        """As in "Deputy Foreign Minister" for the deputy of a foreign minister."""
        if (mention.role or "").lower() not in _DEPUTIES:
            return None
        role = self._office(owner)
        return f"Deputy {role}" if role else None

    def actor_of(self, person: int) -> Actor | None:
        """Whose the person is, as far as article and table tell by now."""
        draft = self.drafts[person]
        if draft.actors:
            return draft.actors.most_common(1)[0][0]
        known = holder(draft, self.doc._.published)
        return known.actor if known else None

    def _actor_at(self, person: int) -> Actor | None:
        return self.actor_of(person) if person < len(self.drafts) else None

    def _counterpart(self, k: int, mentions: Sequence[Mention]) -> None:
        """As in "His Bhutanese counterpart" holds the office of him whose counterpart he is."""
        role, person = self.peer_role(k, mentions), mentions[k].person
        if role and person is not None:
            actor = self.actor_of(person)
            self.drafts[person].roles[as_peer(role, actor)] += 1

    def _owned(self, mention: Mention, owner: int) -> None:
        """As in "Kim's predecessor, Glyn Davies", "Zarifi's deputy, Sodiq Imomi"."""
        draft = self.drafts[mention.person or 0]
        actor = self.actor_of(owner)
        if actor and not draft.actors and not holder(draft, self.doc._.published):
            draft.actors[actor] += 1
        follows = {t.lower_ for t in self.doc[mention.start : mention.end]}
        if follows & _SUCCESSION:
            draft.roles.update(self.drafts[owner].roles)
        elif role := self.deputy_role(mention, owner):
            draft.roles.pop(mention.role or "", None)
            draft.roles[role] += 1

    def _coordinated(self, mentions: Sequence[Mention]) -> None:
        """As in "UAE President Zaid and Oil Minister Oteiba": of one country, if nothing else is said."""
        for before, mention in pairwise(mentions):
            if mention.person is None or mention.form is not Form.NAMED:
                continue
            draft = self.drafts[mention.person]
            actor = before.actor or (None if before.person is None else self._actor_at(before.person))
            if draft.actors or not mention.role or not actor:
                continue
            if self._linked(before, mention) and not holder(draft, self.doc._.published):
                draft.actors[actor] += 1

    def _linked(self, before: Mention, mention: Mention) -> bool:
        """Whether the second is coordinated with the first, accompanies him, or is one of them."""
        between = [t.lower_ for t in self.doc[before.end : mention.start] if t.text != ","]
        if before.person is not None and before.form is not Form.GROUP:
            return between in ([], ["and"]) or " ".join(between) in words("companions", "beside")
        one_of = " ".join(between) in words("companions", "among")
        leads = between[-1:] == ["by"] and bool(set(between) & _LED)
        return (one_of or leads) and before.form in {Form.GROUP, Form.ACTOR}
