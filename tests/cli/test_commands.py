"""What the commands print, and how they end."""

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from docs.documents import on_terminal, program

from pipeline.cli.exits import Exit
from schemas.meeting import Meeting

FEED = Path(__file__).resolve().parents[2] / "pipeline" / "demo" / "feed"
FIRST = str(FEED / "first-article.txt")


def readout(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A command whose streams are pipes."""
    return subprocess.run(program(arguments), input=stdin, capture_output=True, check=False)


def records(printed: bytes) -> list[Meeting]:
    """The records in what was printed: one on each line, and nothing else."""
    return [Meeting.model_validate_json(line) for line in printed.splitlines()]


def test_the_version_is_that_of_the_distribution() -> None:
    """`--version` names program and version."""
    assert readout("--version").stdout.startswith(b"readout 0.")


@pytest.fixture(scope="module")
def piped() -> subprocess.CompletedProcess[bytes]:
    """`extract` of the first article, its streams being pipes."""
    return readout("extract", FIRST)


def test_extract_prints_records_into_a_pipe(piped: subprocess.CompletedProcess[bytes]) -> None:
    """Piped, `extract` prints one valid record a line, and ends with 0."""
    assert (len(records(piped.stdout)) > 1, piped.stderr, piped.returncode) == (True, b"", Exit.OK)


def test_extract_shows_a_table_on_a_terminal() -> None:
    """On a terminal `extract` shows kind, status, names, day and place of each meeting, and their number."""
    shown, code = on_terminal(["extract", FIRST])
    assert code == Exit.OK
    for word in ("talks", "held", "Sergey Lavrov", "2021-04-07", "Islamabad", "in 1 article"):
        assert word in shown


def test_a_terminal_may_ask_for_records() -> None:
    """With --json the records are printed on a terminal too."""
    shown, _ = on_terminal(["extract", "--json", FIRST])
    assert records(shown.encode())


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_extract_reads_standard_input(
    piped: subprocess.CompletedProcess[bytes], compress: Callable[[bytes], bytes]
) -> None:
    """`-` stands for standard input, compressed or not."""
    done = readout("extract", "-", stdin=compress(Path(FIRST).read_bytes()))
    assert [each.id for each in records(done.stdout)] == [each.id for each in records(piped.stdout)]


def test_a_refusal_is_told_with_place_and_reason(tmp_path: Path) -> None:
    """A refused message is named on standard error, its neighbours are read, and the exit code is 1."""
    good = json.dumps({"text": _body(), "date": "2021-04-07"})
    file = tmp_path / "in.jsonl"
    file.write_text(f"{good}\n{{broken\n[1]\n{good}\n")
    done = readout("extract", str(file))
    told = done.stderr.decode().splitlines()
    assert [line.split(": ")[:2] for line in told] == [
        [f"{file}, record 2", "not_an_article"],
        [f"{file}, record 3", "not_an_object"],
    ]
    assert len(records(done.stdout)) % 2 == 0
    assert done.returncode == Exit.REFUSED


def test_nothing_to_find_is_no_failure() -> None:
    """An article without a meeting prints nothing, and ends with 0."""
    article = b'{"text": "The bakery in the old town reopened after the flood, and sold out by noon."}'
    done = readout("extract", "-", stdin=article)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", Exit.OK)


def test_a_reader_that_leaves_is_no_fault() -> None:
    """When the reader of a pipe has seen enough, `extract` ends without a word."""
    command = program(["extract", FIRST])
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.close()
        assert process.wait(120) == Exit.BROKEN_PIPE
        assert process.stderr
        assert process.stderr.read() == b""


def test_ctrl_c_ends_a_run_without_a_traceback() -> None:
    """Interrupted while it waits for standard input, `extract` ends with 130 and without a traceback."""
    command = program(["extract", "-"])
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"text": _body(), "date": "2021-04-07"}).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()  # it has read the article, and waits for more
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == Exit.INTERRUPTED
        assert process.stderr
        assert process.stderr.read() == b""


def test_an_interrupted_replay_leaves_no_file_that_looks_whole(tmp_path: Path) -> None:
    """Stopped before all was read, `replay` ends with 130, and nothing bears the name of its output."""
    out = tmp_path / "meetings.jsonl"
    command = program(["replay", "-", "--out", str(out)])
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(json.dumps({"text": _body(), "date": "2021-04-07"}).encode() + b"\n")
        process.stdin.flush()
        unfinished = tmp_path / ".meetings.jsonl.unfinished"
        wait_until(lambda: unfinished.exists() and unfinished.stat().st_size > 0)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == Exit.INTERRUPTED
    assert not out.exists()


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until `holds`, for a minute at most."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _body() -> str:
    return Path(FIRST).read_text(encoding="utf-8").split("\n", 2)[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "no-such-file.json"],
        ["extract"],
        ["replay", FIRST],
        ["replay", FIRST, "--out", "x.jsonl", "--dead-letters", "x.jsonl"],
        ["extract", FIRST, "--set", "kafka=1", "--set", "kafka.group_id=1"],
        ["replay", FIRST, "--kafka", "--out", "x"],
        ["extract", FIRST, "--config", "no-such.toml"],
        ["extract", FIRST, "--set", "kafka.group_id"],
        ["extract", FIRST, "--set", "kafka.nonsense=1"],
        ["check", "--offline", "--set", "batch.max_records=none"],
        ["nonsense"],
    ],
)
def test_a_mistake_of_the_caller_ends_with_2_and_no_traceback(arguments: list[str]) -> None:
    """Bad usage and bad settings are told in words, and end with 2."""
    done = readout(*arguments)
    assert done.returncode == Exit.USAGE
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_replay_balances(tmp_path: Path) -> None:
    """The closing table adds up, every meeting is in one file, and every refusal in the other."""
    out = tmp_path / "new" / "meetings.jsonl"
    done = readout("replay", str(FEED), "--out", str(out))
    assert done.returncode == Exit.OK
    count = {name: int(number) for number, name in _rows(done.stdout.decode())}
    assert count["read"] == count["with"] + count["without"] + count["skipped"] + count["refused"]
    assert len(records(out.read_bytes())) == count["meetings"] > 0
    letters = (out.parent / "meetings.dead-letters.jsonl").read_text().splitlines()
    assert len(letters) == count["refused"] == 1


def _rows(table: str) -> list[tuple[str, str]]:
    lines = [line.split() for line in table.splitlines()]
    return [(line[0], line[1].rstrip(":")) for line in lines if line and line[0].isdigit()]


def test_the_demo_shows_the_meetings_and_where_they_are(tmp_path: Path) -> None:
    """`demo` reads the shipped feed, shows its meetings, and names the file that holds them."""
    done = readout("demo", "--out", str(tmp_path / "demo"))
    shown = done.stdout.decode()
    assert done.returncode == Exit.OK
    assert "Sergey Lavrov" in shown
    assert str(tmp_path / "demo" / "meetings.jsonl") in shown
    assert records((tmp_path / "demo" / "meetings.jsonl").read_bytes())


def test_check_shows_each_setting_with_its_origin_and_no_secret() -> None:
    """`check` names the origin of every setting, and shows that a password is set but not which."""
    done = readout(
        *("check", "--offline", "--set", "kafka.security.protocol=SASL_PLAINTEXT"),
        *("--set", "kafka.security.username=u", "--set", "kafka.security.password=s3cret"),
    )
    rows = [line.split() for line in done.stdout.decode().splitlines()]
    assert ["kafka.security.password", "(secret)", "flag"] in rows
    assert ["kafka.group_id", "readout", "default"] in rows
    assert b"s3cret" not in done.stdout + done.stderr


def test_check_says_that_no_broker_answers() -> None:
    """Without a broker `check` says so in one table, and ends with 1."""
    done = readout(
        *("check", "--set", "kafka.bootstrap_servers=127.0.0.1:9"),
        *("--set", "kafka.timeouts.connect_seconds=1"),
    )
    assert done.returncode == Exit.REFUSED
    assert b"FAULT" in done.stdout
    assert b"Traceback" not in done.stderr


def test_help_does_not_load_what_it_does_not_need() -> None:
    """`--help` answers without importing spaCy or Kafka."""
    script = (
        "import sys\nfrom pipeline.cli import main\nsys.argv = ['readout', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('spacy', 'kafka', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
