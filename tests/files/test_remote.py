"""Archives that lie on a server are read as they come."""

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from files.archives import FORMATS, articles
from files.test_archives import read, taken

from pipeline.transports.files import FileSource


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a server of a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("kind", ["jsonl", "parquet", "warc"])
def test_an_address_is_read_as_a_file_is(tmp_path: Path, served: str, kind: str) -> None:
    """What lies at an address, compressed, gives the articles of the file."""
    (tmp_path / "archive.gz").write_bytes(gzip.compress(FORMATS[kind](articles())))
    from_file = taken(tmp_path / "archive.gz")
    source = FileSource([f"{served}/archive.gz"])
    deliveries = [each for _ in range(20) if not source.exhausted for each in source.poll(100, 5.0)]
    assert [each.payload for each in deliveries] == [each.payload for each in read(tmp_path / "archive.gz")]
    assert len(deliveries) == len(from_file) == len(articles())
    assert source.total is None


def test_what_is_not_there_costs_itself(tmp_path: Path, served: str) -> None:
    """An address that answers with an error is one refused record; the next file is read."""
    (tmp_path / "good.jsonl").write_bytes(FORMATS["jsonl"](articles()))
    source = FileSource([f"{served}/nothing", str(tmp_path / "good.jsonl")])
    deliveries = [each for _ in range(20) if not source.exhausted for each in source.poll(100, 5.0)]
    assert [bool(each.fault) for each in deliveries] == [True, *[False] * len(articles())]
