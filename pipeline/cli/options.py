"""What several commands are told in the same way, and how flags become settings."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pipeline.errors import ConfigurationError
from pipeline.settings import Loaded, load

DEFAULT_FILE: Final = Path("readout.toml")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", envvar="READOUT_CONFIG", help="Settings file; readout.toml if there is one."
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", "-s", metavar="KEY=VALUE", help="One setting, as in kafka.group_id=mine. Repeatable."
    ),
]
Paths = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Files, folders, patterns, or - for standard input."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, metavar="N", help="Processes that read. Default: 1.")
]


def loaded(
    config: Path | None, pairs: Sequence[str] | None, named: Mapping[str, object] | None = None
) -> Loaded:
    """The settings of a command: `named` are its own flags by dotted setting, None where not given.

    Raises:
        ConfigurationError: something in them cannot work.
    """
    given = {path: value for path, value in (named or {}).items() if value is not None}
    return load(config or _default_file(), _nested(dict(map(_parted, pairs or ())) | given))


def _default_file() -> Path | None:
    # An operator who keeps the file elsewhere says so; one who keeps none needs none.
    return DEFAULT_FILE if os.access(DEFAULT_FILE, os.F_OK) else None


def _parted(pair: str) -> tuple[str, str]:
    path, equals, value = pair.partition("=")
    if not equals:
        raise ConfigurationError(f"--set {pair}: give a setting and a value, as in --set kafka.group_id=mine")
    return path.strip(), value


def _nested(flat: Mapping[str, object]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in flat.items():
        *sections, key = path.split(".")
        level = nested
        for section in sections:
            level = level.setdefault(section, {})
            if not isinstance(level, dict):
                raise ConfigurationError(f"{path}: {section} was given a value, and is a section of settings")
        level[key] = value
    return nested
