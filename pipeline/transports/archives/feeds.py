"""Feeds of news: RSS in all its versions, and Atom."""

import json
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Any

from pipeline.transports.archives.libraries import library
from pipeline.transports.framing import Frame


def feed(stream: BufferedReader, limit: int) -> Iterator[Frame]:
    """An article for each entry: its full content where the feed has it, else its summary."""
    content = stream.read(limit)
    # Markup is reduced by intake, as that of all other messages.
    parsed = library("feedparser", "a feed").parse(BytesIO(content), sanitize_html=False)
    if parsed.bozo and not parsed.entries:
        yield Frame(0, content, f"a malformed feed: {parsed.bozo_exception}")
    for number, entry in enumerate(parsed.entries):
        yield Frame(number, _article(entry, parsed.feed))


def _article(entry: Any, channel: Any) -> bytes:
    whole = max((each.value for each in entry.get("content", ())), key=len, default="")
    source = entry.get("source") or {}
    fields = {
        "id": entry.get("id"),
        "url": entry.get("link"),
        "outlet": source.get("title") or channel.get("title"),
        "published": entry.get("published") or entry.get("updated"),
        "title": entry.get("title"),
        "text": whole or entry.get("summary") or "",
        "language": channel.get("language"),
    }
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")
