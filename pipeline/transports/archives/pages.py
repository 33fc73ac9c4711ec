"""Pages of the web: HTML files, and WARC as crawlers and Common Crawl's news archive write it (ISO 28500).

trafilatura finds article, title, outlet and day of publication in the page. The day is only taken where the
page states it, never worked out from what else is on it.
"""

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any, Final

from pipeline.transports.archives.libraries import library
from pipeline.transports.framing import Frame

_DATES: Final = {
    "original_date": True,
    "extensive_search": False,
    "outputformat": "%Y-%m-%d",
    "min_date": "1800-01-01",  # the default takes no page to be older than the web
}
_HTML: Final = ("text/html", "application/xhtml+xml")


def page(stream: BufferedReader, limit: int) -> Iterator[Frame]:
    """The one article of an HTML file."""
    yield Frame(0, article(stream.read(limit), None))


def warc(stream: BufferedReader, limit: int) -> Iterator[Frame]:
    """An article for each page that was answered with 200 OK; its number is that of its record in the file.

    Raises:
        OSError: the file is damaged.
    """
    reader = library("warcio.archiveiterator", "a WARC file").ArchiveIterator
    damaged = library("warcio.exceptions", "a WARC file").ArchiveLoadFailed
    try:
        for number, record in enumerate(reader(stream)):
            if _is_page(record):
                yield _page(number, record, limit)
    except damaged as error:
        raise OSError(f"WARC: {error}") from error


def _is_page(record: Any) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers
    kind = (headers.get_header("Content-Type") if headers else record.content_type) or ""
    answered = headers is None or headers.get_statuscode() == "200"
    return answered and kind.partition(";")[0].strip().lower() in _HTML


def _page(number: int, record: Any, limit: int) -> Frame:
    """A page that cannot be decoded costs that page."""
    content = b""
    try:
        content = record.content_stream().read(limit)
        return Frame(number, article(content, record.rec_headers.get_header("WARC-Target-URI")))
    except Exception as error:  # noqa: BLE001  decoders and parsers raise what they like on a hostile page
        return Frame(number, content, f"a page that cannot be read: {type(error).__name__}: {error}")


def article(html: bytes, url: str | None) -> bytes:
    """The article of a page as a JSON object; its text is empty where there is none."""
    found = library("trafilatura", "an HTML page").bare_extraction(
        html,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATES,
    )
    fields = {
        "url": url or (found and found.url),
        "outlet": found and found.sitename,
        "published": found and found.date,
        "title": found and found.title,
        "text": _body(found) if found else "",
    }
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


def _body(found: Any) -> str:
    """The text without the title above it, which is told by itself."""
    first, _, rest = (found.text or "").partition("\n")
    return rest if first.strip() == (found.title or "").strip() else found.text or ""
