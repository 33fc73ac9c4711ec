"""Whether an article may tell of an encounter, and which of its passages are worth reading.

An encounter takes a trigger and two actors, or one actor and somewhere to go (contract, sections 1 and 2). An
article is admitted if it may speak of those; a sentence is a candidate if it holds a trigger and somebody who may
be a party. With the candidates go the passages that say who is who, and those that may say what came of it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import or_

from pipeline.extract.casing import SAMPLE, shape
from pipeline.extract.gate.context import Choice
from pipeline.extract.gate.evidence import Holders, Names, Places
from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.parties import party_words
from pipeline.extract.gate.sentence import Judge, Scene
from pipeline.extract.gate.surroundings import DAYS
from pipeline.extract.gate.triggers import Told, Triggers
from pipeline.extract.gate.wording import Cut, Lines, cut, passage, places_of
from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.paragraphs import lined
from pipeline.extract.passages import Layout, layout
from schemas.article import Article

_SMALL = 0.5  # share of small letters in a text above which it is not in capitals
_NOT_SMALL = bytes(c for c in range(256) if not 97 <= c <= 122)  # noqa: PLR2004 - a to z
_REMEMBERED = 1 << 15  # words of which it is remembered whether they are common
_NEAR_OFFICE = 7  # words around an office among which its holder is named
_NEAR_ACTOR = 3
_LOOK_BACK = 3  # passages that a pronoun may reach back over


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence that holds a trigger."""

    sentence: Cut
    told: Told


class Gate:
    """Selects the passages of an article that are worth reading.

    Args:
        common: whether a word in small letters is an English word, and no name.
        inflector: makes the forms of the triggers.
    """

    def __init__(self, common: Callable[[str], bool], inflector: Inflector) -> None:
        self._common = lru_cache(_REMEMBERED)(common)
        self._party = party_words()
        self._triggers = Triggers(inflector, self._party)
        self._offices = self._party.offices | self._party.anybodys
        self._bodies: set[str] = set()
        self._actors = Names(self._actor_rows(), common)
        self._holders = Holders()
        self._places = Places()
        self._judge = Judge(self._party, self._actors, self._places, self._bodies)

    def _actor_rows(self) -> Iterator[tuple[str, str]]:
        for forms in Gazetteer.load().index.forms.values():
            for entry, text in ((form.entry, form.text) for form in forms):
                if entry is None or entry.kind in {"city", "region"}:
                    continue
                code = entry.organization or entry.country or entry.canonical
                if code != entry.country:
                    self._bodies.add(code)
                yield text.rstrip("-"), code

    def select(self, article: Article) -> Choice | None:
        """The article laid out, with what need not be read left out; None when there is nothing to read."""
        if _recased(article.text[:SAMPLE]):
            return Choice(layout(article))  # names cannot be told from words before the text is recased
        page = Lines(f"{article.title or ''}\n{lined(article.text)}")
        whole = page.whole
        live = self._triggers.live(whole.words.lower)
        found = page.sentences(self._triggers.places(whole.lower, live))
        told = [Telling(each, t) for each, places in found if (t := self._triggers.told(each, places))]
        if not told:
            return None
        holders = self._holders.named(whole.words, article.published)
        actors = self._actors_of(whole, holders.values())
        if actors is None:
            return None
        known = self._known(whole, holders)
        told = self._conceivable(told, page, known)
        return self._selected(article, told, actors, known) if told else None

    def _actors_of(self, whole: Cut, holders: Iterable[set[str]]) -> set[str] | None:
        """What the article may speak of as actors; None when it cannot tell of an encounter."""
        actors = self._actors.codes(whole.words).union(*holders)
        if len(actors) != 1 or actors & self._bodies:
            return actors or None
        # One country alone: another may be behind an office ("the minister") or a place.
        described = not whole.words.lower.isdisjoint(self._party.offices) or self._places.among(whole.written)
        return actors if described else None

    def _conceivable(self, told: Iterable[Telling], page: Lines, known: frozenset[str]) -> list[Telling]:
        """The sentences that would be candidates whatever the dateline: asked before the article is laid out."""
        peopled = self._peopled(page, known)
        scenes = [Scene(known, among, meets=True, dateline=True) for among in (False, True)]
        judged = [(each, scenes[each.sentence.line in peopled]) for each in told]
        return list(compress(told, self._chosen(judged)))

    def _chosen(self, told: Sequence[tuple[Telling, Scene]]) -> list[bool]:
        """Which are candidates; where there are any, so are those that only go on about an encounter."""
        judge = self._judge
        chosen = [judge.candidate(each.sentence, each.told, scene) for each, scene in told]
        if any(chosen) and not all(chosen):
            sequels = (judge.sequel(each.sentence, each.told, scene) for each, scene in told)
            chosen = list(map(or_, chosen, sequels))
        return chosen

    def _peopled(self, page: Lines, known: frozenset[str]) -> set[int]:
        """The numbers of the lines in which or shortly before which somebody is named or described."""
        whole, offices = page.whole, self._party.offices
        found = places_of(whole.lower, whole.words.lower & (offices | known))
        named = page.lines(i for i in found if whole.written[i] < "a" or whole.lower[i] in offices)
        order = {line: k for k, line in enumerate(page.filled)}
        return {each for line in named for each in page.filled[order[line] : order[line] + _LOOK_BACK + 1]}

    def _selected(
        self, article: Article, told: Sequence[Telling], actors: set[str], known: frozenset[str]
    ) -> Choice | None:
        page = layout(article)
        inside = _inside(article, page, told)
        cuts = [passage(each.text) for each in page.passages]
        found = self._candidates(inside, cuts, known, self._place_of(article, page, actors))
        if not found:
            return None
        return Choice(page, found, cuts, known)

    # -- candidates ------------------------------------------------------------------------------------------------

    def _place_of(self, article: Article, page: Layout, actors: set[str]) -> tuple[bool, bool]:
        """Whether two actors may meet, the article's own country among them, and whether it says where it is from."""
        dateline = page.dateline is not None
        home = dateline or (bool(article.outlet) and self._places.among(cut(article.outlet or "")))
        return len(actors) + home > 1 or not actors.isdisjoint(self._bodies), dateline

    def _candidates(
        self,
        told: Mapping[int, Sequence[Telling]],
        cuts: Sequence[Cut],
        known: frozenset[str],
        place: tuple[bool, bool],
    ) -> dict[int, list[Cut]]:
        """The sentences that may tell of an encounter, by the numbers of their passages."""
        judged, numbers = [], []
        for number, tellings in told.items():
            around = cuts[max(number - _LOOK_BACK, 0) : number + 1]
            scene = Scene(known, any(self._tells_who(each, known) for each in around), *place)
            judged += [(each, scene) for each in tellings]
            numbers += [number] * len(tellings)
        found: dict[int, list[Cut]] = {}
        for number, (each, _) in compress(zip(numbers, judged, strict=True), self._chosen(judged)):
            found.setdefault(number, []).append(each.sentence)
        return found

    def _tells_who(self, each: Cut, known: frozenset[str]) -> bool:
        return not self._party.offices.isdisjoint(each.lower) or each.names(known)

    # -- who is who ------------------------------------------------------------------------------------------------

    def _known(self, whole: Cut, holders: Iterable[str]) -> frozenset[str]:
        """Words by which people are named who may stand for an actor: office-holders, and who stands beside a title."""
        beside = self._near_offices(whole) | self._near_actors(whole)
        named = {w for w in beside if "A" <= w < "a" and w not in self._actors}
        strangers = {w for word in named if not (self._common(w := word.lower()) or self._places.large(w))}
        strangers -= DAYS
        return frozenset(strangers.union(holders))

    def _near_offices(self, whole: Cut) -> set[str]:
        offices = whole.words.lower & self._offices
        found = [i for i in places_of(whole.lower, offices) if self._judge.office(whole, i)]
        return _around(found, _NEAR_OFFICE, whole.written)

    def _near_actors(self, whole: Cut) -> set[str]:
        actors = frozenset(word for word in self._actors.among(whole.words) if word < "a")
        found = places_of(whole.written, actors)
        return _around(found, _NEAR_ACTOR, whole.written)


def _around(places: Iterable[int], near: int, words: Sequence[str]) -> set[str]:
    """The words that stand no further than `near` from one of these, itself left out."""
    found: set[str] = set()
    for i in places:
        found.update(words[max(i - near, 0) : i], words[i + 1 : i + near + 1])
    return found


def _recased(sample: str) -> bool:
    """Whether a text is cased as none is written; few look so at all."""
    small = len(sample.encode("ascii", "ignore").translate(None, _NOT_SMALL))
    if sample[:1].isupper() and small > _SMALL * len(sample):
        return False
    return shape(sample) in {"upper", "lower"}


def _inside(article: Article, page: Layout, told: Iterable[Telling]) -> dict[int, list[Telling]]:
    """The sentences by the number of the passage that they stand in, without those that nobody reads."""
    found: defaultdict[int, list[Telling]] = defaultdict(list)
    begins = _begins(article, page)
    for each in told if begins else ():
        start, end = each.sentence.start, each.sentence.start + len(each.sentence.text)
        number = max(bisect_right(begins, start) - 1, 0)
        if start >= begins[number] + len(page.passages[number].text):
            number += 1  # a dateline stood before
        if number < len(begins) and begins[number] < end:
            found[number].append(each)
    return found


def _begins(article: Article, page: Layout) -> list[int]:
    """Where the passages begin in title and text, a line end between."""
    ahead = len(article.title or "") + 1
    return [each.offset + (ahead if each.part == "text" else 0) for each in page.passages]
