"""The same articles in every format, each written by the format's own library."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.sax.saxutils import escape as xml

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Articles = Sequence[dict[str, str]]
PLACES = ("Vienna", "Geneva", "Muscat")
SECTIONS = ("World", "Sports", "Weather", "Markets")


def articles(count: int = 3) -> list[dict[str, str]]:
    """Articles long enough for a page to be taken for one, each told from others by its number."""
    return [_article(number) for number in range(count)]


def _article(number: int) -> dict[str, str]:
    place = PLACES[number % len(PLACES)]
    text = (
        f"{place.upper()}: The foreign minister of Kenya met her counterpart from Norway in {place} on "
        f"Monday, and the two spoke for an hour about fishing and the release of {number + 2} sailors.\n"
        'The talks were "frank, and useful", a spokesman said; no date was set for another round, although '
        "both sides had asked for one before the end of the year.\n"
        f"Officials in {place} said that the delegations had stayed for {number + 1} days, and that a "
        "working group would go on with the text of an agreement."
    )
    return {
        "url": f"https://news.example.org/{number}/talks",
        "outlet": "Example Post",
        "published": f"2021-04-{number % 28 + 1:02}",
        "title": f"Ministers meet in {place}, round {number}",
        "text": text,
    }


def page(article: dict[str, str]) -> str:
    """An article within what surrounds it on the page of a newspaper."""
    body = "".join(f"<p>{escape(each)}</p>" for each in article["text"].split("\n"))
    title, day = escape(article["title"]), article["published"]
    links = "".join(f'<li><a href="/s/{each}">{each}</a></li>' for each in SECTIONS)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{article["outlet"]}">
<meta property="og:type" content="article"><link rel="canonical" href="{article["url"]}">
<meta property="article:published_time" content="{day}T08:30:00Z">
<script>window.ads = ["not", "text"];</script><style>p {{ margin: 0 }}</style></head>
<body><header><nav><ul>{links}</ul></nav><a href="/subscribe">Subscribe for 1 a week</a></header>
<main><article><h1>{title}</h1><div class="byline">By A. Writer</div>{body}
<div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div></article>
<aside><h2>Most read</h2><ul>{links}</ul></aside></main>
<footer><p>Copyright Example Post. All rights reserved.</p><ul>{links}</ul></footer></body></html>
"""


def json_lines(rows: Articles) -> bytes:
    """One object a line."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def json_array(rows: Articles) -> bytes:
    """An indented array."""
    return json.dumps(rows, indent=1).encode()


def table(rows: Articles, delimiter: str = ",") -> bytes:
    """CSV, or what is parted by another delimiter."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def tabs(rows: Articles) -> bytes:
    """TSV."""
    return table(rows, "\t")


def parquet(rows: Articles) -> bytes:
    """Parquet."""
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), file)
    return file.getvalue()


def warc(rows: Articles, *, packed: bool = True) -> bytes:
    """WARC with a page for each article, and with requests, and answers that are no pages."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "test"}))
    for row in rows:
        record(writer, row["url"], "request", "GET / HTTP/1.1", "", b"")
        record(writer, row["url"], "response", "200 OK", "text/html; charset=utf-8", page(row).encode())
        record(writer, row["url"] + "/gone", "response", "404 Not Found", "text/html", page(row).encode())
        record(writer, row["url"] + "/x.png", "response", "200 OK", "image/png", b"\x89PNG")
    return file.getvalue()


def record(  # noqa: PLR0913, PLR0917  a record has them all
    writer: Any, url: str, kind: str, status: str, content_type: str, body: bytes
) -> None:
    """Write one record of a WARC."""
    protocol = "" if kind == "request" else "HTTP/1.1"
    headers = StatusAndHeaders(status, [("Content-Type", content_type)], protocol=protocol)
    writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=headers))


def rss(rows: Articles) -> bytes:
    """RSS 2.0 with full content."""
    items = "".join(
        f"<item><title>{xml(row['title'])}</title><link>{row['url']}</link>"
        f"<pubDate>{format_datetime(_moment(row))}</pubDate><description>A summary.</description>"
        f"<content:encoded>{xml(_markup(row))}</content:encoded></item>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Example Post</title>{items}</channel></rss>"
    ).encode()


def atom(rows: Articles) -> bytes:
    """Atom 1.0."""
    entries = "".join(
        f'<entry><title>{xml(row["title"])}</title><link href="{row["url"]}"/>'
        f"<published>{_moment(row).isoformat()}</published>"
        f'<content type="html">{xml(_markup(row))}</content></entry>'
        for row in rows
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Post</title>{entries}</feed>'.encode()


def _moment(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["published"]).replace(hour=8, tzinfo=UTC)


def _markup(row: dict[str, str]) -> str:
    return "<br>".join(escape(each) for each in row["text"].split("\n"))


def zipped(data: bytes, name: str = "articles") -> bytes:
    """A zip archive with one member."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def tarred(data: bytes, name: str = "articles") -> bytes:
    """A tar archive with one member."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


FORMATS: dict[str, Callable[[Articles], bytes]] = {
    "jsonl": json_lines,
    "json": json_array,
    "csv": table,
    "tsv": tabs,
    "parquet": parquet,
    "warc": warc,
    "rss": rss,
    "atom": atom,
}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda data: gzip.compress(tarred(data)),
}
