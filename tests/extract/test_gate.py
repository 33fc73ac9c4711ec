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


def test_passages_without_a_part_in_it_are_left_out(extractor: Extractor) -> None:
    """The weather behind a meeting is not read with it."""
    text = "French President Anne Dubois met Italian Prime Minister Marco Rossi in Rome.\nThey discussed trade.\n"
    text += "It was wet all day.\nThe streets were empty and the shops shut."
    (page,) = extractor.pages([Article(text=text)])
    assert page is not None
    assert page.left_out == {2, 3}


@pytest.mark.parametrize("row", rows("anybodys"), ids=lambda row: row["form"])
def test_an_office_of_anybody_counts_beside_a_state(gate: Gate, row: dict[str, str]) -> None:
    """Such an office may be a party where a state is named beside it, and is none by itself."""
    assert gate.select(Article(text=row["example"])) is not None
    assert gate.select(Article(text=row["counter"])) is None


# Paragraphs of a long article, so that asking is worth its while.
_AROUND = "".join(
    f"President Anne Dubois of France said that in Italy prices rose by {n} %.\n" for n in range(20)
)


@pytest.mark.parametrize(
    "sentence",
    [
        "She met Italian Prime Minister Marco Rossi on Monday.",
        "She is due in Rome on Monday.",
        "The two presidents will hold talks in May.",
    ],
)
def test_a_sentence_whose_grammar_fits_is_read(extractor: Extractor, sentence: str) -> None:
    """Of a long article that is read on whose grammar parties may meet, whoever they are."""
    assert extractor.pages([Article(text=_AROUND + sentence)]) != [None]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministers of France and Italy met the deadline.",
        "The minister said that the wine travels to Italy by ship.",
    ],
)
def test_a_sentence_whose_grammar_does_not_fit_is_not_read(
    gate: Gate, extractor: Extractor, sentence: str
) -> None:
    """What the gate lets through for its words alone is not read when they do not hang together."""
    article = Article(text=_AROUND + sentence)
    assert gate.select(article) is not None
    assert extractor.pages([article]) == [None]


@pytest.mark.parametrize(
    "sentence",
    [
        "She was out of work since she left a club in Italy.",  # what is left is no place
        "The race went to an Italian who beat a Frenchman.",  # "who" reaches back over no sentence
        "A petition has gathered names, and they signed it unread.",  # nobody stands before what gathers
        "He tried to change his mind in a long conversation.",  # "his" tells of no other party
        "A second conversation is to take place next week.",  # there was no first one
        "A mediator from the health department is in talks.",  # one party, and where it comes from
        "A chairman and a friend held talks.",  # "a" abbreviates no body of states
    ],
)
def test_words_that_fit_no_party_are_not_read(gate: Gate, sentence: str) -> None:
    """A trigger does not count where the words around it cannot be those of its parties."""
    around = "President Anne Dubois of France said that in Italy prices rose. She was worried.\n"
    assert gate.select(Article(text=around)) is None
    assert gate.select(Article(text=around + sentence)) is None


def test_another_round_is_read_with_the_first(extractor: Extractor) -> None:
    """What goes on about an encounter counts where one is told."""
    text = (
        "France and Italy held talks in Rome.\nIt rained.\nIt snowed.\nA second round will be held in Paris."
    )
    (page,) = extractor.pages([Article(text=text)])
    assert page is not None
    assert 3 not in page.left_out


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
