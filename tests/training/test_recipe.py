"""The recipe: sources read right, sentences written right, casing and renaming that keep the annotation."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
import spacy

from training.casing import recase
from training.docs import to_doc
from training.grammar import Grammar, tidied, to_sentence
from training.organisations import Inventor
from training.renaming import Pool, rename, with_titles
from training.slots import filled
from training.slots import sentence as templated
from training.treebank import Sentence, passages, read_conllu, read_iob

RULES = sorted((Path(__file__).parents[2] / "training" / "grammar").glob("*.txt"))
NAMES = {
    "PERSON": lambda _rng: "Helen Carmody",
    "CITY": lambda _rng: "Addis Ababa",
    "COUNTRY": lambda _rng: "Chile",
    "DEMONYM": lambda _rng: "Thai",
}
CONLLU = """# newdoc id = one
# text = Oslo's king.
1\tOslo\tOslo\tPROPN\tNNP\tNumber=Sing\t3\tnmod:poss\t_\tNE=B-LOC|SpaceAfter=No
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\tNE=O
3\tking\tking\tNOUN\tNN\tNumber=Sing\t0\troot\t_\tNE=O|SpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tNE=O

"""


@pytest.fixture
def sentence(tmp_path: Path) -> Sentence:
    """One sentence, read from a file."""
    file = tmp_path / "one.conllu.gz"
    file.write_bytes(gzip.compress(CONLLU.encode()))
    return next(read_conllu(file))


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    """Build the rules with one name for each kind."""
    return Grammar(RULES, NAMES, str.split)


def test_a_tree_is_read_with_heads_from_zero(sentence: Sentence) -> None:
    """Heads become indices in the sentence, and the root is its own head."""
    assert sentence.heads == [2, 0, 2, 2]


def test_names_are_read_from_misc(sentence: Sentence) -> None:
    """Names that ride in the last column are read in IOB2."""
    assert sentence.names == ["B-LOC", "O", "O", "O"]


def test_iob_chunks_end_at_blank_lines(tmp_path: Path) -> None:
    """A blank line in an IOB2 file starts another chunk."""
    file = tmp_path / "two.iob2.gz"
    file.write_bytes(gzip.compress(b"Oslo\t1\tB-LOC\n\nRome\t1\tB-LOC\n"))
    assert [chunk.words for chunk in read_iob(file)] == [["Oslo"], ["Rome"]]


def test_a_passage_never_crosses_a_paragraph() -> None:
    """A sentence that opens a paragraph opens a passage."""
    first, second = Sentence(["a"], [True], opens=True), Sentence(["b"], [True], opens=True)
    assert list(passages(iter([first, second]), 6)) == [[first], [second]]


def test_names_that_were_not_annotated_stay_missing() -> None:
    """A sentence without a layer of names says nothing of names."""
    doc = to_doc(spacy.blank("en").vocab, [Sentence(["Oslo"], [True])])
    assert not doc.has_annotation("ENT_IOB")


def test_polities_are_told_from_landscapes(sentence: Sentence) -> None:
    """A city that the gazetteer knows becomes GPE."""
    doc = to_doc(spacy.blank("en").vocab, [sentence])
    assert [(name.text, name.label_) for name in doc.ents] == [("Oslo", "GPE")]


def test_every_slot_of_the_grammar_can_be_filled(grammar: Grammar) -> None:
    """Each slot that a rule names has rules or a maker of names."""
    used = {
        item["slot"] for rules in grammar.rules.values() for rule in rules for item in rule if item["slot"]
    }
    assert used <= set(grammar.rules) | set(NAMES)


def test_a_rule_that_is_no_tree_is_refused(tmp_path: Path) -> None:
    """Two words that hang on each other are a mistake in the file."""
    file = tmp_path / "bad.txt"
    file.write_text("S: a/DT:det>2 b/NN:dep>1\n")
    with pytest.raises(ValueError, match="not one tree"):
        Grammar([file], NAMES, str.split)


def test_written_sentences_are_single_trees(grammar: Grammar) -> None:
    """Whatever is written out has exactly one root."""
    rng = random.Random(7)  # noqa: S311 -- not a secret
    for _ in range(300):
        words = tidied(grammar.phrase("S", rng))
        assert sum(word.head == i for i, word in enumerate(words)) == 1


def test_written_names_are_marked(grammar: Grammar) -> None:
    """A person written into a sentence is a PERSON from first to last word."""
    words = grammar.phrase("PERSON", random.Random(7))  # noqa: S311 -- not a secret
    assert [word.name for word in words] == ["B-PERSON", "I-PERSON"]


def test_no_comma_before_a_full_stop(grammar: Grammar) -> None:
    """Appositions at the end of a sentence lose their closing comma."""
    rng = random.Random(7)  # noqa: S311 -- not a secret
    texts = [to_doc(spacy.blank("en").vocab, [to_sentence(tidied(grammar.phrase("S", rng)), _blank)]).text]
    assert not any(",." in text or " ," in text for text in texts)


def _blank(_form: str, _tag: str, _pos: str) -> str:
    return ""


def test_casing_keeps_names_and_trees(sentence: Sentence) -> None:
    """A passage in capitals has the same names and heads as before."""
    doc = to_doc(spacy.blank("en").vocab, [sentence])
    loud = recase(doc, {"upper": 1.0}, random.Random(7))  # noqa: S311 -- not a secret
    assert loud.text == "OSLO'S KING."
    assert [t.head.i for t in loud] == [t.head.i for t in doc]
    assert [name.text for name in loud.ents] == ["OSLO"]


def test_renaming_puts_another_name_of_the_same_length(sentence: Sentence) -> None:
    """A name is replaced by one with as many tokens, so that the tree keeps its shape."""
    doc = to_doc(spacy.blank("en").vocab, [sentence])
    pools = {"GPE": Pool.of(["Rome", "Addis Ababa"], str.split)}
    other = rename(doc, pools, 1.0, random.Random(7))  # noqa: S311 -- not a secret
    assert other.text == "Rome's king."


def test_an_organisation_gives_way_to_one_of_the_same_length() -> None:
    """The small words within a name of an organisation are part of it, and are replaced with it."""
    words = ["Bank", "of", "Chile", "lent"]
    names = ["B-ORG", "I-ORG", "I-ORG", "O"]
    doc = to_doc(spacy.blank("en").vocab, [Sentence(words, [True] * 4, names=names)])
    pools = {"ORG": Pool.of(["Rally for Progress"], str.split)}
    other = rename(doc, pools, 1.0, random.Random(7))  # noqa: S311 -- not a secret
    assert other.text == "Rally for Progress lent"


def test_a_template_marks_the_names_it_is_filled_with() -> None:
    """What fills a slot is one name of the slot's kind, in the tokens that the pipeline will see."""
    text, names = filled("To {TOWN}.", {"TOWN": ("GPE", lambda: "Addis Ababa")})
    made = templated(spacy.blank("en"), text, names)
    assert made is not None
    assert made.names == ["O", "B-GPE", "I-GPE", "O"]


def test_invented_names_are_spelt_whole() -> None:
    """No invented name has a space at an end or two in the middle, which would stop the training."""
    make = Inventor(random.Random(7), ["Carmody"], ["Oslo"], ["Chile"])  # noqa: S311 -- not a secret
    for maker in (make.party, make.union, make.company, make.school, make.assembly, make.paper):
        for _ in range(200):
            name = maker()
            assert name == " ".join(name.split())


def test_titles_stand_outside_the_name() -> None:
    """A title put before a person is no part of the name."""
    doc = to_doc(
        spacy.blank("en").vocab, [Sentence(["Carmody", "left"], [True, True], names=["B-PERSON", "O"])]
    )
    titled = with_titles(doc, 1.0, random.Random(7))  # noqa: S311 -- not a secret
    assert len(titled) > len(doc)
    assert [name.text for name in titled.ents] == ["Carmody"]
