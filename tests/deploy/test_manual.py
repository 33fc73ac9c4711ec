"""The commands of docs/operations.md do what they say, where a service has read and refused."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from docs.documents import ROOT, program
from support.farend import produce, records
from support.stand import Deployment, deployment, process

from pipeline.cli.exits import Exit

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
BLOCKS = re.findall(r"(?s)```sh\n(.*?)```", PAGE)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
FEED = ROOT / "pipeline" / "demo" / "feed" / "wires.jsonl"
# To the service alone: a second signal, to the group, would end it at once.
STOPPED: Final = "timeout --foreground --signal=TERM --preserve-status 20 "


@pytest.fixture(scope="module")
def served(bootstrap: str) -> Iterator[Deployment]:
    """A deployment that has read the shipped feed, and runs no more."""
    with deployment(bootstrap, partitions=1) as made:
        produce(bootstrap, made.articles, FEED.read_bytes().splitlines())
        with process(program(["run", "--metrics-port", "0", *made.options])):
            assert records(bootstrap, f"{made.name}-dead-letters", 1, seconds=60.0)
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run, one after the other."""
    return tmp_path_factory.mktemp("manual")


def theirs(command: str, made: Deployment) -> str:
    """A command of the page with the names of this deployment; a service is told to stop after a while."""
    names = {
        "localhost:9092": made.bootstrap,
        "news.articles": made.articles,
        "diplomacy.dead-letters": f"{made.name}-dead-letters",
        "-g readout": f"-g {made.name}",
        "readout-letters": f"{made.name}-letters",
    }
    for name, own in names.items():
        command = command.replace(name, own)
    return STOPPED + command if command.startswith("readout run") else command


@pytest.mark.skipif(not shutil.which("kcat"), reason="kcat is not installed")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_manual_works(served: Deployment, folder: Path, command: str) -> None:
    """A command of docs/operations.md ends well."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", theirs(command, served)],
        cwd=folder,
        env={**served.environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    # The feed has a message that cannot be read; `extract` tells so by its exit code.
    expected = Exit.REFUSED if "readout extract" in command else Exit.OK
    assert done.returncode == expected, done.stderr[-2000:]


def test_letters_that_are_refused_again_lie_apart(served: Deployment) -> None:
    """After the replay of the page, what cannot be read this time either is on the second topic."""
    again = records(served.bootstrap, f"{served.name}-dead-letters.again", 1)
    assert dict(again[0].headers)["readout-attempts"] == b"2"
