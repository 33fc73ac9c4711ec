"""What a path on the command line stands for, and how to read what lies there."""

import os
import re
import sys
from collections.abc import Sequence
from glob import glob, has_magic
from io import BufferedReader, FileIO, RawIOBase
from pathlib import Path
from typing import Final, cast

from pipeline.errors import ConfigurationError

STANDARD: Final = "-"
"""The path that means standard input, or standard output."""

_BUFFER: Final = 64 * 1024


_REMOTE: Final = re.compile(r"(?:s3|gs|https?)://")


def is_remote(path: str) -> bool:
    """Whether `path` is an address that a library has to fetch."""
    return _REMOTE.match(path) is not None


def expand(paths: Sequence[str]) -> list[str]:
    """The files that `paths` stand for: files, directories (all below, hidden ones left out), patterns, `-`.

    What one path stands for is sorted by name; a file that is named twice is read once.

    Raises:
        ConfigurationError: a path stands for nothing, or may not be read.
    """
    return list(dict.fromkeys(file for path in paths for file in _expand(path)))


def _expand(path: str) -> list[str]:
    if path == STANDARD or is_remote(path):
        return [path]
    if Path(path).is_dir():
        found = [str(file) for file in sorted(Path(path).rglob("*")) if _is_visible(file, Path(path))]
    elif has_magic(path) and not Path(path).exists():
        found = sorted(
            file
            for file in glob(path, recursive=True)  # noqa: PTH207  Path.glob wants no absolute pattern
            if Path(file).is_file()
        )
    else:
        found = [path]
    if not found:
        raise ConfigurationError(f"{path}: no files there")
    for file in found:
        _require_readable(file)
    return found


def _is_visible(file: Path, root: Path) -> bool:
    return file.is_file() and not any(part.startswith(".") for part in file.relative_to(root).parts)


def _require_readable(file: str) -> None:
    if not Path(file).exists():
        raise ConfigurationError(
            f"{file}: no such file; give a file, a directory, a pattern, or - for standard input"
        )
    if not os.access(file, os.R_OK):
        raise ConfigurationError(f"{file}: may not be read; change its permissions")


def opened(file: str) -> BufferedReader:
    """The bytes of `file` as they lie on disk, or standard input.

    Raises:
        OSError: it cannot be opened.
        ConfigurationError: the library that it takes is not installed.
    """
    if file == STANDARD:
        # A duplicate, so that closing ours leaves the interpreter's own standard input alone.
        return BufferedReader(FileIO(os.dup(sys.stdin.fileno())), _BUFFER)
    if is_remote(file):
        return _fetched(file)
    return BufferedReader(Path(file).open("rb", buffering=0), _BUFFER)


def _fetched(address: str) -> BufferedReader:
    """What lies at an address, as it is read. Archives are taken apart here, whatever the name says."""
    try:
        from smart_open import open as fetch  # noqa: PLC0415  who reads files of this machine need not load it

        return BufferedReader(cast("RawIOBase", fetch(address, "rb", compression="disable")), _BUFFER)
    except ImportError as error:
        told = f"{address}: needs a library: pip install 'readout-pipeline[remote]' ({error})"
        raise ConfigurationError(told) from error
    except OSError:
        raise
    except Exception as error:  # each store's own client raises what it likes
        raise OSError(f"{address}: {type(error).__name__}: {error}") from error
