"""The committed documents are what the models say, and say what the contract says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.protocols import Validator

from schemas import Meeting, RawArticle
from schemas.documents import NAMES, document
from schemas.generate import MODELS, generated

EXAMPLE = Path(__file__).parents[2] / "docs" / "record.example.json"
ASYNCAPI: dict[str, Any] = yaml.safe_load(document("asyncapi"))


def example() -> dict[str, Any]:
    """The example record, read afresh."""
    record: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return record


def validator(name: str) -> Validator:
    """A validator of the committed JSON Schema of that name."""
    return Draft202012Validator(json.loads(document(name)))


def references(node: Any) -> Iterator[str]:
    """Every `$ref` below `node`."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        yield from (found for value in node.values() for found in references(value))
    elif isinstance(node, list):
        yield from (found for value in node for found in references(value))


def resolved(reference: str) -> Any:
    """What a local reference of the AsyncAPI document points to."""
    node: Any = ASYNCAPI
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


@pytest.mark.parametrize("name", NAMES)
def test_committed_document_is_what_the_models_say(name: str) -> None:
    """A committed document equals the one generated; `python -m schemas.generate` rewrites it."""
    assert document(name) == generated(name)


@pytest.mark.parametrize("name", MODELS)
def test_schema_is_a_schema(name: str) -> None:
    """Each JSON Schema file is valid under draft 2020-12 and says that it is one."""
    schema = json.loads(document(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_unknown_document() -> None:
    """A document that is not there is a KeyError."""
    with pytest.raises(KeyError):
        document("nothing")


def test_example_record_is_valid() -> None:
    """The contract's example record is valid for the schema and for the model."""
    assert not list(validator("meeting").iter_errors(example()))
    Meeting.model_validate(example())


def test_model_writes_what_its_schema_allows() -> None:
    """What the model writes of the example is valid for the committed schema and says the same."""
    written = json.loads(Meeting.model_validate(example()).model_dump_json())
    assert not list(validator("meeting").iter_errors(written))
    assert {**written, "evidence": None} == {**example(), "evidence": None}


@pytest.mark.parametrize("field", ["id", "kind", "participants", "date", "evidence", "provenance"])
def test_no_field_of_a_record_may_be_missing(field: str) -> None:
    """A record without one of its fields is refused by the schema."""
    record = example()
    del record[field]
    assert list(validator("meeting").iter_errors(record))


def test_a_record_has_no_other_fields() -> None:
    """A record with a field that the contract does not name is refused by the schema."""
    assert list(validator("meeting").iter_errors({**example(), "mood": "cordial"}))


@pytest.mark.parametrize("name", ["text", "body", "content"])
def test_article_schema_knows_all_names(name: str) -> None:
    """The article's schema accepts a text under each of its names, and minds its type."""
    assert validator("article").is_valid({name: "Lavrov met Qureshi."})
    assert not validator("article").is_valid({name: 7})


def test_article_schema_wants_a_text() -> None:
    """An article without any text is not valid for the schema."""
    assert not validator("article").is_valid({"title": "Talks"})


def test_article_schema_names_every_alias() -> None:
    """Every alias that the model reads stands in the schema."""
    properties = json.loads(document("article"))["properties"]
    for field in RawArticle.model_fields.values():
        choices = getattr(field.validation_alias, "choices", [])
        assert properties.keys() >= set(choices)


def test_asyncapi_references_lead_somewhere() -> None:
    """Every reference in the AsyncAPI document resolves inside it."""
    found = list(references(ASYNCAPI))
    assert found
    assert all(resolved(each) is not None for each in found)


def test_asyncapi_operations_use_messages_of_their_channel() -> None:
    """Each operation names a channel and messages that this channel declares."""
    for operation in ASYNCAPI["operations"].values():
        assert operation["action"] in {"send", "receive"}
        channel = operation["channel"]["$ref"]
        assert all(each["$ref"].startswith(f"{channel}/messages/") for each in operation["messages"])


def test_asyncapi_channels_are_the_default_topics() -> None:
    """The channels are the three topics, each with its Kafka binding."""
    channels = ASYNCAPI["channels"].values()
    topics = ["news.articles", "diplomacy.meetings", "diplomacy.dead-letters"]
    assert [each["address"] for each in channels] == topics
    assert [each["bindings"]["kafka"]["topic"] for each in channels] == topics


def test_asyncapi_bindings_have_one_version() -> None:
    """Every Kafka binding in the document says that it is of version 0.5.0."""
    bindings = [
        node["bindings"]["kafka"] for part in ("channels", "operations") for node in ASYNCAPI[part].values()
    ] + [message["bindings"]["kafka"] for message in ASYNCAPI["components"]["messages"].values()]
    assert {each["bindingVersion"] for each in bindings} == {"0.5.0"}


def test_asyncapi_schemas_are_what_asyncapi_reads() -> None:
    """The component schemas are valid under draft 7, which AsyncAPI's own schema language extends."""
    for schema in ASYNCAPI["components"]["schemas"].values():
        Draft7Validator.check_schema(schema)


def test_asyncapi_accepts_the_example_record() -> None:
    """The example record is valid for the payload that the AsyncAPI document declares."""
    schema = {"$ref": "#/components/schemas/Meeting", "components": ASYNCAPI["components"]}
    assert Draft7Validator(schema).is_valid(example())
    assert not Draft7Validator(schema).is_valid({**example(), "kind": "party"})
