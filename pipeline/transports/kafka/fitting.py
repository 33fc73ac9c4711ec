"""A record that is larger than its topic takes must not stop the stream: it goes out cut, and says so."""

from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from typing import Final

from pipeline.records import Channel, Dispatch, Headers
from schemas.deadletter import PREFIX, Reason

FRAME: Final = 256
"""Bytes that the format adds to a batch of one record (61) and to the record and its headers, generously."""

PER_HEADER: Final = 10
"""Bytes that the format adds to a header at most."""

TRUNCATED: Final = f"{PREFIX}truncated-from"
"""Header of a shortened record: how many bytes its value had."""


def size(dispatch: Dispatch) -> int:
    """Bytes on the wire before compression, at most."""
    return FRAME + len(dispatch.key or b"") + len(dispatch.value or b"") + _width(dispatch.headers)


def _width(headers: Headers) -> int:
    return sum(len(name.encode()) + len(value) + PER_HEADER for name, value in headers)


def fitted(dispatch: Dispatch, limit: int) -> Dispatch:
    """`dispatch` itself if it takes at most `limit` bytes, else a dead letter that does.

    The value is cut first, then key and foreign headers are dropped; the digest of the whole value stays.
    """
    if size(dispatch) <= limit:
        return dispatch
    letter = dispatch if dispatch.channel is Channel.DEAD_LETTERS else _refused(dispatch)
    whole = letter.value or b""
    letter = replace(letter, headers=(*letter.headers, (TRUNCATED, str(len(whole)).encode())), value=None)
    if size(letter) > limit:
        letter = replace(
            letter, key=None, headers=tuple(h for h in letter.headers if h[0].startswith(PREFIX))
        )
    return replace(letter, value=whole[: max(0, limit - size(letter))])


def _refused(dispatch: Dispatch) -> Dispatch:
    """A record of ours that its topic does not take, as a dead letter."""
    at = dispatch.origin
    facts = {
        "reason": Reason.TOO_LARGE.value,
        "detail": f"a record of {len(dispatch.value or b'')} bytes for {dispatch.channel.value}",
        "original-topic": at.stream,
        "original-partition": str(at.partition),
        "original-offset": str(at.offset),
        "attempts": "1",
        "payload-sha256": sha256(dispatch.value or b"").hexdigest(),
        "version": version("readout-pipeline"),
    }
    headers = tuple((PREFIX + name, text.encode()) for name, text in facts.items())
    return replace(dispatch, channel=Channel.DEAD_LETTERS, headers=headers)
