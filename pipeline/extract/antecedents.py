"""Whom "he", "her", "the visitor" and the like are: the likeliest person named before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extract.frames import Form, Mention, Person
from pipeline.extract.genders import FEMALE, MALE, agrees, genders
from pipeline.extract.graph import Graph
from pipeline.extract.sentences import Sentences

_LOOK_BACK = 3  # sentences that a pronoun may reach back over
_POSSESSIVE = frozenset({"his", "her"})
_OBJECT = frozenset({"him", "her"})
_PERSONAL = FEMALE | MALE


class Antecedents:
    """Resolves the personal pronouns of one Doc in text order, so that "he" may be whom "he" was before."""

    def __init__(self, doc: Doc, graph: Graph, sentences: Sentences) -> None:
        self.doc = doc
        self.graph = graph
        self.mentions: Sequence[Mention] = doc._.mentions
        self.people: Sequence[Person] = doc._.people
        self._gender = genders(doc, self.mentions, self.people)
        self._sentences = sentences
        self._told: dict[int, int] = {}  # number of a mention → its person
        self._inside: defaultdict[int, list[int]] = defaultdict(list)
        for number, mention in enumerate(self.mentions):
            self._enter(number, mention)

    def person(self, number: int) -> int | None:
        """The person whom a mention speaks of by itself or as a pronoun."""
        return self._told.get(number)

    def before(self, number: int) -> tuple[int, int] | None:
        """Return (person, number) of the mention that is the likeliest antecedent of mention `number`."""
        mention = self.mentions[number]
        here = self._sentences.number(mention.start)
        barred = self._barred(number)
        doubtful: tuple[int, int] | None = None
        other: tuple[int, int] | None = None  # of the wrong gender: translations get it wrong
        for back in range(_LOOK_BACK + 1):
            inside = self._candidates(here - back, mention, barred)
            chosen = self._first(mention, [k for k in inside if self._fits(mention, k)])
            if chosen is None:
                last = None if mention.role else self._first(mention, inside)
                other = other or (None if last is None else (self._told[last], last))
                continue
            found = (self._told[chosen], chosen)
            if self._word(mention) not in FEMALE or self._gender[found[0]] == "f":
                return found
            doubtful = doubtful or found
        return doubtful or other

    def _candidates(self, sentence: int, mention: Mention, barred: int | None) -> list[int]:
        """The mentions of people in a sentence, before a mention and of no barred person."""
        before = (k for k in self._inside[sentence] if self.mentions[k].end <= mention.start)
        return [k for k in before if self._told[k] != barred]

    def _enter(self, number: int, mention: Mention) -> None:
        """Note whom a mention speaks of."""
        person = mention.person
        if person is None and mention.form is Form.PRONOUN and self._word(mention) in _PERSONAL:
            found = self._own_subject(number) or self.before(number)
            person = found[0] if found else None
        if person is not None:
            self._told[number] = person
            self._inside[self._sentences.number(mention.start)].append(number)

    def _first(self, mention: Mention, fitting: Sequence[int]) -> int | None:
        """The first subject; else the first of all; of women first for "she"."""
        if self._word(mention) in FEMALE:
            fitting = [k for k in fitting if self._gender[self._told[k]] == "f"] or fitting
        subjects = [k for k in fitting if self._is_subject(k)]
        return next(iter(subjects or fitting), None)

    def _own_subject(self, number: int) -> tuple[int, int] | None:
        """As in "Obama said that Biden had praised his talks": a possessive is of its own clause's subject."""
        mention = self.mentions[number]
        if (
            self._word(mention) not in _POSSESSIVE
            or self.graph.dep(self.graph.node(mention.root)) != "nmod:poss"
        ):
            return None
        for subject in self._clause_subjects(number):
            person = self._told.get(subject)
            if person is not None and agrees(self._word(mention), self._gender[person]):
                return person, subject
            return None
        return None

    def _barred(self, number: int) -> int | None:
        """Who cannot be meant: the subject of the verb of whose object "him" is."""
        mention = self.mentions[number]
        node = self.graph.node(mention.root)
        if self._word(mention) not in _OBJECT or self.graph.dep(node) == "nmod:poss":
            return None
        return next((self._told.get(k) for k in self._clause_subjects(number)), None)

    def _clause_subjects(self, number: int) -> Iterator[int]:
        """The subjects before a mention of the verbs that govern it, nearest first."""
        start = self.mentions[number].start
        for up in self.graph.ancestors(self.graph.node(self.mentions[number].root)):
            if self.graph.token(up).pos_ not in {"VERB", "AUX"}:
                continue
            subject = next(self.graph.children(up, "nsubj"), None)
            k = None if subject is None else self.graph.mention_at.get(subject)
            if k is not None and subject is not None and subject < start:
                yield k
            return

    def _word(self, mention: Mention) -> str:
        return self.doc[mention.start].lower_ if mention.form is Form.PRONOUN else ""

    def _fits(self, mention: Mention, k: int) -> bool:
        person = self._told[k]
        if mention.role:
            role = (self.people[person].role or "").lower()
            return mention.role.lower().split()[-1] in role
        return agrees(self._word(mention), self._gender[person])

    def _is_subject(self, k: int) -> bool:
        return self.graph.dep(self.graph.node(self.mentions[k].root)).startswith("nsubj")
