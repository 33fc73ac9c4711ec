"""What tests of the vocabulary share: the rows of a file as parameters, and what a Doc tells."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.frames import Encounter, Mention
from pipeline.extract.rows import rows

Row = dict[str, str]
Reader = Callable[[str], Doc]

PEOPLE = ("Anne Dubois", "Marco Rossi", "Asim Khan")


def each_row(name: str, *sorts: str) -> pytest.MarkDecorator:
    """Run a test for each row of `words/<name>.tsv`, or for those of some sorts."""
    chosen = [row for row in rows(name) if not sorts or row["sort"] in sorts]
    assert chosen, (name, sorts)
    return pytest.mark.parametrize("row", chosen, ids=lambda row: f"{row.get('sort')}-{row['form']}")


def told_by(doc: Doc) -> list[Encounter]:
    """The encounters of a Doc."""
    return list(doc._.encounters)


def mentions_of(doc: Doc, form: str) -> list[Mention]:
    """The mentions in whose words the form occurs."""
    return [m for m in doc._.mentions if form.lower() in doc[m.start : m.end].text.lower()]


def named_in(doc: Doc) -> list[Mention]:
    """The mentions of the people whom the examples are about."""
    return [m for m in doc._.mentions if m.name in PEOPLE]
