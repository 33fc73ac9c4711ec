"""The commands of docs/operations.md do what they say, where a service has read and refused."""

import os
import re
import shutil
import signal
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
SECONDS: Final = 120.0


@pytest.fixture(scope="module")
def served(bootstrap: str) -> Iterator[Deployment]:
    """A deployment that has read the shipped feed, and runs no more."""
    with deployment(bootstrap, partitions=1) as made:
        produce(bootstrap, made.articles, FEED.read_bytes().splitlines())
        with process(program(["run", "--metrics-port", "0", *made.options])):
            assert records(bootstrap, f"{made.name}-dead-letters", 1, seconds=SECONDS)
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run, one after the other."""
    return tmp_path_factory.mktemp("manual")


def theirs(command: str, made: Deployment) -> str:
    """A command of the page with the names of this deployment."""
    names = {
        "localhost:9092": made.bootstrap,
        "news.articles": made.articles,
        "diplomacy.dead-letters": f"{made.name}-dead-letters",
        "diplomacy.meetings.next": f"{made.name}-meetings-next",
        "diplomacy.meetings": f"{made.name}-meetings",
        "readout-next": f"{made.name}-next",
        "-g readout": f"-g {made.name}",
        "readout-letters": f"{made.name}-letters",
    }
    for name, own in names.items():
        command = command.replace(name, own)
    return command


def executed(command: str, made: Deployment, folder: Path) -> subprocess.Popen[str]:
    """A command of the page, started as a shell would."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", f"exec {command}" if _serves(command) else command],
        cwd=folder,
        env={**made.environment, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _serves(command: str) -> bool:
    return command.startswith("readout run")


@pytest.mark.skipif(not shutil.which("kcat"), reason="kcat is not installed")
@pytest.mark.parametrize("command", [each for each in COMMANDS if not _serves(each)])
def test_a_command_of_the_manual_works(served: Deployment, folder: Path, command: str) -> None:
    """A command of docs/operations.md ends well."""
    with executed(theirs(command, served), served, folder) as running:
        _, told = running.communicate(timeout=SECONDS)
    # The feed has a message that cannot be read; `extract` tells so by its exit code.
    assert running.returncode == (Exit.REFUSED if "readout extract" in command else Exit.OK), told[-2000:]


@pytest.mark.parametrize("command", [each for each in COMMANDS if _serves(each)])
def test_a_service_of_the_manual_writes_where_it_says(served: Deployment, folder: Path, command: str) -> None:
    """A second service of docs/operations.md fills the topic that is its own, and leaves when told to."""
    ours = theirs(command, served)
    (topic,) = re.findall(r"topics\.(?:meetings|dead_letters)=(\S+)", ours)
    subprocess.run(
        program(["topics", "create", *served.options, *_set(ours)]), check=True, capture_output=True
    )
    with executed(ours, served, folder) as running:
        found = records(served.bootstrap, topic, 1, seconds=SECONDS)
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=SECONDS)
    assert found, told[-2000:]
    assert running.returncode == Exit.OK


def _set(command: str) -> list[str]:
    return [word for pair in re.findall(r"--set (\S+)", command) for word in ("--set", pair)]
