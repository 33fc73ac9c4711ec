"""A dispatch as one line of JSON."""

import base64
import json

from pipeline.records import Channel, Dispatch


def line(dispatch: Dispatch) -> bytes:
    """A dispatch as one line of JSON: a meeting as it is, a dead letter with its facts and original bytes."""
    if dispatch.channel is Channel.MEETINGS:
        return (dispatch.value or b"null") + b"\n"
    letter = {
        "origin": str(dispatch.origin),
        "headers": {name: value.decode(errors="replace") for name, value in dispatch.headers},
        **_text("key", dispatch.key),
        **_text("value", dispatch.value),
    }
    return json.dumps(letter, ensure_ascii=False).encode(errors="replace") + b"\n"


def _text(name: str, value: bytes | None) -> dict[str, str | None]:
    """Bytes as text where they are text, and else in base 64 under a name that says so."""
    if value is None:
        return {name: None}
    try:
        return {name: value.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": base64.b64encode(value).decode()}
