"""The ratchet: figures that refuse to fall, pinned with the digest of what they were measured on."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.errors import ConfigurationError
from pipeline.evaluation.figures import Figures

_HEAD: Final = """\
# Figures that must not fall, by set; `readout evaluate --raise` lifts those that have risen.
# To lower one takes an edit by hand, and a reason. `gold` is the SHA-256 of the annotations.
# `calibration_error` is a ceiling.
"""
CEILING: Final = "calibration_error"
_DEFAULT_CEILING: Final = 0.08


class Fall(NamedTuple):
    """A figure below its floor or above its ceiling; `figure` is `gold` where nothing can be compared."""

    set: str
    figure: str
    told: str


class _Pinned(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    gold: str
    calibration_error: float = _DEFAULT_CEILING
    floors: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a set, and the digest of its annotations."""

    digest: str
    figures: Figures


class Floors:
    """The floors of a file."""

    def __init__(self, pinned: Mapping[str, _Pinned]) -> None:
        self._pinned = dict(pinned)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The floors in `path`; none where there is no such file yet.

        Raises:
            ConfigurationError: it is no file of floors.
        """
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            return cls(TypeAdapter(dict[str, _Pinned]).validate_python(told))
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise ConfigurationError(f"{path}: {error}") from None

    @property
    def sets(self) -> frozenset[str]:
        """The sets that have floors."""
        return frozenset(self._pinned)

    def falls(self, measured: Mapping[str, Measured]) -> tuple[Fall, ...]:
        """What is below its floor. A set without floors, or with other annotations, is a fall as well."""
        return tuple(fall for name, told in measured.items() for fall in self._falls(name, told))

    def _falls(self, name: str, told: Measured) -> Iterator[Fall]:
        pinned = self._pinned.get(name)
        if pinned is None or pinned.gold != told.digest:
            yield Fall(name, "gold", "these annotations have no floors")
            return
        figures = told.figures.floored()
        for figure, floor in pinned.floors.items():
            if figures.get(figure, 0.0) < floor:
                yield Fall(name, figure, f"{figures.get(figure, 0.0):g} is below {floor:g}")
        if told.figures.calibration_error > pinned.calibration_error:
            yield Fall(
                name, CEILING, f"{told.figures.calibration_error:.3f} is above {pinned.calibration_error}"
            )

    def raised(self, measured: Mapping[str, Measured]) -> "Floors":
        """These floors, lifted to what was measured where that is higher; new ones for new annotations."""
        return Floors(self._pinned | {name: self._lifted(name, told) for name, told in measured.items()})

    def _lifted(self, name: str, told: Measured) -> _Pinned:
        known = self._pinned.get(name)
        old = known if known and known.gold == told.digest else _Pinned(gold=told.digest)
        now = told.figures.floored().items()
        best = {figure: max(value, old.floors.get(figure, 0.0)) for figure, value in now}
        return old.model_copy(update={"floors": old.floors | best})

    def text(self) -> str:
        """The floors as TOML."""
        return "\n".join([_HEAD, *(_section(name, pinned) for name, pinned in sorted(self._pinned.items()))])


def _section(name: str, pinned: _Pinned) -> str:
    figures = "".join(f"{figure} = {value:g}\n" for figure, value in pinned.floors.items())
    head = f'[{name}]\ngold = "{pinned.gold}"\n{CEILING} = {pinned.calibration_error}\n'
    return f"{head}[{name}.floors]\n{figures}"
