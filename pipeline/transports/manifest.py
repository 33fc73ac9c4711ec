"""How far an unfinished replay has come, kept beside what it writes.

A manifest is replaced whole after every batch, by rename. What it says of the lengths of the outputs is what
counts: bytes behind them belong to a batch that was never finished, and are cut off by the next start.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigurationError

VERSION: Final = 1
"""Of the file's layout; another one is not understood."""


@dataclass(frozen=True, slots=True)
class State:
    """What is durable.

    Attributes:
        identity: what the run reads and how, digest by name; a run with another identity is another run.
        started_at: ISO 8601; the time that all records of the run bear.
        done: messages dealt with, from the first.
        lengths: bytes written, by channel.
        note: whatever the run keeps about itself.
        whole: whether the run has ended well, so that only names remain to be given.
    """

    identity: Mapping[str, str]
    started_at: str
    done: int = 0
    lengths: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    whole: bool = False
    version: int = VERSION


class Manifest:
    """The state of a run that writes `path`, in a hidden file beside it.

    Raises:
        ConfigurationError: there is the manifest of another run; `restart` has it forgotten instead.
    """

    def __init__(self, path: Path, fresh: State, *, restart: bool = False) -> None:
        self._path = _beside(path)
        found = None if restart else _read(self._path)
        if found:
            _require_same(path, found, fresh)
        self.resumed = found is not None
        self.state = found or fresh

    def save(self, done: int, lengths: Mapping[str, int], note: str) -> None:
        """Make this the state; the bytes that `lengths` count are durable before.

        Raises:
            OSError: the disk is full, or gone.
        """
        self._write(replace(self.state, done=done, lengths=dict(lengths), note=note))

    def complete(self) -> None:
        """The run has ended well."""
        self._write(replace(self.state, whole=True))

    def remove(self) -> None:
        """The outputs have their names: there is nothing to go on with."""
        self._path.unlink(missing_ok=True)

    def _write(self, state: State) -> None:
        written = self._path.with_name(f"{self._path.name}.new")
        with written.open("w", encoding="utf-8") as file:
            json.dump(asdict(state), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._path)
        self.state = state


def _beside(path: Path) -> Path:
    target = path.resolve()
    return target.with_name(f".{target.name}.progress")


def _read(path: Path) -> State | None:
    try:
        state = State(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise ConfigurationError(f"{path}: cannot be understood: {error}; --restart begins anew") from error
    if state.version != VERSION:
        raise ConfigurationError(f"{path}: is of another version; --restart begins anew")
    return state


def _require_same(path: Path, found: State, fresh: State) -> None:
    names = sorted(found.identity.keys() | fresh.identity.keys())
    other = [name for name in names if found.identity.get(name) != fresh.identity.get(name)]
    if other:
        raise ConfigurationError(
            f"{path}: an unfinished replay with other {' and '.join(other)} lies there; "
            "repeat its command to go on with it, or give --restart to begin anew"
        )
