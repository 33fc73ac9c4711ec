"""Whether an article may tell of an encounter, and which of its passages are worth reading.

An encounter takes a trigger and two actors, or one actor and somewhere to go (contract, sections 1 and 2). An
article is admitted if it may speak of those; a sentence is a candidate if it holds a trigger and somebody who may
be a party. With the candidates go the passages that say who is who, and those that may say what came of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_ROUND = 4  # words before "talks" among which "the third round of" stands
_LINKS = frozenset(("of", "s", "the", "for"))  # words inside the description of one party
_COMER = frozenset(("he", "she", "they", "visitor", "guest", "both"))
_MET = frozenset(("him", "her", "them"))
_DEFINITE = frozenset(("the", "both", "two", "three", "four", "these", "their", "all"))
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
        self._offices = self._party.offices | self._party.anybodys
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
        return self._actors_of(article) is not None

    def _actors_of(self, article: Article) -> set[str] | None:
        """What the article may speak of as actors; None when it cannot tell of an encounter."""
        written = cut(f"{article.title or ''}\n{article.text}")
        words = words_of(written)
        if not self._triggers.any(words):
            return None
        actors = self._actors.codes(words)
        actors = actors.union(*self._holders.named(words, article.published).values())
        if len(actors) != 1 or actors & self._bodies:
            return actors or None
        # One country alone: another may be behind an office ("the minister") or a place.
        described = not words.lower.isdisjoint(self._party.offices) or self._places.among(written)
        return actors if described else None

    def select(self, article: Article) -> Layout | None:
        """The article laid out, with what need not be read left out; None when there is nothing to read."""
        if shape(article.text[:_SAMPLE]) in {"upper", "lower"}:
            return layout(article)  # names cannot be told from words before the text is recased
        actors = self._actors_of(article)
        if actors is None:
            return None
        page = layout(article)
        sentences = {
            k: each for k, passage in enumerate(page.passages) if (each := self._telling(passage.text))
        }
        if not sentences:
            return None
        cuts = [_cut(passage.text) for passage in page.passages]
        known = frozenset(self._known(cuts, article.published))
        candidates = self._candidates(sentences, cuts, known, self._place_of(article, page, actors))
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
        read = candidates | context | {0, 1}
        # What follows must not seem nearer than it is.
        read |= {k for k in range(len(cuts)) if k - 1 in read and k + 1 in read}
        return replace(page, left_out=frozenset(range(len(cuts))) - read)

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

    def _telling(self, passage: str) -> list[tuple[_Cut, Told]]:
        """The sentences of a passage that hold a trigger."""
        return [
            (sentence, told)
            for each in _END.split(plain(passage))
            if self._triggers.any((sentence := _cut(each)).words)
            and (told := self._triggers.told(sentence.written, sentence.lower))
        ]

    def _place_of(self, article: Article, page: Layout, actors: set[str]) -> tuple[bool, bool]:
        """Whether two actors may meet, the article's own country among them, and whether it says where it is from."""
        dateline = page.dateline is not None
        home = dateline or (bool(article.outlet) and self._places.among(cut(article.outlet or "")))
        return len(actors) + home > 1 or not actors.isdisjoint(self._bodies), dateline

    def _candidates(
        self,
        sentences: Mapping[int, list[tuple[_Cut, Told]]],
        cuts: Sequence[_Cut],
        known: frozenset[str],
        place: tuple[bool, bool],
    ) -> set[int]:
        """The numbers of the passages with a sentence that may tell of an encounter."""
        found = set()
        for number, tellings in sentences.items():
            around = cuts[max(number - _LOOK_BACK, 0) : number + 1]
            peopled = any(self._tells_who(each, known) for each in around)
            scene = _Scene(known, peopled, *place)
            if any(self._candidate(sentence, told, scene) for sentence, told in tellings):
                found.add(number)
        return found

    def _candidate(self, sentence: _Cut, told: Told, scene: _Scene) -> bool:
        people = self._people(sentence, scene)
        meeting = scene.meets and told.encounter and self._meeting(told, sentence, scene, people=people)
        came = people or (scene.peopled and not sentence.words.lower.isdisjoint(_COMER))
        return meeting or (came and told.journey and self._journey(told, sentence, scene))

    def _people(self, sentence: _Cut, scene: _Scene) -> bool:
        """Whether somebody is named or described who may have come, or whom a pronoun stands for."""
        if any(
            self._office(sentence, i) or self._named(sentence, i, scene) for i in range(len(sentence.lower))
        ):
            return True
        return scene.peopled and not sentence.words.lower.isdisjoint(
            self._party.persons | self._party.several
        )

    def _office(self, sentence: _Cut, i: int) -> bool:
        """Whether a word is an office of state, or another with a state beside it."""
        word = sentence.lower[i]
        if word in self._party.offices:
            return True
        if word not in self._party.anybodys:
            return False
        return any(w in self._actors for w in sentence.written[max(i - _NEAR_ACTOR, 0) : i + _NEAR_ACTOR + 1])

    def _named(self, sentence: _Cut, i: int, scene: _Scene) -> bool:
        return sentence.written[i] < "a" and sentence.lower[i] in scene.known

    def _group(self, sentence: _Cut, i: int) -> bool:
        """As in "the two leaders", "both countries", and not in "companies of three countries"."""
        before = sentence.lower[max(i - 2, 0) : i]
        return sentence.lower[i] in self._party.groups and not _DEFINITE.isdisjoint(before)

    def _parties(self, sentence: _Cut, scene: _Scene) -> tuple[int, int]:
        """How many parties the sentence may speak of: runs of words that name or describe somebody; and pronouns.

        A plural that may stand for two, as in "the two ministers", counts for two.
        """
        found, pronouns, last, double = 0, 0, -2, False
        for i, lower in enumerate(sentence.lower):
            group = self._group(sentence, i)
            if (
                group
                or self._office(sentence, i)
                or self._named(sentence, i, scene)
                or self._actor(sentence, i)
            ):
                found += i > last + 1
                last = i
                double = double or group
            elif scene.peopled and lower in self._party.persons:
                pronouns += 1
            elif scene.peopled and lower in self._party.several:
                pronouns += 2
            else:
                last += lower in _LINKS and last == i - 1
        counted = sentence.words.lower & self._party.numbers
        return found + (double or bool(counted and _definite(sentence.lower, counted))), pronouns

    def _actor(self, sentence: _Cut, i: int) -> bool:
        return sentence.written[i] < "a" and sentence.written[i] in self._actors

    def _meeting(self, told: Told, sentence: _Cut, scene: _Scene, *, people: bool) -> bool:
        if not people and not sentence.words.lower.isdisjoint(self._party.sports):
            return False
        parties, pronouns = self._parties(sentence, scene)
        met = scene.peopled and not sentence.words.lower.isdisjoint(_MET)
        if parties + met > 1 or (parties + pronouns > 1 and (told.verb or told.nouns)):
            return True
        if not (told.verb or told.nouns):
            return False
        # One who is named may meet another whom the article speaks of most; an office alone may not.
        if parties and not sentence.words.capitalised.isdisjoint(scene.known):
            return True
        if not self._bodies.isdisjoint(self._actors.codes(sentence.words)):
            return True
        rounds = self._party.rounds
        return any(not rounds.isdisjoint(sentence.lower[max(i - _ROUND, 0) : i]) for i in told.nouns)

    def _journey(self, told: Told, sentence: _Cut, scene: _Scene) -> bool:
        if told.arrival and scene.dateline:
            return True
        if not (told.visit or told.stay):
            return False
        lower = sentence.words.lower
        if "here" in lower or "there" in lower or (told.visit and scene.dateline):
            return True
        return bool(self._actors.codes(sentence.words)) or self._places.among(sentence.written)

    # -- who is who ------------------------------------------------------------------------------------------------

    def _known(self, cuts: Sequence[_Cut], day: date | None) -> Iterator[str]:
        """Words by which people are named who may stand for an actor."""
        offices = self._offices
        for each in cuts:
            yield from self._holders.named(each.words, day)
            if not each.words.lower.isdisjoint(offices):
                for number, word in enumerate(each.lower):
                    if word in offices and self._office(each, number):
                        yield from self._beside(each, number, _NEAR_OFFICE)
            for number, word in enumerate(each.written):
                if word < "a" and word in self._actors:
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
