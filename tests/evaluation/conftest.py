"""What tests of the evaluation share: the gold sets, and what is published of their articles."""

import os
from functools import cache
from pathlib import Path

import pytest

from pipeline.evaluation import GoldSet
from pipeline.extract.extractor import Extractor
from pipeline.intake import Intake
from schemas.meeting import Meeting

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "gold"
SETS = {
    "authored": ROOT / "tests" / "gold" / "authored_gold.jsonl",
    "fresh": ROOT / "tests" / "gold" / "fresh_gold.jsonl",
    "dev": BESIDE / "dev_gold.jsonl",
}


def required(path: Path) -> Path:
    """A file that lies beside the project: where it does not, skip, or fail where it is required."""
    if not path.exists():
        message = f"there is no {path.name} beside the project"
        if os.environ.get("READOUT_REQUIRE_GOLD") == "1":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return path


@cache
def _loaded() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the shipped model."""
    return _loaded()


@cache
def published(gold_set: GoldSet) -> tuple[Meeting, ...]:
    """The records of a set's articles."""
    lines = gold_set.articles.read_bytes().splitlines()
    found = _loaded().extract([Intake().read(line).article for line in lines if line])
    assert all(isinstance(each, tuple) for each in found)
    return tuple(record for each in found if isinstance(each, tuple) for record in each)


@pytest.fixture(scope="session", params=SETS)
def gold_set(request: pytest.FixtureRequest) -> GoldSet:
    """Each gold set."""
    return GoldSet.of(required(SETS[request.param]))


@pytest.fixture(scope="session")
def records(gold_set: GoldSet) -> tuple[Meeting, ...]:
    """The records of the set's articles."""
    return published(gold_set)
