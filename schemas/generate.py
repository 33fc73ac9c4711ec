"""Writes the contract down for those who do not speak Python: JSON Schema files and an AsyncAPI document.

`python -m schemas.generate` rewrites the committed files; a test compares them with what it would write. It
needs PyYAML, as development does; reading the files needs nothing.
"""

import json
from typing import Any, Final, Literal

import yaml
from pydantic import AliasChoices, BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from schemas.article import TEXT_NAMES, RawArticle
from schemas.asyncapi import asyncapi
from schemas.deadletter import DeadLetterHeaders
from schemas.documents import NAMES, path
from schemas.headers import MeetingHeaders, RetractionHeaders
from schemas.meeting import Meeting

Mode = Literal["validation", "serialization"]

# As we read an article, and as we write all else.
MODELS: Final[dict[str, tuple[type[BaseModel], Mode]]] = {
    "article": (RawArticle, "validation"),
    "meeting": (Meeting, "serialization"),
    "meeting-headers": (MeetingHeaders, "serialization"),
    "retraction-headers": (RetractionHeaders, "serialization"),
    "dead-letter-headers": (DeadLetterHeaders, "serialization"),
}


def generated(name: str) -> str:
    """What the document of that name, one of `documents.NAMES`, should hold."""
    if name == "asyncapi":
        return yaml.safe_dump(asyncapi(_components()), sort_keys=False, allow_unicode=True, width=100)
    return json.dumps(_json_schema(name), indent=2, ensure_ascii=False) + "\n"


def _json_schema(name: str) -> dict[str, Any]:
    model, mode = MODELS[name]
    schema = _all_names_told(model.model_json_schema(mode=mode))
    # The identifier is a name, no address: nothing is fetched.
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": f"urn:readout:schema:{name}:1.0", **schema}


def _components() -> dict[str, Any]:
    """The same schemas in one place, referring to one another as AsyncAPI wants it."""
    models = [(model, mode) for model, mode in MODELS.values()]
    _, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")
    return {name: _all_names_told(schema) for name, schema in schemas["$defs"].items()}


def _all_names_told(schema: dict[str, Any]) -> dict[str, Any]:
    """A field's other names are as good as the first, but only the first is generated."""
    if schema["title"] != RawArticle.model_config["title"]:
        return schema
    properties = dict(schema["properties"])
    for field in RawArticle.model_fields.values():
        if isinstance(field.validation_alias, AliasChoices):
            first, *others = map(str, field.validation_alias.choices)
            told = {key: value for key, value in properties[first].items() if key not in {"title", "default"}}
            properties |= {name: told | {"description": f"Another name for `{first}`."} for name in others}
    rest = {key: value for key, value in schema.items() if key != "required"}
    return rest | {"properties": properties, "anyOf": [{"required": [name]} for name in TEXT_NAMES]}


def main() -> None:
    """Rewrite the committed files."""
    for name in NAMES:
        path(name).parent.mkdir(exist_ok=True)
        path(name).write_text(generated(name), encoding="utf-8")


if __name__ == "__main__":
    main()
