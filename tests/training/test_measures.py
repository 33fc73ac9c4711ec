"""The arithmetic of the measures, on readings made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

from training.diplomatic import GOLD, Line, read, roles_right, scored, unmarked
from training.evaluate import name_scores

VOCAB = spacy.blank("en").vocab


def _named(*names: tuple[int, int, str]) -> Doc:
    doc = Doc(VOCAB, words=["Ann", "Lee", "left", "Oslo"])
    doc.set_ents([Span(doc, start, end, label=label) for start, end, label in names])
    return doc


def _tree(dep: str, partner_head: int) -> Doc:
    return Doc(
        VOCAB,
        words=["Ann", "held", "talks", "with", "Lee"],
        heads=[1, 1, 1, 4, partner_head],
        deps=["nsubj", "ROOT", "obj", "case", dep],
    )


def test_marks_are_taken_out_and_counted_in_characters() -> None:
    """A marked name is given by its offsets in the text without marks."""
    assert unmarked("In [Oslo|GPE].") == ("In Oslo.", frozenset({(3, 7, "GPE")}))


def test_a_name_with_a_wrong_edge_is_a_miss_and_an_error() -> None:
    """Spans must agree exactly: half a name scores nothing."""
    score = scored([{(0, 3, "PERSON")}], [frozenset({(0, 7, "PERSON")})], "PERSON")
    assert (score.tp, score.fp, score.fn) == (0, 1, 1)


def test_places_of_either_kind_count_as_places_over_all() -> None:
    """Over all labels, a LOC for a GPE is right."""
    assert scored([{(0, 4, "LOC")}], [frozenset({(0, 4, "GPE")})], "all").fscore == pytest.approx(1.0)


def test_a_place_of_the_wrong_kind_is_wrong_for_its_kind() -> None:
    """For GPE alone, a LOC is a miss."""
    assert scored([{(0, 4, "LOC")}], [frozenset({(0, 4, "GPE")})], "GPE").fscore == 0


def test_held_out_names_count_polities_as_places() -> None:
    """The sources know one kind of place, so GPE and LOC are one there."""
    example = Example(_named((0, 2, "PERSON"), (3, 4, "GPE")), _named((0, 2, "PERSON"), (3, 4, "LOC")))
    assert name_scores([example])["LOC"].fscore == pytest.approx(1.0)


def test_one_of_two_names_makes_half_the_recall() -> None:
    """Precision and recall are counted over names."""
    score = name_scores([Example(_named((0, 2, "PERSON")), _named((0, 2, "PERSON"), (3, 4, "LOC")))])["all"]
    assert (score.precision, score.recall) == (pytest.approx(1.0), pytest.approx(0.5))


def test_a_partner_may_hang_on_the_talks() -> None:
    """In "held talks with Lee", Lee is found under the verb and under its object."""
    line = Line("", frozenset(), "held", "Ann", "Lee")
    assert roles_right(line, _tree("nmod", 2)) == {"subject": True, "partner": True}
    assert roles_right(line, _tree("obl", 1)) == {"subject": True, "partner": True}


def test_a_partner_elsewhere_is_wrong() -> None:
    """A partner that hangs on the subject is not found."""
    assert not roles_right(Line("", frozenset(), "held", "Ann", "Lee"), _tree("nmod", 0))["partner"]


@pytest.mark.parametrize(("name", "count"), [("diplomatic", 100), ("headlines", 60)])
def test_the_gold_sentences_are_all_read(name: str, count: int) -> None:
    """The files hold as many sentences as they say, and every role is a word of its sentence."""
    lines = list(read(GOLD / f"{name}.txt"))
    assert len(lines) == count
    for line in lines:
        words = {token.text for token in spacy.blank("en")(line.text)}
        assert {line.verb, line.subject, *line.partner.split("+")} - {"-"} <= words


def test_no_gold_sentence_is_a_rule_of_the_grammar() -> None:
    """What is measured was not written into the training rules."""
    rules = "\n".join(path.read_text() for path in (Path(GOLD).parent / "grammar").glob("*.txt"))
    assert not any(line.text in rules for line in read(GOLD / "diplomatic.txt"))
