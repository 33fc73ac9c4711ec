"""A replay that is killed and started again writes what an unbroken one writes."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from stub import payload

from pipeline.cli.exits import Exit
from pipeline.errors import ConfigurationError
from pipeline.transports.manifest import Manifest, State

STUBBED = Path(__file__).with_name("stubbed.py")
KILLS = int(os.environ.get("READOUT_TEST_KILLS", "5"))
OUTPUTS = ("meetings.jsonl", "meetings.dead-letters.jsonl")
LAYOUTS = ("jsonl", "csv", "parquet")


def archive(folder: Path, count: int) -> Path:
    """Files of `count` messages: good ones, some without a text, some broken, some in another language."""
    folder.mkdir()
    odd = {3: b"{broken", 5: payload(5, text=""), 7: payload(7, language="fr"), 9: b"[1]"}
    for number in range(4):
        messages = (odd.get(each % 40, payload(each)) for each in range(number, count, 4))
        (folder / f"{number}.jsonl").write_bytes(b"\n".join(messages))
    return folder


def command(source: Path, out: Path) -> list[str]:
    """The stubbed replay."""
    return [sys.executable, str(STUBBED), str(source), str(out)]


def replayed(source: Path, folder: Path, name: str = OUTPUTS[0]) -> str:
    """Replay without a break; what was printed."""
    done = subprocess.run(command(source, folder / name), capture_output=True, text=True, check=True)
    return done.stdout


def killed(arguments: list[str], kills: int, watch: Callable[[], object]) -> tuple[str, int]:
    """Start a command and kill it, at random moments after it began to work, until it ends.

    What the last one printed, and how many were killed.
    """
    moments = random.Random(7)  # noqa: S311  no secret
    for number in range(kills):
        before = watch()
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and watch() == before:
                time.sleep(0.01)
            time.sleep(moments.uniform(0.0, 0.15))
            process.kill()
            if process.wait() == Exit.OK:
                return "ended before it was killed", number
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout, kills


def contents(folder: Path) -> list[tuple[str, bytes]]:
    """What the outputs hold, by name."""
    return sorted((path.name, path.read_bytes()) for path in folder.iterdir())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_killed_replay_goes_on_as_if_nothing_had_happened(tmp_path: Path, layout: str) -> None:
    """Killed at random moments and started again, a replay writes the same bytes, and the same table."""
    name = f"meetings.{layout}"
    source = archive(tmp_path / "in", 600 * KILLS)
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    unbroken = replayed(source, tmp_path / "one", name)
    manifest = tmp_path / "many" / f".{name}.progress"
    printed, kills = killed(
        command(source, tmp_path / "many" / name),
        KILLS,
        lambda: manifest.stat().st_mtime_ns if manifest.exists() else None,
    )
    assert kills == KILLS
    assert contents(tmp_path / "many") == contents(tmp_path / "one")
    assert printed.replace("many", "one") == unbroken
    assert [file for file, _ in contents(tmp_path / "many")] == sorted([name, OUTPUTS[1]])


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_written_and_not_counted_is_cut_off(tmp_path: Path, whole: bool) -> None:  # noqa: FBT001  a case
    """Bytes behind the recorded length belong to no batch; a run that was whole lacks only its names."""
    source = archive(tmp_path / "in", 50)
    (tmp_path / "one").mkdir()
    replayed(source, tmp_path / "one")
    expected = contents(tmp_path / "one")
    _reopen(tmp_path / "one", whole=whole)
    replayed(source, tmp_path / "one")
    assert contents(tmp_path / "one") == expected


def _reopen(folder: Path, *, whole: bool) -> None:
    """Make a run look as if it had been killed: in the midst of a line, or between two renames."""
    meetings, letters = (folder / name for name in OUTPUTS)
    state = json.loads(first_state(folder))
    lengths = {"meetings": meetings.stat().st_size, "dead_letters": letters.stat().st_size}
    if whole:
        letters.rename(folder / f".{letters.name}.unfinished")
    else:
        for path in (meetings, letters):
            path.rename(folder / f".{path.name}.unfinished")
        with (folder / f".{meetings.name}.unfinished").open("ab") as file:
            file.write(b'{"half": ')
    state |= {"lengths": lengths, "done": 50, "whole": whole}
    (folder / f".{meetings.name}.progress").write_text(json.dumps(state))


def first_state(folder: Path) -> str:
    """The state of the run of that archive before its first message."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from stub import READ_AT, StubReader\n"
        "from dataclasses import asdict; import json\n"
        "from pipeline.cli.replaying import Plan, Replay; from pipeline.settings import load\n"
        "plan = Plan([sys.argv[2]], extracted_at=READ_AT)\n"
        "print(json.dumps(asdict(Replay(plan, load().settings, StubReader()).fresh())))"
    )
    arguments = [str(STUBBED.parents[1]), str(folder.parent / "in")]
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True)
    return done.stdout.decode()


def test_another_archive_is_not_mixed_in(tmp_path: Path) -> None:
    """An unfinished replay of other files is told and left alone, until somebody asks to begin anew."""
    out = tmp_path / "out.jsonl"
    ours, other = (State({"input": name}, "2026-01-01T00:00:00Z") for name in ("a", "b"))
    Manifest(out, ours).save(5, {}, "")
    assert Manifest(out, ours).resumed
    with pytest.raises(ConfigurationError, match="other input"):
        Manifest(out, other)
    assert not Manifest(out, other, restart=True).resumed
