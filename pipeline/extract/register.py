"""The register of one article's people: which of them a named mention speaks of."""

import re

from pipeline.extract.folding import fold_name
from pipeline.extract.frames import Mention
from pipeline.extract.identity import Draft, same

_REGNAL = re.compile(r"^(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XV|XVI)$")


class Register:
    """The people of one article."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []

    def enter(self, mention: Mention) -> int:
        """The number of the person whom a named mention speaks of."""
        folded = fold_name(mention.name or "")
        found = set(folded)
        exact = [k for k, d in enumerate(self.drafts) if found <= set(d.words) or set(d.words) <= found]
        near = exact or [k for k, d in enumerate(self.drafts) if same(d.words, folded)]
        near = [k for k in near if not self._other_monarch(self.drafts[k], mention)]
        near = [k for k in near if self._compatible(self.drafts[k], mention)] or near
        number = max(near, key=lambda k: self.drafts[k].last) if near else len(self.drafts)
        if not near:
            self.drafts.append(Draft(folded, first=mention.start))
        self._add(self.drafts[number], mention, folded)
        return number

    def twins(self) -> dict[int, int]:
        """People entered by one name alone who are the only one of a longer name entered later: number → number."""
        found = {}
        for k, draft in enumerate(self.drafts):
            same = [n for n, d in enumerate(self.drafts) if n != k and set(draft.words) < set(d.words)]
            if len(draft.words) == 1 and len(same) == 1 and self._akin(draft, self.drafts[same[0]]):
                found[k] = same[0]
        return found

    def _akin(self, one: Draft, other: Draft) -> bool:
        """Whether neither the actors nor the offices of two people speak against their being one."""
        actors = not one.actors or not other.actors or bool(one.actors.keys() & other.actors.keys())
        return actors and (not one.roles or not other.roles or bool(one.roles.keys() & other.roles.keys()))

    def _other_monarch(self, draft: Draft, mention: Mention) -> bool:
        """Whether one is a king by number and the other is not: Abdullah II, Abdullah bin Zayed."""
        numeral = (mention.name or "").split()[-1:]
        regnal = bool(numeral) and _REGNAL.match(numeral[0]) is not None
        return regnal and len(draft.words) > 1 and not any(n.split()[-1:] == numeral for n in draft.names)

    def _compatible(self, draft: Draft, mention: Mention) -> bool:
        return not draft.actors or not mention.actor or mention.actor in draft.actors

    def _add(self, draft: Draft, mention: Mention, folded: tuple[str, ...]) -> None:
        draft.names.append(mention.name or "")
        draft.last = mention.start
        if len(folded) > len(draft.words):
            draft.words = folded
        if mention.role and not mention.former:
            draft.roles[mention.role] += 1
        elif mention.role and not draft.roles:
            draft.roles[mention.role] += 0
        if mention.actor:
            draft.actors[mention.actor] += 1
