"""The model in the package: there, small, with its labels, and sound on plain cases."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest
import spacy

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

LIMIT = 12_000_000


@pytest.fixture(scope="module")
def model() -> Path:
    """Where the package keeps the model."""
    with as_file(files("pipeline.extract") / "model") as path:
        return path


@pytest.fixture(scope="module")
def nlp(model: Path) -> Language:
    """Load it once."""
    return spacy.load(model)


def _arcs(doc: Doc) -> set[tuple[str, str, str]]:
    return {(token.text, token.dep_, token.head.text) for token in doc}


def _names(doc: Doc) -> set[tuple[str, str]]:
    return {(name.text, name.label_) for name in doc.ents}


def test_the_wheel_part_keeps_its_limit(model: Path) -> None:
    """The model's files, compressed as a wheel compresses them, take 12 MB or less."""
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path in sorted(model.rglob("*")):
            wheel.write(path, path.relative_to(model))
    assert store.tell() <= LIMIT


@pytest.mark.parametrize("component", ["tok2vec", "tagger", "morphologizer", "lemmatizer", "parser", "ner"])
def test_the_pipeline_has_every_component(nlp: Language, component: str) -> None:
    """Tags, features, lemmas, trees and names are all there."""
    assert component in nlp.pipe_names


def test_words_are_known_in_any_casing(nlp: Language) -> None:
    """A word and the same word in capitals have one vector."""
    rows = nlp.vocab.vectors.find(keys=nlp.make_doc("Geneva GENEVA geneva").to_array(nlp.vocab.vectors.attr))
    assert rows[0] >= 0
    assert set(rows) == {rows[0]}


def test_the_names_have_four_labels(nlp: Language) -> None:
    """Persons, organisations, polities and landscapes are told apart."""
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "ORG", "GPE", "LOC"}


def test_the_relations_are_those_of_universal_dependencies(nlp: Language) -> None:
    """The relations that the patterns name exist."""
    wanted = {"nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:desc", "appos", "conj", "flat"}
    assert wanted <= set(nlp.get_pipe("parser").labels)


def test_no_empty_morphology_was_learnt(nlp: Language) -> None:
    """Documents without features taught no empty label."""
    assert not {"", "_"} & set(nlp.get_pipe("morphologizer").labels)


def test_auxiliaries_have_lemmas(nlp: Language) -> None:
    """Forms of "be" are brought back to it, auxiliary or not."""
    doc = nlp("He is expected to be received by the president, who has met the envoy.")
    lemmas = {token.text: token.lemma_ for token in doc}
    assert (lemmas["is"], lemmas["has"], lemmas["met"]) == ("be", "have", "meet")


def test_a_plain_meeting_is_parsed(nlp: Language) -> None:
    """Who met whom is in the tree."""
    doc = nlp("Foreign Minister Sergei Ivanov met his Turkish counterpart in Ankara on Monday.")
    assert {("Sergei", "nsubj", "met"), ("counterpart", "obj", "met")} <= _arcs(doc)
    assert {("Sergei Ivanov", "PERSON"), ("Ankara", "GPE")} <= _names(doc)


def test_a_passive_meeting_is_parsed(nlp: Language) -> None:
    """The receiver of "was received by" is the agent."""
    arcs = _arcs(nlp("The foreign minister was received by President Maria Lopez."))
    assert {("minister", "nsubj:pass", "received"), ("Maria", "obl:agent", "received")} <= arcs


def test_apposition_keeps_the_name_with_the_counterpart(nlp: Language) -> None:
    """A name set off by commas belongs to the counterpart before it."""
    doc = nlp("She met her counterpart from Australia, Helen Carmody, in Canberra.")
    assert {("counterpart", "obj", "met"), ("Helen", "appos", "counterpart")} <= _arcs(doc)
    assert ("Helen Carmody", "PERSON") in _names(doc)


def test_sentences_are_divided(nlp: Language) -> None:
    """The parser finds where sentences end."""
    doc = nlp("The two ministers met in Geneva. They discussed trade.")
    assert [sentence.text for sentence in doc.sents] == [
        "The two ministers met in Geneva.",
        "They discussed trade.",
    ]


def test_a_hyphenated_name_is_one(nlp: Language) -> None:
    """A name with a hyphen is not cut at it."""
    names = _names(nlp("President Park Sung-ho received Fatou Diallo-Sarr in Seoul."))
    assert {("Park Sung-ho", "PERSON"), ("Fatou Diallo-Sarr", "PERSON")} <= names


def test_a_capital_headline_keeps_its_places(nlp: Language) -> None:
    """Countries are found in a headline in capitals."""
    assert {("INDIA", "GPE"), ("CHINA", "GPE")} <= _names(nlp("INDIA AND CHINA HOLD TALKS IN GENEVA"))
