"""Articles become meetings: the only bridge between spaCy's Doc and the schemas."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import as_file, files

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

from pipeline.errors import Reject
from pipeline.extract.batches import batched, guarded, slices
from pipeline.extract.casing import common_words
from pipeline.extract.codes import codes
from pipeline.extract.components import COMPONENTS
from pipeline.extract.frames import Encounter, Party, When, Where
from pipeline.extract.gate import Choice, Context, Gate, Inflector, Scout
from pipeline.extract.passages import Layout, compose, layout, shortened
from pipeline.extract.quoting import evidence
from pipeline.extract.tellings import actors
from pipeline.extract.understanding import understanding
from schemas.article import Article
from schemas.meeting import ArticleReference, Meeting, MeetingDate, Participant, Place, Provenance

_WINDOW = 128  # articles of which it is told together what to read: enough to parse many candidates at once

Read = tuple[Meeting, ...] | Reject


def _now() -> datetime:
    return datetime.now(UTC)


def load_language(model: str | None = None) -> Language:
    """The shipped language model, or an installed spaCy pipeline by name, with our components after it.

    Raises:
        OSError: there is no pipeline of that name.
    """
    # NumPy's matrix product is twice as fast here as the BLIS that spaCy brings, on one thread: more of them
    # wait for one another at matrices of this size, and take the cores of other workers (docs/performance.md).
    threadpool_limits(limits=1, user_api="blas")
    with use_ops("numpy", use_blis=False):
        if model:
            nlp = spacy.load(model)
        else:
            with as_file(files("pipeline.extract") / "model") as folder:
                nlp = spacy.load(folder)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def load_inflector(nlp: Language) -> Inflector:
    """Makes the forms of words by the tables of a language model's lemmatizer, where it has any."""
    return Inflector(
        getattr(nlp.get_pipe("lemmatizer"), "lookups", None) if nlp.has_pipe("lemmatizer") else None
    )


def load_gate(nlp: Language) -> Gate:
    """The gate in front of a language model, whose word lists it shares."""
    return Gate(common_words(nlp), load_inflector(nlp))


class Extractor:
    """Reads meetings out of articles; one per process, loaded once.

    Args:
        model: name or path of an installed spaCy pipeline in place of the shipped one.
        clock: the time that records say they were extracted at.
        gated: leave out of articles what the gate finds not worth reading; all is read otherwise.
        batch_size: articles that the language model reads at once.
        longest: words of an article that are read, from its beginning; what follows is left unread.
    """

    def __init__(
        self,
        model: str | None = None,
        clock: Callable[[], datetime] = _now,
        *,
        gated: bool = True,
        batch_size: int = 16,
        longest: int = 4000,
    ) -> None:
        self._nlp = load_language(model)
        self._clock = clock
        self._batch_size = batch_size
        self._longest = longest
        self._gate = load_gate(self._nlp) if gated else None
        self._scout = Scout(self._nlp)
        self._context = Context(load_inflector(self._nlp))
        self._understanding = understanding(model)
        self._version = f"readout {version('readout-pipeline')}"

    @property
    def understanding(self) -> str:
        """SHA-256, in hex, of configuration, vocabulary and model."""
        return self._understanding

    def extract(self, articles: Sequence[Article]) -> list[Read]:
        """The meetings of each article, in order; a Reject where reading one failed.

        Raises:
            MemoryError: the machine is at fault, and no article.
        """
        reads: list[Read] = []
        for some in slices(articles, _WINDOW):
            # What texts add to the vocabulary is forgotten with them: a service that runs for months stays as it was.
            with self._nlp.memory_zone():
                reads.extend(self._read(some))
        return reads

    def read(self, article: Article) -> Doc:
        """The article as a Doc with all that the components found, the gate not being asked."""
        return self._nlp(compose(self._nlp, article, shortened(layout(article), self._longest)))

    def _read(self, articles: Sequence[Article]) -> list[Read]:
        """The meetings of each: first it is told what to read of all of them, and then that is read together."""
        chosen = guarded(self.pages, articles)
        reads: list[Read] = [page if isinstance(page, Reject) else () for page in chosen]
        pages = [(n, page) for n, page in enumerate(chosen) if isinstance(page, Layout)]
        for batch in batched(pages, self._batch_size, self._longest):
            told = guarded(self._together, [(articles[n], page) for n, page in batch])
            for (number, _), each in zip(batch, told, strict=True):
                reads[number] = each
        return reads

    def pages(self, articles: Sequence[Article]) -> list[Layout | None]:
        """What is to be read of each article; None when nothing is."""
        choices = [self._choice(article) for article in articles]
        confirmed = self._scout.confirmed(articles, choices)
        return [shortened(self._context.page(each), self._longest) if each else None for each in confirmed]

    def _choice(self, article: Article) -> Choice | None:
        return self._gate.select(article) if self._gate else Choice(layout(article))

    def _together(self, pages: Sequence[tuple[Article, Layout]]) -> list[tuple[Meeting, ...]]:
        docs = self._nlp.pipe(compose(self._nlp, article, page) for article, page in pages)
        return [tuple(self.meetings(doc, article)) for (article, _), doc in zip(pages, docs, strict=True)]

    def meetings(self, doc: Doc, article: Article) -> list[Meeting]:
        """The records of what was read: one for each of the Doc's encounters, in their order."""
        seen: Counter[str] = Counter()
        found = []
        for encounter in doc._.encounters:
            key = f"{article.id}|{encounter.kind}|{'+'.join(sorted(actors(encounter)))}"
            found.append(self._meeting(doc, article, encounter, f"{key}|{seen[key]}"))
            seen[key] += 1
        return found

    def _meeting(self, doc: Doc, article: Article, encounter: Encounter, key: str) -> Meeting:
        return Meeting(
            id=f"m-{hashlib.sha256(key.encode()).hexdigest()[:16]}",
            kind=encounter.kind,
            status=encounter.status,
            participants=tuple(_participant(p) for p in encounter.parties),
            date=_date(encounter.when),
            place=_place(encounter.where),
            topics=_phrases(doc, encounter.topics),
            outcomes=_phrases(doc, encounter.outcomes),
            evidence=evidence(doc, article, encounter),
            confidence=encounter.confidence,
            codes=codes(encounter),
            article=ArticleReference.to(article),
            provenance=self._provenance(),
        )

    def _provenance(self) -> Provenance:
        return Provenance(
            extractor=self._version, understanding=self._understanding, extracted_at=self._clock()
        )


def _participant(party: Party) -> Participant:
    actor = party.actor
    return Participant(
        name=party.name, role=party.role, country=actor.country if actor else None,
        organization=actor.organization if actor else None, side=party.side,
    )  # fmt: skip


def _date(when: When) -> MeetingDate:
    return MeetingDate(start=when.start, end=when.end, precision=when.precision, text=when.text)


def _place(where: Where) -> Place:
    return Place(
        venue=where.venue, city=where.city, country=where.country, latitude=where.latitude,
        longitude=where.longitude, geonames_id=where.geonames_id,
    )  # fmt: skip


def _phrases(doc: Doc, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words of some spans of tokens, each once."""
    return tuple(dict.fromkeys(doc[a:b].text for a, b in spans))
