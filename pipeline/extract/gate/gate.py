"""Whether an article may tell of an encounter, and which of its passages are worth reading.

An encounter takes a trigger and two actors, or one actor and somewhere to go (contract, sections 1 and 2). An
article is admitted if it may speak of those; a sentence is a candidate if it holds a trigger and somebody who may
be a party. With the candidates go the passages that say who is who, and those that may say what came of it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from pipeline.extract.casing import shape
from pipeline.extract.gate.evidence import Holders, Names, Places
from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.vocabulary import Told, Triggers, party_words, sequels
from pipeline.extract.gate.wording import Words, cut, words_of
from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.passages import Layout, layout, plain
from schemas.article import Article

_SAMPLE = 2000  # characters that show how a text is cased
_NEAR_OFFICE = 7  # words around an office among which its holder is named
_NEAR_ACTOR = 3
_LOOK_BACK = 3  # passages that a pronoun may reach back over
_SEQUEL = 3  # passages for which an encounter is still the one spoken of
# A full stop that ends a sentence for sure; too few of them only make the gate wider.
_END = re.compile(r"(?<=[a-z0-9)][.!?])[\"')]*\s+(?=[A-Z\"'(])")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A passage or sentence in words: as written, in small letters, and as sets."""

    written: list[str]
    lower: list[str]
    words: Words


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known around a sentence.

    Who may stand for an actor, whether such a person was named shortly before, whether the article speaks of two
    actors or of a body of several, and whether it says where it was written.
    """

    known: frozenset[str]
    peopled: bool
    meets: bool
    dateline: bool


class Gate:
    """Selects the passages of an article that are worth reading.

    Args:
        common: whether a word in small letters is an English word, and no name.
        inflector: makes the forms of the triggers.
    """

    def __init__(self, common: Callable[[str], bool], inflector: Inflector) -> None:
        self._common = common
        self._triggers = Triggers(inflector)
        self._sequels = sequels(inflector)
        self._party = party_words()
        self._bodies: set[str] = set()
        self._actors = Names(self._actor_rows(), common)
        self._holders = Holders()
        self._places = Places()

    def _actor_rows(self) -> Iterator[tuple[str, str]]:
        for forms in Gazetteer.load().index.forms.values():
            for entry, text in ((form.entry, form.text) for form in forms):
                if entry is None or entry.kind in {"city", "region"}:
                    continue
                code = entry.organization or entry.country or entry.canonical
                if code != entry.country:
                    self._bodies.add(code)
                yield text.rstrip("-"), code

    def admits(self, article: Article) -> bool:
        """Whether the article as a whole may tell of an encounter; what most articles are asked alone."""
        written = cut(f"{article.title or ''}\n{article.text}")
        words = words_of(written)
        if not self._triggers.any(words):
            return False
        actors = self._actors.codes(words)
        actors = actors.union(*self._holders.named(words, article.published).values())
        if len(actors) != 1 or actors & self._bodies:
            return bool(actors)
        # One country alone: another may be behind an office ("the minister") or a place.
        return not words.lower.isdisjoint(self._party.offices) or self._places.among(written)

    def select(self, article: Article) -> Layout | None:
        """The article laid out, with what need not be read left out; None when there is nothing to read."""
        if shape(article.text[:_SAMPLE]) in {"upper", "lower"}:
            return layout(article)  # names cannot be told from words before the text is recased
        if not self.admits(article):
            return None
        page = layout(article)
        cuts = [_cut(passage.text) for passage in page.passages]
        known = frozenset(self._known(cuts, article.published))
        candidates = self._candidates(article, page, cuts, known)
        if not candidates:
            return None
        people = frozenset(w for k in candidates for w in cuts[k].words.capitalised & known)
        context = {
            k
            for k, each in enumerate(cuts)
            if not each.words.capitalised.isdisjoint(people)
            or self._goes_on(k, each, candidates)
            or (k + 1 in candidates and self._points_back(cuts[k + 1]))
        }
        # Headline and lead, or lead and what follows it, set the scene of all that is told.
        return replace(page, left_out=frozenset(range(2, len(cuts))) - candidates - context)

    def _tells_who(self, passage: _Cut, known: frozenset[str]) -> bool:
        words = passage.words
        return not (words.capitalised.isdisjoint(known) and words.lower.isdisjoint(self._party.offices))

    def _goes_on(self, number: int, passage: _Cut, candidates: set[int]) -> bool:
        """Whether the passage may say what came of an encounter told shortly before."""
        near = not candidates.isdisjoint(range(number - _SEQUEL, number))
        return near and not passage.words.lower.isdisjoint(self._sequels)

    def _points_back(self, passage: _Cut) -> bool:
        """Whether the passage speaks of parties by words that another explains: "he", "the two leaders"."""
        explained = self._party.persons | self._party.several | self._party.groups
        return not passage.words.lower.isdisjoint(explained)

    # -- candidates ------------------------------------------------------------------------------------------------

    def _candidates(
        self, article: Article, page: Layout, cuts: Sequence[_Cut], known: frozenset[str]
    ) -> set[int]:
        """The numbers of the passages with a sentence that may tell of an encounter."""
        meets = self._meets(article, page, cuts)
        found = set()
        for number, passage in enumerate(page.passages):
            if not self._triggers.told(cuts[number].words, cuts[number].lower):
                continue
            around = cuts[max(number - _LOOK_BACK, 0) : number + 1]
            peopled = any(self._tells_who(each, known) for each in around)
            scene = _Scene(known, peopled, meets, page.dateline is not None)
            if any(self._candidate(_cut(sentence), scene) for sentence in _END.split(plain(passage.text))):
                found.add(number)
        return found

    def _meets(self, article: Article, page: Layout, cuts: Sequence[_Cut]) -> bool:
        """Whether the article speaks of two actors, its own country among them, or of one that has members."""
        words = words_of(word for each in cuts for word in each.written)
        actors = self._actors.codes(words).union(*self._holders.named(words, article.published).values())
        home = page.dateline is not None or (
            bool(article.outlet) and self._places.among(cut(article.outlet or ""))
        )
        return len(actors) + home > 1 or not actors.isdisjoint(self._bodies)

    def _candidate(self, sentence: _Cut, scene: _Scene) -> bool:
        told = self._triggers.told(sentence.words, sentence.lower)
        if not told:
            return False
        people, groups = self._people(sentence, scene), self._groups(sentence)
        return self._meeting(told, sentence, scene, people, groups) or (
            bool(people or groups) and self._journey(told, sentence, scene)
        )

    def _people(self, sentence: _Cut, scene: _Scene) -> int:
        """How many words may stand for a person who has an actor."""
        lower = sentence.words.lower
        named = len(sentence.words.capitalised & scene.known) + len(lower & self._party.offices)
        return named + (scene.peopled and not lower.isdisjoint(self._party.persons))

    def _groups(self, sentence: _Cut) -> int:
        """How many parties collective words may stand for; "they" and "the two" for two at once."""
        lower = sentence.words.lower
        both = 2 * len(lower & self._party.several) + len(lower & self._party.groups)
        counted = lower & self._party.numbers
        # "The two sides", "the two met": a number of anything else is nobody.
        return both + 2 * bool(counted and (both or _definite(sentence.lower, counted)))

    def _meeting(self, told: Told, sentence: _Cut, scene: _Scene, people: int, groups: int) -> bool:
        if not scene.meets or not (told.noun or told.verb):
            return False
        # One who is named may meet another whom the article speaks of most; an office alone may not.
        if people + groups > 1 or not sentence.words.capitalised.isdisjoint(scene.known):
            return True
        actors = self._actors.codes(sentence.words)
        if told.noun and not (
            sentence.words.lower.isdisjoint(self._party.rounds) and actors.isdisjoint(self._bodies)
        ):
            return True
        return people + groups + len(actors) > 1

    def _journey(self, told: Told, sentence: _Cut, scene: _Scene) -> bool:
        if not (told.visit or told.stay):
            return False
        lower = sentence.words.lower
        if "here" in lower or "there" in lower or (told.visit and scene.dateline):
            return True
        return bool(self._actors.codes(sentence.words)) or self._places.among(sentence.written)

    # -- who is who ------------------------------------------------------------------------------------------------

    def _known(self, cuts: Sequence[_Cut], day: date | None) -> Iterator[str]:
        """Words by which people are named who may stand for an actor."""
        for each in cuts:
            yield from self._holders.named(each.words, day)
            for number, word in enumerate(each.written):
                if each.lower[number] in self._party.offices:
                    yield from self._beside(each, number, _NEAR_OFFICE)
                elif word in self._actors:
                    yield from self._beside(each, number, _NEAR_ACTOR)

    def _beside(self, passage: _Cut, number: int, near: int) -> Iterator[str]:
        for k in range(max(number - near, 0), min(number + near + 1, len(passage.written))):
            word, lower = passage.written[k], passage.lower[k]
            if "A" <= word[0] <= "Z" and k != number and word not in self._actors and not self._common(lower):
                yield lower


def _definite(lower: Sequence[str], numbers: frozenset[str]) -> bool:
    """Whether "the" or "both" stands right before one of these words."""
    return any(word in numbers and before in {"the", "these", "all"} for before, word in pairwise(lower))


def _cut(text: str) -> _Cut:
    written = cut(text)
    return _Cut(written, [word.lower() for word in written], words_of(written))
