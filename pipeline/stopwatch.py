"""How long each stage of a batch took, so that metrics are folded from facts, not touched on the way."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from time import perf_counter


class Stage(StrEnum):
    """The stages of one batch, in the order in which it passes them."""

    INTAKE = "intake"
    EXTRACT = "extract"
    DISPATCH = "dispatch"
    PUBLISH = "publish"


class Stopwatch:
    """Adds up seconds by stage until `take` hands them over; one per runner, for one thread."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._seconds: dict[Stage, float] = {}

    @contextmanager
    def timing(self, stage: Stage) -> Iterator[None]:
        """Count the seconds spent inside the `with` block towards `stage`, also when it raises."""
        start = self._clock()
        try:
            yield
        finally:
            self.add(stage, self._clock() - start)

    def add(self, stage: Stage, seconds: float) -> None:
        """Count `seconds` that were spent elsewhere towards `stage`."""
        self._seconds[stage] = self._seconds.get(stage, 0.0) + seconds

    def take(self) -> Mapping[Stage, float]:
        """Seconds by stage since the last call; starts afresh."""
        seconds, self._seconds = self._seconds, {}
        return seconds
