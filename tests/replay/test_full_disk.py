"""A replay onto a disk that fills up."""

import subprocess
from pathlib import Path

from replay.test_resume import OUTPUTS, archive, command, contents, replayed

from pipeline.cli.exits import Exit

# In a mount namespace of its own, so that no right of an administrator is needed and nothing is left behind.
SCRIPT = """
mount -t tmpfs -o size=64k tmpfs "$OUT"
"$@"; echo "first: $?"
ls "$OUT"
mount -o remount,size=64m "$OUT"
"$@"; echo "second: $?"
cp "$OUT"/* "$KEPT"
"""


def on_a_small_disk(arguments: list[str], out: Path, kept: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with `out` on a full disk, then again with room; what it left is copied to `kept`."""
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh", *arguments],
        env={"OUT": str(out), "KEPT": str(kept), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_halts_and_nothing_is_lost(tmp_path: Path) -> None:
    """It halts with a clear error and gives no output its name; with room again it writes what was to be."""
    source = archive(tmp_path / "in", 400)
    for name in ("one", "disk", "kept"):
        (tmp_path / name).mkdir()
    replayed(source, tmp_path / "one")
    done = on_a_small_disk(
        command(source, tmp_path / "disk" / OUTPUTS[0]), tmp_path / "disk", tmp_path / "kept"
    )
    assert f"first: {Exit.HALTED.value}\nsecond: 0" in "\n".join(
        line for line in done.stdout.splitlines() if line.startswith(("first", "second"))
    ), done.stderr
    assert "cannot write: No space left on device" in done.stderr
    assert OUTPUTS[0] not in done.stdout.split("second")[0].split()
    assert contents(tmp_path / "kept") == contents(tmp_path / "one")
