"""What makes one run of a replay the same as another: the same input, the same reading, the same choice."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.cli.selection import Selection
from pipeline.settings import Settings
from pipeline.transports.paths import STANDARD, is_remote

_HEAD: Final = 64 * 1024
"""Bytes of each file that are looked at; with its size they tell a file that was replaced."""


def identity(
    archive: str, settings: Settings, selection: Selection, options: Mapping[str, str], reader: str
) -> dict[str, str]:
    """Digests of all that decides what a replay writes, by name; equal for equal records.

    `archive` tells what is read. `reader` tells what is known of meetings: the digest of the extractor's
    understanding.
    """
    chosen = {**selection.told(), **options, "intake": settings.intake.model_dump_json()}
    return {
        "input": _digest(archive),
        "options": _digest(json.dumps(chosen, sort_keys=True)),
        "understanding": reader,
    }


def told(files: Sequence[str]) -> str:
    """Names, sizes and beginnings of files.

    Raises:
        OSError: a file cannot be read.
    """
    return "\n".join(f"{file}\t{_fingerprint(file)}" for file in files)


def run_id(named: Mapping[str, str]) -> str:
    """A short name for the run of that identity."""
    return _digest(json.dumps(dict(named), sort_keys=True))[:16]


def repeatable(files: Sequence[str]) -> bool:
    """Whether the files can be read again: what came on standard input is gone."""
    return STANDARD not in files


def _fingerprint(file: str) -> str:
    if file == STANDARD or is_remote(file):
        return ""
    with Path(file).open("rb") as opened:
        return f"{Path(file).stat().st_size} {hashlib.sha256(opened.read(_HEAD)).hexdigest()}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()
