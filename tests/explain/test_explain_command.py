import json
import subprocess
from pathlib import Path

from docs.documents import on_terminal, program

from pipeline.cli.exits import Exit

FEED = Path(__file__).resolve().parents[2] / "pipeline" / "demo" / "feed"
FIRST = str(FEED / "first-article.txt")
MET = (
    "French President Anne Dubois met Italian Prime Minister Marco Rossi in Rome on Monday to discuss trade."
)


def readout(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A command whose streams are pipes."""
    return subprocess.run(program(arguments), input=stdin, capture_output=True, check=False)


def test_the_command_explains_on_a_terminal() -> None:
    """Text with marks, records and reasons are shown; NO_COLOR puts the marks in brackets."""
    told, code = on_terminal(["explain", FIRST])
    assert code == Exit.OK
    for word in ("[who ", "Sergey Lavrov", "found by, rule", "actor, article", "confidence"):
        assert word in told


def test_the_command_reads_standard_input_into_a_page(tmp_path: Path) -> None:
    """`-` stands for standard input, and `--html` writes one file, and nothing beside it."""
    file = tmp_path / "new" / "why.html"
    given = json.dumps({"text": MET, "published": "2021-04-07"}).encode()
    done = readout("explain", "-", "--html", str(file), stdin=given)
    assert (done.returncode, done.stdout) == (Exit.OK, b"")
    assert b"1 meeting in 1 article" in done.stderr
    assert [each.name for each in file.parent.iterdir()] == ["why.html"]
    assert "Anne Dubois" in file.read_text(encoding="utf-8")


def test_a_refused_message_is_told(tmp_path: Path) -> None:
    """What is no article is named with its place, and the exit code is 1."""
    file = tmp_path / "in.jsonl"
    file.write_text("{broken\n")
    done = readout("explain", str(file))
    assert (done.returncode, b"not_an_article" in done.stderr) == (Exit.REFUSED, True)


def test_a_page_that_cannot_be_written_is_a_fault_of_usage(tmp_path: Path) -> None:
    """Nothing is read for a page that has no place."""
    done = readout("explain", FIRST, "--html", str(tmp_path))
    assert done.returncode == Exit.USAGE
    assert b"cannot be written" in done.stderr
