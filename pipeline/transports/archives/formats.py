"""Which format a stream is in: told by content, in doubt by the name."""

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Final

from pipeline.transports.archives.tables import delimiter_of, parquet, separated
from pipeline.transports.framing import Frame, frames

_HEAD: Final = 4096
_BOM: Final = b"\xef\xbb\xbf"
_WARC: Final = re.compile(rb"WARC/\d")
_FEED: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.DOTALL | re.IGNORECASE,
)


def cut(stream: BufferedReader, name: str, limit: int, columns: Mapping[str, str]) -> Iterator[Frame]:
    """The records of `stream`, whatever its format.

    Raises:
        ConfigurationError: the format takes a library that is not installed.
        OSError, EOFError: the stream breaks off.
    """
    head = stream.peek(_HEAD)[:_HEAD].removeprefix(_BOM)
    if head.startswith(b"PAR1"):
        return parquet(stream, columns)
    if _WARC.match(head):
        from pipeline.transports.archives.pages import warc  # noqa: PLC0415  its library is an extra

        return warc(stream, limit)
    if _FEED.match(head):
        from pipeline.transports.archives.feeds import feed  # noqa: PLC0415  its library is an extra

        return feed(stream, limit)
    if _PAGE.match(head):
        from pipeline.transports.archives.pages import page  # noqa: PLC0415  its library is an extra

        return page(stream, limit)
    if delimiter := delimiter_of(head, name, columns):
        return separated(stream, delimiter, columns)
    return frames(stream, name, limit)
