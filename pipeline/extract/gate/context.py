"""Which passages are read with the candidates: those that say who is who, and those that may say what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.parties import party_words, sequels
from pipeline.extract.gate.wording import Cut
from pipeline.extract.passages import Layout, Passage

_HEAD = 5  # passages at the top of a page among which a statement names whose it is
_FIRST_PERSON = frozenset(("i", "my", "me"))
_SEQUEL = 3  # passages for which an encounter is still the one spoken of


@dataclass(frozen=True, slots=True)
class Choice:
    """An article that may be worth reading, and why.

    `found` are the candidate sentences by the number of their passage, none where the article is read anyhow; `cuts`
    the passages in words; `known` the words by which people are named who may stand for an actor.
    """

    page: Layout
    found: Mapping[int, Sequence[Cut]] = field(default_factory=dict)
    cuts: Sequence[Cut] = ()
    known: frozenset[str] = frozenset()

    @property
    def candidates(self) -> tuple[Passage, ...]:
        """The candidate sentences, in order."""
        parts = ((self.page.passages[k].part, each) for k, those in self.found.items() for each in those)
        return tuple(Passage(part, 0, each.text) for part, each in parts)


class Context:
    """Finds what is to be read around candidates.

    Args:
        inflector: makes the forms of the words by which later sentences go on about an encounter.
    """

    def __init__(self, inflector: Inflector) -> None:
        party = party_words()
        self._sequels = sequels(inflector)
        # Words that another passage explains: "he", "the two leaders".
        self._explained = party.persons | party.several | party.groups

    def page(self, choice: Choice) -> Layout:
        """The article laid out, with what need not be read left out."""
        if not choice.found:
            return choice.page
        read = choice.found.keys() | self._told(choice) | _ends(choice)
        numbers = range(len(choice.cuts))
        # What follows must not seem nearer than it is.
        read |= {k for k in numbers if k - 1 in read and k + 1 in read}
        return replace(choice.page, left_out=frozenset(numbers) - read)

    def _told(self, choice: Choice) -> set[int]:
        """The passages that name the same people, lead up to a candidate, or may go on about it."""
        cuts, found = choice.cuts, choice.found
        people = frozenset(w for k in found for w in cuts[k].words.capitalised & choice.known)
        return {
            k
            for k, each in enumerate(cuts)
            if each.names(people)
            or (self._after(k, choice) and not self._sequels.isdisjoint(each.lower))
            or (k + 1 in found and not self._explained.isdisjoint(cuts[k + 1].lower))
        }

    def _after(self, number: int, choice: Choice) -> bool:
        """Whether an encounter may have been told shortly before."""
        return not choice.found.keys().isdisjoint(range(number - _SEQUEL, number))


def _ends(choice: Choice) -> set[int]:
    """Headline and lead, or lead and what follows it; of a statement in the first person its head and foot."""
    cuts = choice.cuts
    if any(not _FIRST_PERSON.isdisjoint(cuts[k].lower) for k in choice.found):
        return {*range(min(_HEAD, len(cuts))), len(cuts) - 1}
    return {0, 1}
