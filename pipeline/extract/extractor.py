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

from pipeline.errors import Reject
from pipeline.extract.codes import codes
from pipeline.extract.components import COMPONENTS
from pipeline.extract.frames import Encounter, Party
from pipeline.extract.passages import compose
from pipeline.extract.quoting import evidence
from pipeline.extract.tellings import actors
from schemas.article import Article
from schemas.deadletter import Reason
from schemas.meeting import ArticleReference, Meeting, MeetingDate, Participant, Place, Provenance


def _now() -> datetime:
    return datetime.now(UTC)


def load_language(model: str | None = None) -> Language:
    """The shipped language model, or an installed spaCy pipeline by name, with our components after it.

    Raises:
        OSError: there is no pipeline of that name.
    """
    if model:
        nlp = spacy.load(model)
    else:
        with as_file(files("pipeline.extract") / "model") as folder:
            nlp = spacy.load(folder)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


class Extractor:
    """Reads meetings out of articles; one per process, loaded once."""

    def __init__(self, model: str | None = None, clock: Callable[[], datetime] = _now, batch_size: int = 16) -> None:
        self._nlp = load_language(model)
        self._clock = clock
        self._batch_size = batch_size
        self._understanding = understanding(model)

    @property
    def understanding(self) -> str:
        """SHA-256, in hex, of configuration, vocabulary and model."""
        return self._understanding

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:
        """The meetings of each article, in order; a Reject where reading one failed."""
        return [self._one(article) for article in articles]

    def read(self, article: Article) -> Doc:
        """The article as a Doc with all that the components found."""
        return self._nlp(compose(self._nlp, article))

    def _one(self, article: Article) -> tuple[Meeting, ...] | Reject:
        try:
            doc = self.read(article)
            return tuple(self.meetings(doc, article))
        except Exception as error:  # noqa: BLE001 - whatever a text provokes is that text's fate alone
            return Reject(Reason.EXTRACTION_FAILED, f"{type(error).__name__}: {error}")

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
        when, where = encounter.when, encounter.where
        return Meeting(
            id=f"m-{hashlib.sha256(key.encode()).hexdigest()[:16]}",
            kind=encounter.kind,
            status=encounter.status,
            participants=tuple(_participant(p) for p in encounter.parties),
            date=MeetingDate(start=when.start, end=when.end, precision=when.precision, text=when.text),
            place=Place(
                venue=where.venue, city=where.city, country=where.country,
                latitude=where.latitude, longitude=where.longitude, geonames_id=where.geonames_id,
            ),  # fmt: skip
            topics=tuple(dict.fromkeys(doc[a:b].text for a, b in encounter.topics)),
            outcomes=tuple(dict.fromkeys(doc[a:b].text for a, b in encounter.outcomes)),
            evidence=evidence(doc, article, encounter),
            confidence=encounter.confidence,
            codes=codes(encounter),
            article=ArticleReference(
                id=article.id or "", url=article.url, outlet=article.outlet, title=article.title,
                published=article.published, language=article.language,
            ),  # fmt: skip
            provenance=Provenance(
                extractor=f"readout {version('readout-pipeline')}",
                understanding=self._understanding,
                extracted_at=self._clock(),
            ),
        )


def _participant(party: Party) -> Participant:
    actor = party.actor
    return Participant(
        name=party.name, role=party.role, country=actor.country if actor else None,
        organization=actor.organization if actor else None, side=party.side,
    )  # fmt: skip


def understanding(model: str | None) -> str:
    """SHA-256, in hex, of all that decides how a text is understood: code, vocabulary and model."""
    digest = hashlib.sha256((model or "").encode())
    folder = files("pipeline.extract")
    with as_file(folder) as root:
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
