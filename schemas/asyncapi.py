"""The AsyncAPI 3.0 document: topics, messages, headers, and what we do with each."""

from typing import Any, Final

from schemas.meeting import SCHEMA_VERSION

KAFKA: Final = {"bindingVersion": "0.5.0"}  # of the AsyncAPI Kafka bindings

_KEYS: Final = {
    "article": "Whatever the producer keys by; kept in dead letters.",
    "meeting": "The article's `id`: all that one article says stays in one partition, in order.",
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
            "articles": _channel("news.articles", "article", "News articles, one a message."),
            "meetings": _channel("diplomacy.meetings", "meeting", "The meetings, one a message."),
            "deadLetters": _channel(
                "diplomacy.dead-letters", "deadLetter", "Refused messages; may be read as articles again."
            ),
        },
        "operations": {
            "readArticles": _operation(
                "receive", "articles", "article", "Read articles to find meetings in."
            ),
            "publishMeetings": _operation("send", "meetings", "meeting", "Publish what was found."),
            "publishDeadLetters": _operation(
                "send", "deadLetters", "deadLetter", "Publish what was refused."
            ),
        },
        "components": {"messages": _messages(), "schemas": schemas},
    }


def _channel(topic: str, message: str, description: str) -> dict[str, Any]:
    return {
        "address": topic,
        "description": description,
        "messages": {message: {"$ref": f"#/components/messages/{message}"}},
        "bindings": {"kafka": {"topic": topic, **KAFKA}},
    }


def _operation(action: str, channel: str, message: str, summary: str) -> dict[str, Any]:
    group = {"groupId": {"type": "string", "description": "`kafka.group` of the settings."}}
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{message}"}],
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
