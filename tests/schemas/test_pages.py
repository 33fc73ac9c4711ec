"""The pages about schema and operations leave nothing out."""

import re
from pathlib import Path

import pytest

from pipeline.intake import Limits
from pipeline.records import Note
from schemas import DeadLetterHeaders, MeetingHeaders, RawArticle, Reason, SkipReason
from schemas.documents import NAMES

DOCS = Path(__file__).parents[2] / "docs"
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
SCHEMA = (DOCS / "schema.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("section", "values"),
    [("Reasons for a refusal", Reason), ("Reasons for a skip", SkipReason), ("Notes", Note)],
)
def test_every_value_has_its_heading(section: str, values: type[Reason | SkipReason | Note]) -> None:
    """docs/operations.md has one heading for each reason and note, in the order of the code, and no other."""
    chapter = OPERATIONS.split(f"\n## {section}\n")[1].split("\n## ")[0]
    assert re.findall(r"(?m)^### `(\w+)`$", chapter) == [each.value for each in values]


def test_every_value_is_explained() -> None:
    """No heading stands without a text below it."""
    assert all(len(part.strip()) > 40 for part in re.split(r"(?m)^#+ .*$", OPERATIONS)[1:] if part.strip())
    assert not re.search(r"(?m)^### .*\n+#", OPERATIONS)


def test_every_header_is_documented() -> None:
    """Every header of a meeting and of a dead letter is in the tables."""
    for field in MeetingHeaders.model_fields.items():
        assert f"| `{field[1].alias or field[0]}` |" in SCHEMA
    for name in DeadLetterHeaders.model_fields:
        last = name.rsplit("_", 1)[-1] if name.startswith("original_") else name.replace("_", "-")
        assert f"-{last}`" in OPERATIONS


def test_every_name_of_a_field_is_documented() -> None:
    """Every name under which a field of an article is read is in the table."""
    for name, field in RawArticle.model_fields.items():
        first, *others = getattr(field.validation_alias, "choices", [name])
        (row,) = [line for line in SCHEMA.splitlines() if line.startswith(f"| `{first}` |")]
        assert row.split("|")[2].strip() == ", ".join(f"`{other}`" for other in others)


def test_the_default_limits_are_documented() -> None:
    """The table of limits shows the defaults of the code."""
    limits = Limits()
    told = (
        f"| message | {limits.payload_bytes:,} bytes |",
        f"| text | {limits.text_characters:,} characters |",
        f"| any other field | {limits.field_characters:,} characters |",
        f"| nesting of JSON | {limits.depth} |",
        f"| control and override characters | {limits.control_characters}, or {limits.control_share:.0%}",
    )
    assert all(each.replace("%", " %") in SCHEMA or each in SCHEMA for each in told)


def test_every_document_is_named() -> None:
    """Each name that `readout schema` takes is on the page."""
    assert all(f"`{name}`" in SCHEMA for name in NAMES)
