"""Scoring: annotated articles and their records are counted one article at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from pipeline.evaluation import mistakes
from pipeline.evaluation.calibration import Claim, calibration_error
from pipeline.evaluation.fields import FIELDS, right
from pipeline.evaluation.figures import Figures, Rates, Share
from pipeline.evaluation.gold import Annotated, Gold
from pipeline.evaluation.matching import pair, parties
from schemas.meeting import Meeting

_NONE = Share()


class Scoring:
    """Counts; `figures` may be asked for at any time.

    Attributes:
        mistakes: what was missed, invented or told wrong, in the order of the articles.
        claims: the confidence of every record, and whether it stands for an annotated meeting.
    """

    def __init__(self) -> None:
        self.mistakes: list[mistakes.Mistake] = []
        self.claims: list[Claim] = []
        self._articles = self._wanted = self._told = self._found = self._exact = 0
        self._empty = _NONE
        self._fields = dict.fromkeys(FIELDS, _NONE)
        self._salience: dict[str, Share] = {}
        self._status: dict[str, Share] = {}

    @classmethod
    def of(cls, gold: Gold, records: Iterable[Meeting], only: frozenset[str] | None = None) -> Self:
        """The scoring of annotated articles, of `only` some if given; records of others do not count."""
        told: dict[str, list[Meeting]] = {}
        for record in records:
            told.setdefault(record.article.id, []).append(record)
        scoring = cls()
        for article, meetings in gold.items():
            if only is None or article in only:
                scoring.add(article, meetings, told.get(article, ()))
        return scoring

    def add(self, article: str, gold: Sequence[Annotated], records: Sequence[Meeting]) -> None:
        """Count one article."""
        self._articles += 1
        if not gold:
            self._empty = self._empty.plus(not records)
        pairs = pair(gold, records)
        for i, annotated in enumerate(gold):
            if annotated.sure:
                self._want(article, annotated, found=i in pairs)
        matched = {j: gold[i] for i, j in pairs.items()}
        for j, record in enumerate(records):
            self.claims.append(Claim(record.confidence, j in matched))
            self._tell(article, matched.get(j), record)

    def _want(self, article: str, annotated: Annotated, *, found: bool) -> None:
        self._wanted += 1
        for counts, key in ((self._salience, annotated.salience), (self._status, annotated.status.value)):
            counts[key] = counts.get(key, _NONE).plus(found)
        if not found:
            self.mistakes.append(mistakes.missed(article, annotated))

    def _tell(self, article: str, annotated: Annotated | None, record: Meeting) -> None:
        if annotated is None:
            self._told += 1
            self.mistakes.append(mistakes.invented(article, record))
        elif annotated.sure:
            self._told += 1
            self._found += 1
            verdicts = right(annotated, record)
            same_parties = parties(annotated) == parties(record)
            self._exact += verdicts["kind"] and verdicts["status"] and same_parties
            self._judge(verdicts)
            self.mistakes.extend(mistakes.wrong(article, annotated, record, verdicts))

    def _judge(self, verdicts: Mapping[str, bool]) -> None:
        for field, is_right in verdicts.items():
            self._fields[field] = self._fields[field].plus(is_right)

    @property
    def figures(self) -> Figures:
        """What has been counted so far."""
        return Figures(
            articles=self._articles,
            found=Rates(self._found, self._told, self._wanted),
            exact=Rates(self._exact, self._told, self._wanted),
            empty=self._empty,
            fields=dict(self._fields),
            by_salience=dict(sorted(self._salience.items())),
            by_status=dict(sorted(self._status.items())),
            calibration_error=calibration_error(self.claims),
        )
