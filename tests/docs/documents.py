"""The documents that are written from the code: `make generated` writes them, and tests keep them true.

In README.md every block fenced as `console` is a session: what follows a `$ readout` line is what the command
prints on a terminal of 110 columns, colours off.
"""

import fcntl
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rich.text import Text

from pipeline.cli.exits import table
from pipeline.metrics import page as metrics
from pipeline.settings.reference import example_toml, reference_markdown

ROOT: Final = Path(__file__).resolve().parents[2]
COMMANDS: Final = (
    (),
    ("run",),
    ("extract",),
    ("explain",),
    ("replay",),
    ("dead-letters", "ls"),
    ("dead-letters", "show"),
    ("dead-letters", "redrive"),
    ("demo",),
    ("check",),
    ("evaluate",),
    ("schema",),
    ("topics", "create"),
)
COLUMNS: Final = 110
_SESSION: Final = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def readme() -> str:
    """README.md with its sessions run anew."""
    return _SESSION.sub(lambda block: _rerun(block.group()), (ROOT / "README.md").read_text(encoding="utf-8"))


def settings() -> str:
    """docs/settings.md."""
    return (
        "# Settings\n\n"
        "A setting comes from a flag (`--set section.key=value`), else from the environment, else from the\n"
        "file that `--config` or `READOUT_CONFIG` names (`readout.toml` in the current folder if there is\n"
        "one), else it has its default. An unknown key or variable is an error, and so are settings that\n"
        "contradict each other. `readout check` shows what holds, and where each setting came from. A\n"
        "password is better kept in a file than in a flag, which every user of the machine can see.\n\n"
        "This page and `readout.example.toml` are generated from `pipeline/settings/`.\n\n"
        + reference_markdown()
    )


def commands() -> str:
    """docs/commands.md."""
    helps = "\n".join(f"## `{_name(command)}`\n\n```text\n{_help(command)}```\n" for command in COMMANDS)
    return f"# Commands\n\nGenerated from the program.\n\n{helps}\n## Exit codes\n\n{table()}"


DOCUMENTS: Final[dict[str, Callable[[], str]]] = {
    "readout.example.toml": example_toml,
    "docs/settings.md": settings,
    "docs/commands.md": commands,
    "docs/metrics.md": metrics,
    "README.md": readme,
}


def on_terminal(arguments: Sequence[str]) -> tuple[str, int]:
    """What a command prints on a terminal, on both streams together, and its exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    with subprocess.Popen(
        program(arguments),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=_environment(),
    ) as process:
        os.close(theirs)
        printed = b""
        while chunk := _read(ours):
            printed += chunk
    os.close(ours)
    return Text.from_ansi(
        printed.decode().replace("\r\n", "\n")
    ).plain, process.returncode  # NO_COLOR keeps bold


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # on Linux, the end of a terminal whose other side has left
        return b""


def program(arguments: Sequence[str]) -> list[str]:
    """The command line of a `readout` command, in the interpreter that runs the tests."""
    return [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("READOUT_")}
    return kept | {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": str(COLUMNS)}


def _rerun(session: str) -> str:
    """A session again: each command, and what it prints now, without blanks at the ends of lines."""
    asked = [line for line in session.splitlines() if line.startswith("$ readout ")]
    return "".join(f"{line}\n{_output(line)}" for line in asked)


def _output(line: str) -> str:
    printed, _ = on_terminal(shlex.split(line.removeprefix("$ readout ")))
    return "".join(f"{each.rstrip()}\n" for each in printed.splitlines())


def _name(command: tuple[str, ...]) -> str:
    return " ".join(("readout", *command))


def _help(command: tuple[str, ...]) -> str:
    done = subprocess.run(
        program([*command, "--help"]), capture_output=True, text=True, check=True, env=_environment()
    )
    return done.stdout


def main() -> None:
    """Write all of them."""
    for name, make in DOCUMENTS.items():
        (ROOT / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
