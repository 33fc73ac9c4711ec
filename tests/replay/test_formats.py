"""The same articles give the same records, whatever the archive is made of."""

from pathlib import Path

import pytest
from files.archives import FORMATS, PACKINGS, articles
from stub import READ_AT, StubReader

from pipeline.cli.exits import Exit
from pipeline.cli.replay import replay
from pipeline.cli.replaying import Plan
from pipeline.settings import load


def replayed(archive: bytes, folder: Path) -> bytes:
    """What a replay of an archive without a telling name writes."""
    folder.mkdir()
    (folder / "archive").write_bytes(archive)
    plan = Plan([str(folder / "archive")], extracted_at=READ_AT)
    assert replay(plan, load().settings, folder / "out.jsonl", reader=StubReader()) == Exit.OK
    return (folder / "out.jsonl").read_bytes()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The records of JSON lines that are not packed."""
    return replayed(FORMATS["jsonl"](articles()), tmp_path_factory.mktemp("plain") / "a")


@pytest.mark.parametrize("packing", ["as it is", *PACKINGS])
@pytest.mark.parametrize("kind", FORMATS)
def test_the_records_do_not_depend_on_the_format(
    tmp_path: Path, expected: bytes, kind: str, packing: str
) -> None:
    """In every format and every packing, the archive gives the same bytes."""
    archive = FORMATS[kind](articles())
    packed = PACKINGS[packing](archive) if packing in PACKINGS else archive
    assert replayed(packed, tmp_path / "a") == expected
    assert expected.count(b"\n") == len(articles())
