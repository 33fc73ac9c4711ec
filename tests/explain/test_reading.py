from datetime import date

import pytest
from explain.hand import Explain

from pipeline.explain import Explanation, Field, Item
from pipeline.extract.extractor import Extractor
from schemas.article import Article

MET = (
    "French President Anne Dubois met Italian Prime Minister Marco Rossi in Rome on Monday to discuss trade."
)


@pytest.fixture(scope="module")
def met(explained: Explain) -> Explanation:
    """One plain sentence explained."""
    return explained(MET)


def items(explanation: Explanation, field: Field, record: int = 1) -> list[Item]:
    """The items of one field of a record."""
    return [item for item in explanation.records[record - 1].items if item.field is field]


def marked(explanation: Explanation, field: Field) -> list[str]:
    """The words of the text that are marked as of a field."""
    return [explanation.article.text[m.start : m.end] for m in explanation.marks if m.field is field]


def grounds(item: Item, of: str) -> dict[str, str]:
    """What is told of one part of an item, by origin."""
    return {reason.origin: reason.told for reason in item.reasons if reason.of == of}


def test_the_meetings_are_those_of_the_extractor(extractor: Extractor, met: Explanation) -> None:
    """What is explained is what is published: the same records."""
    (published,) = extractor.extract([Article(id="a", published=date(2021, 4, 7), text=MET)])
    assert isinstance(published, tuple)
    assert [record.meeting.id for record in met.records] == [meeting.id for meeting in published]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field.TRIGGER, ["met"]),
        (Field.WHO, ["French President Anne Dubois", "Italian Prime Minister Marco Rossi"]),
        (Field.WHEN, ["on Monday"]),
        (Field.WHERE, ["Rome"]),
        (Field.TOPIC, ["trade"]),
    ],
)
def test_every_field_marks_its_words(met: Explanation, field: Field, words: list[str]) -> None:
    """The words that a field was read from are marked as that field's."""
    assert marked(met, field) == words


def test_every_mark_belongs_to_an_item(met: Explanation) -> None:
    """What is marked is a field of a record, and can be found there."""
    keys = {item.key for record in met.records for item in record.items}
    assert {mark.key for mark in met.marks} <= keys


def test_the_rule_is_named_with_its_example(met: Explanation) -> None:
    """The encounter names the frame that found it, the word, and the row's own example."""
    (found,) = items(met, Field.TRIGGER)
    assert grounds(found, "found by")["rule"].startswith("frame reciprocal of “meet”, as in “")


def test_the_status_names_its_cue(met: Explanation) -> None:
    """The encounter names its status and the form of the verb that told it."""
    (found,) = items(met, Field.TRIGGER)
    assert grounds(found, "status") == {"rule": "held, from verb (past tense)"}


def test_the_confidence_names_its_signs(met: Explanation) -> None:
    """The encounter names the signs that moved its confidence, and how far."""
    (found,) = items(met, Field.TRIGGER)
    told = grounds(found, "confidence")["weights"]
    assert told.startswith(f"{met.records[0].meeting.confidence:.2f}: ")
    assert " placed " in told


def test_an_identity_rests_on_the_article(met: Explanation) -> None:
    """Where the article says name, office and country, it is quoted for each."""
    first, _ = items(met, Field.WHO)
    quoted = "“French President Anne Dubois”"
    for of in ("name", "office", "actor"):
        assert grounds(first, of)["article"].startswith(quoted)


def test_the_language_model_has_its_part(met: Explanation) -> None:
    """Of a name it is told in how many places the language model saw one."""
    first, _ = items(met, Field.WHO)
    assert grounds(first, "name")["model"] in {f"took {n} of 1 for a person's name" for n in (0, 1)}


def test_an_identity_rests_on_the_table(explained: Explain) -> None:
    """Where the article names no country, the row of the table is shown with its term."""
    text = "Angela Merkel met Italian Prime Minister Marco Rossi in Rome on Monday."
    merkel = items(explained(text, published=date(2015, 6, 2)), Field.WHO)[0]
    row = "Angela Merkel, Chancellor of DEU, 2005-11-22 to 2021-12-08"
    assert (grounds(merkel, "actor"), grounds(merkel, "office")) == ({"table": row}, {"table": row})


def test_an_identity_rests_on_the_dateline(explained: Explain) -> None:
    """An office without a country is of the dateline's, which is named."""
    text = "NAIROBI, April 6 (KNA) - The foreign minister met French President Anne Dubois on Monday."
    told = [grounds(item, "actor") for item in items(explained(text), Field.WHO)]
    assert any("NAIROBI" in ground.get("dateline", "") for ground in told)


def test_a_contradicted_office_tells_the_votes(explained: Explain) -> None:
    """Where the article contradicts itself, both are told."""
    text = (
        "Foreign Minister Marco Rossi of Italy met French President Anne Dubois in Rome on Monday. "
        "Defence Minister Rossi smiled. Foreign Minister Rossi left."
    )
    rossi = next(i for i in items(explained(text), Field.WHO) if "Rossi" in i.value)
    assert "against Defence Minister once" in grounds(rossi, "office")["article"]


def test_a_date_tells_what_it_was_read_against(met: Explanation) -> None:
    """A date names its words, and the publication that they were resolved against."""
    (told,) = items(met, Field.WHEN)
    assert (told.value, grounds(told, "date")) == (
        "2021-04-05",
        {"article": "“on Monday”, to the day", "record": "read as of publication on Wednesday 2021-04-07"},
    )


def test_what_is_not_told_is_said_to_be(explained: Explain) -> None:
    """A record without a date or a place says so."""
    bare = explained("French President Anne Dubois met Italian Prime Minister Marco Rossi.")
    when, where = items(bare, Field.WHEN)[0], items(bare, Field.WHERE)[0]
    assert [when.value, where.value] == ["-", "-"]
    assert grounds(when, "date") == {"article": "no date is told for it"}
    assert grounds(where, "place") == {"article": "no place is told for it"}


def test_a_false_friend_is_passed_over(explained: Explain) -> None:
    """A word that might tell of a meeting, and here does not, is named."""
    explanation = explained("The budget met the demands of the French government.")
    assert (explanation.records, explanation.passed_over) == ((), ("met",))


def test_headline_and_text_are_marked_apart(explained: Explain) -> None:
    """Marks of the headline count from its own beginning."""
    title = "Anne Dubois meets Marco Rossi"
    explanation = explained(MET, title=title)
    headed = [m for m in explanation.marks if m.part == "title"]
    assert headed
    assert all(title[m.start : m.end] in {"meets", "Anne Dubois", "Marco Rossi"} for m in headed)
