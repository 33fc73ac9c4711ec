"""The AsyncAPI 3.0 document: topics, messages, headers, and what we do with each."""

from typing import Any, Final

from schemas.meeting import SCHEMA_VERSION

KAFKA: Final = {"bindingVersion": "0.5.0"}  # of the AsyncAPI Kafka bindings

_KEYS: Final = {
    "article": "Whatever the producer keys by; kept in dead letters.",
    "meeting": "The meeting's `id`, so that a compacted topic keeps the latest telling of each. The partition is "
    "that of the article's `id` as a key would choose it: all that one article says is in one place, in order.",
    "retraction": "The `id` of the meeting that is retracted, in the partition of that meeting.",
    "deadLetter": "The key of the refused message, unchanged.",
}


def asyncapi(schemas: dict[str, Any]) -> dict[str, Any]:
    """The whole document, with `schemas` as its components."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Readout",
            "version": SCHEMA_VERSION,
            "description": "Reads the world's news and states every diplomatic meeting in it. "
            "Topic names are the defaults; each is a setting.",
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {
                "host": "localhost:9092",
                "protocol": "kafka",
                "description": "A broker for trying out.",
            }
        },
        "channels": {
            "articles": _channel("news.articles", ["article"], "News articles, one a message."),
            "meetings": _channel(
                "diplomacy.meetings",
                ["meeting", "retraction"],
                "The meetings, one a message; compacted or not.",
            ),
            "deadLetters": _channel(
                "diplomacy.dead-letters", ["deadLetter"], "Refused messages; may be read as articles again."
            ),
        },
        "operations": {
            "readArticles": _operation(
                "receive", "articles", ["article"], "Read articles to find meetings in."
            ),
            "publishMeetings": _operation(
                "send",
                "meetings",
                ["meeting", "retraction"],
                "Publish what was found, and retract what was not.",
            ),
            "publishDeadLetters": _operation(
                "send", "deadLetters", ["deadLetter"], "Publish what was refused."
            ),
        },
        "components": {"messages": _messages(), "schemas": schemas},
    }


def _channel(topic: str, messages: list[str], description: str) -> dict[str, Any]:
    return {
        "address": topic,
        "description": description,
        "messages": {each: {"$ref": f"#/components/messages/{each}"} for each in messages},
        "bindings": {"kafka": {"topic": topic, **KAFKA}},
    }


def _operation(action: str, channel: str, messages: list[str], summary: str) -> dict[str, Any]:
    group = {"groupId": {"type": "string", "description": "`kafka.group` of the settings."}}
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{each}"} for each in messages],
        "bindings": {"kafka": {**(group if action == "receive" else {}), **KAFKA}},
    }


def _messages() -> dict[str, Any]:
    return {
        "article": _message(
            "article",
            "A news article: a JSON object, or plain text in the layout that `docs/schema.md` describes.",
            payload={"$ref": "#/components/schemas/RawArticle"},
        ),
        "meeting": _message(
            "meeting",
            "One diplomatic meeting, as a CloudEvent in binary mode.",
            payload={"$ref": "#/components/schemas/Meeting"},
            headers={"$ref": "#/components/schemas/MeetingHeaders"},
        ),
        "retraction": _message(
            "retraction",
            "A tombstone: the article was read again, and no longer tells of the meeting in the key.",
            payload={"type": "null"},
            headers={"$ref": "#/components/schemas/RetractionHeaders"},
        ),
        "deadLetter": _message(
            "deadLetter",
            "The bytes of a message that was refused, with its own headers and the reason in more of them.",
            payload={"description": "Unchanged bytes, which may be anything."},
            headers={"$ref": "#/components/schemas/DeadLetterHeaders"},
            contentType="application/octet-stream",
        ),
    }


def _message(name: str, summary: str, **parts: Any) -> dict[str, Any]:
    key = {"type": "string", "description": _KEYS[name]}
    return {
        "name": name,
        "summary": summary,
        "contentType": "application/json",
        **parts,
        "bindings": {"kafka": {"key": key, **KAFKA}},
    }
