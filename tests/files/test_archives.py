"""Archives in every format, packed in every way, hold the same articles."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from files.archives import FORMATS, PACKINGS, articles, json_lines, page, table, warc

from pipeline.intake import Intake
from pipeline.records import Delivery
from pipeline.transports.archives import Options
from pipeline.transports.files import FileSource
from schemas.article import Article


def read(path: Path, options: Options | None = None) -> list[Delivery]:
    """All that is in a file or folder."""
    source = FileSource([str(path)], options)
    deliveries: list[Delivery] = []
    while not source.exhausted:
        deliveries += source.poll(100, 5.0)
    return deliveries


def taken(path: Path, options: Options | None = None) -> list[Article]:
    """The articles in a file or folder, as they are read."""
    return [Intake().read(delivery.payload).article for delivery in read(path, options)]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    """The articles of the plainest archive."""
    file = tmp_path_factory.mktemp("plain") / "a.jsonl"
    file.write_bytes(json_lines(articles()))
    return taken(file)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_holds_the_same_articles(tmp_path: Path, expected: list[Article], kind: str) -> None:
    """An archive without a telling name gives the articles of the JSON lines, down to their ids."""
    (tmp_path / "archive").write_bytes(FORMATS[kind](articles()))
    assert taken(tmp_path / "archive") == expected


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_packing_of_every_format_is_unpacked(
    tmp_path: Path, expected: list[Article], kind: str, packing: str
) -> None:
    """Compressed or packed by any of the usual libraries, a format holds the same articles."""
    (tmp_path / "archive").write_bytes(PACKINGS[packing](FORMATS[kind](articles())))
    assert taken(tmp_path / "archive") == expected


def test_html_files_hold_an_article_each(tmp_path: Path, expected: list[Article]) -> None:
    """A folder of pages gives the article of each, without what surrounds it."""
    for number, article in enumerate(articles()):
        (tmp_path / f"{number}.html").write_text(page(article), encoding="utf-8")
    assert taken(tmp_path) == expected


def test_a_warc_that_is_not_compressed_is_read(tmp_path: Path, expected: list[Article]) -> None:
    """WARC comes compressed or not."""
    (tmp_path / "crawl.warc").write_bytes(warc(articles(), packed=False))
    assert taken(tmp_path / "crawl.warc") == expected


def test_archives_within_archives_are_unpacked(tmp_path: Path, expected: list[Article]) -> None:
    """A zip of gzipped tables names file and member of every record."""
    (tmp_path / "a.zip").write_bytes(PACKINGS["zip"](gzip.compress(table(articles()))))
    deliveries = read(tmp_path / "a.zip")
    assert {delivery.position.stream for delivery in deliveries} == {f"{tmp_path / 'a.zip'}!/articles"}
    assert taken(tmp_path / "a.zip") == expected


def test_columns_are_mapped(tmp_path: Path, expected: list[Article]) -> None:
    """Columns under names of their own hold what the operator says."""
    heading, _, rows = table(articles()).partition(b"\r\n")
    assert heading == b"url,outlet,published,title,text"
    (tmp_path / "a").write_bytes(b"Adresse;Blatt;Tag;Titel;Inhalt".replace(b";", b",") + b"\r\n" + rows)
    german = {"url": "Adresse", "outlet": "Blatt", "published": "Tag", "title": "Titel", "text": "Inhalt"}
    assert taken(tmp_path / "a", Options(columns=german)) == expected


@pytest.mark.parametrize(
    "bad",
    [b"one,two\n", b'"a"b,c,d,e,f\n', b"a,b,c,d,\xff\xfe\n", b'x,x,x,x,"never closed\n'],
    ids=["cells", "quotes", "encoding", "open"],
)
def test_a_malformed_row_costs_that_row(tmp_path: Path, expected: list[Article], bad: bytes) -> None:
    """A malformed row is told with its line and its bytes; the rows around it are read."""
    lines = table([{**each, "text": each["text"].replace("\n", " ")} for each in articles()]).splitlines(
        keepends=True
    )
    (tmp_path / "a.csv").write_bytes(b"".join([*lines[:2], bad, *lines[2:]]))
    deliveries = read(tmp_path / "a.csv")
    assert [(each.position.offset, each.payload) for each in deliveries if each.fault] == [(2, bad)]
    good = [Intake().read(each.payload).article for each in deliveries if not each.fault]
    assert [each.id for each in good] == [each.id for each in expected]


def test_a_damaged_member_costs_its_rest(tmp_path: Path) -> None:
    """Of a zip with one damaged member the others are read, and the damage is told."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.jsonl", b'{"text": "damaged"}\n')
        archive.writestr("b.jsonl", b'{"text": "whole"}\n')
    (tmp_path / "a.zip").write_bytes(file.getvalue().replace(b"damaged", b"DAMAGED", 1))
    *_, fault, whole = read(tmp_path / "a.zip")
    assert fault.fault
    assert whole.payload == b'{"text": "whole"}'


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    """A text that begins with a sentence is one record, whatever words that holds."""
    prose = b"The text, he said, was agreed.\nThe body, too.\n"
    (tmp_path / "a.txt").write_bytes(prose)
    assert [each.payload for each in read(tmp_path / "a.txt")] == [prose]
