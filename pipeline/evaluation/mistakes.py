"""What was missed, invented or told wrong, for a person who wants to know why a figure is low."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.evaluation.fields import shown
from pipeline.evaluation.gold import Annotated
from pipeline.evaluation.matching import Told, parties, surnames
from schemas.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: `what` is "missed", "invented" or a field; `quote` is where the text speaks of it."""

    what: str
    article: str
    detail: str
    quote: str

    def __str__(self) -> str:
        return f"{self.what:<8} {self.article}: {self.detail} | {self.quote}"


def missed(article: str, gold: Annotated) -> Mistake:
    """An annotated meeting that no record stands for."""
    return Mistake("missed", article, _described(gold), gold.quote)


def invented(article: str, record: Meeting) -> Mistake:
    """A record that stands for no annotated meeting."""
    return Mistake("invented", article, _described(record), record.evidence[0].text)


def wrong(article: str, gold: Annotated, record: Meeting, verdicts: Mapping[str, bool]) -> Iterator[Mistake]:
    """The fields of a matched record that are not right."""
    for field, is_right in verdicts.items():
        if not is_right:
            detail = f"{shown(record, field)}, not {shown(gold, field)}"
            yield Mistake(field, article, detail, gold.quote)


def _described(told: Told) -> str:
    who, names = "+".join(sorted(parties(told))), ", ".join(sorted(surnames(told)))
    return f"{told.kind} {told.status} {who} {names}".strip()
