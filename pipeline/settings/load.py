"""Settings out of flags, environment and file, in this order of precedence, each with its origin.

pydantic-settings passes over a missing file and an unknown variable without a word, where an operator would
rather hear that a setting has no effect. Both are errors here.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_settings import EnvSettingsSource

from pipeline.errors import ConfigurationError
from pipeline.settings.model import Settings

PREFIX: Final = "READOUT_"
NOT_SETTINGS: Final = frozenset({"READOUT_CONFIG"})
"""Variables of our name that are no settings: the file's path."""

_TESTS: Final = ("READOUT_TEST_", "READOUT_REQUIRE_")
"""What the tests are told begins so; they start our commands with it."""
# Kubernetes puts these into every pod beside a Service called `readout...`, asked or not.
_SERVICE_LINK: Final = re.compile(
    r"_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$"
)
_SERVICE_LINK_VALUE: Final = re.compile(r"(tcp|udp|sctp)://")

Values = Mapping[str, Any]
"""Settings by section and key, as deep as the sections are nested."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and the origin of each by its dotted path; those not named there have their default."""

    settings: Settings
    origins: Mapping[str, str]


def load(file: Path | None = None, flags: Values | None = None) -> Loaded:
    """The settings of this run.

    Raises:
        ConfigurationError: the file is missing or no TOML, a key or variable is unknown, a value is invalid,
            or two settings contradict each other. All faults are told at once, each with its origin.
    """
    _refuse_unknown_variables(os.environ)
    layers = {"flag": flags or {}, "environment": EnvSettingsSource(Settings)(), str(file): _read(file)}
    origins = _origins(layers)
    merged: dict[str, Any] = {}
    for values in reversed(layers.values()):
        merged = _merge(merged, values)
    try:
        return Loaded(Settings(**merged), origins)
    except ValidationError as error:
        raise ConfigurationError("\n".join(_faults(error, origins))) from error


def leaves(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """The dotted paths of all settings of `model`, in the order of their definition."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from leaves(field.annotation, f"{prefix}{name}.")
        else:
            yield prefix + name


def variable(path: str) -> str:
    """The environment variable of the setting at the dotted `path`."""
    return PREFIX + path.replace(".", "__").upper()


def _read(file: Path | None) -> Values:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigurationError(f"{file}: is not valid TOML: {error}") from error


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    known = {variable(path) for path in leaves(Settings)} | NOT_SETTINGS
    ours = {name.upper(): value for name, value in environment.items() if name.upper().startswith(PREFIX)}
    unknown = [name for name in sorted(ours.keys() - known) if not _is_of_others(name, ours[name])]
    if unknown:
        raise ConfigurationError(
            "\n".join(f"{name}: no such setting{_guess(name, known)}" for name in unknown)
        )


def _is_of_others(name: str, value: str) -> bool:
    return bool(name.startswith(_TESTS) or _SERVICE_LINK.search(name) or _SERVICE_LINK_VALUE.match(value))


def _guess(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else "; `readout check` lists them all"


def _merge(under: Values, over: Values) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(below, value)
        else:
            merged[key] = value
    return merged


def _origins(layers: Mapping[str, Values]) -> dict[str, str]:
    origins: dict[str, str] = {}
    for origin, values in layers.items():
        for path in _paths(values):
            told = variable(path) if origin == "environment" else origin
            origins.setdefault(path, told)
    return origins


def _paths(values: Values, prefix: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def _faults(error: ValidationError, origins: Mapping[str, str]) -> Iterator[str]:
    for fault in error.errors(include_input=False, include_url=False):
        path = ".".join(str(part) for part in fault["loc"])
        origin = f" ({origins[path]})" if path in origins else ""
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "extra_forbidden":
            message = f"no such setting{_guess(path, set(leaves(Settings)))}"
        yield f"{path}{origin}: {message}" if path else message
