"""The gate lets through all that tells of a meeting, and leaves most else alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import Reject
from pipeline.extract.extractor import Extractor, load_gate, load_language
from pipeline.extract.gate import Gate, Inflector
from pipeline.extract.rows import rows
from schemas.article import Article
from schemas.meeting import Meeting

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "tests" / "gold", ROOT.parent / "shared" / "gold")
# How sure and how well attested a meeting is may shift a little with what else is read.
_TOLD = {"evidence", "confidence", "provenance"}


def _articles() -> Iterator[Article]:
    """Those of each gold set once, wherever it lies."""
    found = {path.name: path for folder in FOLDERS for path in folder.glob("*_articles.jsonl")}
    for path in found.values():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Article.model_validate_json(line)


def _now() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


def _told(read: tuple[Meeting, ...] | Reject) -> list[str]:
    assert not isinstance(read, Reject)
    return [meeting.model_dump_json(exclude=_TOLD) for meeting in read]


@pytest.fixture(scope="module")
def gate() -> Gate:
    """The gate of the shipped language model."""
    return load_gate(load_language())


def test_the_gated_extractor_finds_what_the_ungated_one_finds() -> None:
    """On all gold articles together, no meeting is lost, gained or told otherwise for the gate."""
    articles = list(_articles())
    gated, ungated = (Extractor(clock=_now, gated=g).extract(articles) for g in (True, False))
    differing = [a.id for a, x, y in zip(articles, gated, ungated, strict=True) if _told(x) != _told(y)]
    assert not differing


@pytest.mark.parametrize("row", rows("encounters"), ids=lambda row: f"{row['form']}-{row['sort']}")
def test_every_trigger_opens_the_gate(gate: Gate, row: dict[str, str]) -> None:
    """The example of each row of the vocabulary comes through, whoever added the row."""
    assert gate.select(Article(text=row["example"])) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The river rose by two metres overnight, and the town hall took families in.",
        "She met her husband at school. They called their first shop after the dog.",
        "Prices fell for the third week, and growers left apples on the trees.",
    ],
)
def test_an_article_without_actors_is_not_read(gate: Gate, text: str) -> None:
    """Where no country, organisation or office-holder is named there is nobody to meet."""
    assert gate.select(Article(text=text)) is None


def test_passages_without_a_part_in_it_are_left_out(gate: Gate) -> None:
    """The weather behind a meeting is not read with it."""
    text = "French President Anne Dubois met Italian Prime Minister Marco Rossi in Rome.\nThey discussed trade.\n"
    page = gate.select(Article(text=text + "It was wet all day.\nThe streets were empty and the shops shut."))
    assert page is not None
    assert page.left_out == {2, 3}


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("meet", "met"), ("fly", "flew"), ("travel", "travelled"), ("travel", "traveled"), ("visit", "visiting"),
     ("be", "were"), ("stop", "stopped"), ("ring", "rang"), ("get", "gotten"), ("confer", "conferring")],
)  # fmt: skip
def test_verbs_are_inflected(lemma: str, form: str) -> None:
    """Regular, doubled and irregular forms come from the lemmatizer's tables."""
    lookups = load_language().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]  # the shipped one has them
    assert form in Inflector(lookups).verb(lemma)


def test_a_model_without_lemmatizer_has_a_gate() -> None:
    """Without tables, spelling alone inflects."""
    assert {"visits", "visited", "visiting"} <= Inflector().verb("visit")
    assert "stopping" in Inflector().verb("stop")
    assert "talks" in Inflector().noun("talk")
