"""The figures are those of the scorer that was handed out with the annotations."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from evaluation.conftest import BESIDE, required

from pipeline.evaluation import Figures, GoldSet, Scoring
from pipeline.evaluation.figures import Share
from schemas.meeting import Kind, Meeting, Status

Distortion = Callable[[Sequence[Meeting], random.Random], list[Meeting]]


def _reference(gold_set: GoldSet, records: Sequence[Meeting], folder: Path) -> dict[str, Any]:
    """What the other scorer says."""
    told = folder / "records.jsonl"
    told.write_text("".join(record.model_dump_json() + "\n" for record in records), encoding="utf-8")
    score = required(BESIDE / "score.py")
    command = [sys.executable, str(score), str(gold_set.gold), str(told), "--json"]
    report: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return report


def _as_reported(figures: Figures) -> dict[str, Any]:
    """Our figures in the other scorer's words."""
    return {
        "articles": figures.articles,
        "gold": figures.found.wanted,
        "predicted": figures.found.told,
        "found": figures.found.as_dict(),
        "exact": figures.exact.as_dict(),
        "empty_articles_left_empty": str(figures.empty),
        "recall_by_salience": _words(figures.by_salience),
        "recall_by_status": _words(figures.by_status),
        "fields_right": {name: f"{each} {each.value:.2f}" for name, each in figures.fields.items()},
        "calibration_error": round(figures.calibration_error, 3),
    }


def _words(shares: Mapping[str, Share]) -> dict[str, str]:
    return {name: str(share) for name, share in shares.items()}


def _twice(records: Sequence[Meeting], _: random.Random) -> list[Meeting]:
    return [*records, *records]


def _muddled(records: Sequence[Meeting], chance: random.Random) -> list[Meeting]:
    """Kind, status, date, place and confidence of others, some people gone, in another order."""
    muddled = [
        record.model_copy(
            update={
                "kind": chance.choice(list(Kind)),
                "status": chance.choice(list(Status)),
                "date": chance.choice(records).date,
                "place": chance.choice(records).place,
                "confidence": chance.random(),
                "participants": record.participants[chance.randrange(2) :],
            }
        )
        for record in records
    ]
    return chance.sample(muddled, len(muddled))


def _as_read(records: Sequence[Meeting], _: random.Random) -> list[Meeting]:
    return list(records)


def _nothing(_: Sequence[Meeting], __: random.Random) -> list[Meeting]:
    return []


@pytest.mark.parametrize("distortion", [_as_read, _twice, _muddled, _nothing])
def test_figures_are_those_of_the_reference(
    gold_set: GoldSet, records: tuple[Meeting, ...], distortion: Distortion, tmp_path: Path
) -> None:
    """Both scorers report the same figures, of good records and of bad ones."""
    told = distortion(records, random.Random(len(records)))  # noqa: S311  chance, no secret
    figures = Scoring.of(gold_set.read(), told).figures
    assert _as_reported(figures) == _reference(gold_set, told, tmp_path)
