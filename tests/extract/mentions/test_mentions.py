"""Sentences of the world's press, and whom each speaks of."""

import csv
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Doc

from pipeline.extract.extractor import Extractor
from pipeline.extract.frames import Form, Mention
from schemas.article import Article

FOLDER = Path(__file__).parent
ANY = "*"

Row = dict[str, str]
Told = tuple[str, str, str]  # name, role, country or organisation


def _rows() -> list[Row]:
    rows: list[Row] = []
    for path in sorted(FOLDER.glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            rows.extend(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows


def _told(doc: Doc, mention: Mention) -> set[Told]:
    """What a mention says, once resolved; pronouns are told by their own word."""
    person = doc._.people[mention.person] if mention.person is not None else None
    name = person.name if person else mention.name
    if mention.form is Form.PRONOUN:
        name = doc[mention.start].text
    role = (person.role if person else None) or mention.role
    actors = [person.actor] if person and person.actor else list(mention.actors)
    return {(name or "", role or "", actor.code if actor else "") for actor in actors or [None]}


def _fits(wanted: Told, told: Told) -> bool:
    return all(w in {ANY, t} or w.lower() == t.lower() for w, t in zip(wanted, told, strict=True))


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["sentence"][:60])
def test_who_is_spoken_of(extractor: Extractor, row: Row) -> None:
    """Each party that a reader would name is mentioned, with its name, its office and its side."""
    doc = extractor.read(Article(text=row["sentence"], published=date.fromisoformat(row["published"])))
    told = {one for mention in doc._.mentions for one in _told(doc, mention)}
    for cell in row["expected"].split(" ; "):
        name, role, actor = cell.split("|")
        assert any(_fits((name, role, actor), one) for one in told), (cell, sorted(told))
