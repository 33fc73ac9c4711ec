"""`readout evaluate` on a small set."""

import json
import subprocess
from pathlib import Path

import pytest
from docs.documents import on_terminal, program
from evaluation.conftest import SETS

from pipeline.cli.exits import Exit

FEW = 3


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first articles of a set."""
    folder = tmp_path_factory.mktemp("gold")
    gold = SETS["fresh"]
    for path in (gold, gold.with_name("fresh_articles.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name.replace("fresh", "small")).write_text("".join(lines[:FEW]), encoding="utf-8")
    return folder


def _run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(program(["evaluate", *map(str, arguments)]), capture_output=True, check=False)


def test_a_table_for_people(small: Path) -> None:
    """The table has a column for the set and one for each part, and a row for each figure."""
    shown, code = on_terminal(["evaluate", str(small), "--by", "half"])
    assert code == Exit.OK
    for word in ("small", "small/a", "small/b", "found, f1", "exact, f1", "left empty", "roles right"):
        assert word in shown


def test_json_for_programs(small: Path) -> None:
    """With --json standard output holds one object, a member for each set."""
    figures = json.loads(_run(small, "--json").stdout)
    assert figures.keys() == {"small"}
    assert figures["small"]["articles"] == FEW


def test_mistakes_are_shown_when_asked_for(small: Path) -> None:
    """--errors lists what was missed, invented or told wrong, so many of a set."""
    silent, telling = _run(small).stdout.splitlines(), _run(small, "--errors", 1).stdout.splitlines()
    assert len(telling) == len(silent) + 1


def test_the_ratchet(small: Path, tmp_path: Path) -> None:
    """A set without floors fails; --raise writes them; a floor above the figure fails and is named."""
    floors = tmp_path / "floors.toml"
    assert _run(small, "--floors", floors).returncode == Exit.REFUSED
    _run(small, "--floors", floors, "--raise")
    lifted = floors.read_text(encoding="utf-8")
    floors.write_text(lifted.replace("calibration_error = 0.08", "calibration_error = 1.0"), encoding="utf-8")
    assert _run(small, "--floors", floors).returncode == Exit.OK
    floors.write_text(lifted.replace("found_f1 = ", "found_f1 = 9"), encoding="utf-8")
    fallen = _run(small, "--floors", floors)
    assert (fallen.returncode, b"small: found_f1" in fallen.stderr) == (Exit.REFUSED, True)


@pytest.mark.parametrize(
    ("name", "told"),
    [("nothing", "NAME_gold.jsonl"), ("absent_gold.jsonl", "absent_articles.jsonl"), ("", "no file named")],
)
def test_what_is_no_gold_set(tmp_path: Path, name: str, told: str) -> None:
    """A path that holds no annotated articles is named, and nothing is started."""
    (tmp_path / "absent_gold.jsonl").touch() if "absent" in name else None
    done = _run(tmp_path / name)
    assert done.returncode == Exit.USAGE
    assert told in done.stderr.decode()


def test_raise_needs_floors(small: Path) -> None:
    """--raise without --floors is a mistake of the command line."""
    assert _run(small, "--raise").returncode == Exit.USAGE
