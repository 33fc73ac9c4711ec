"""A limit on refusals, so that a bad deploy stops instead of draining a healthy topic into dead letters."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.errors import Halt
from pipeline.records import Rejected, Result


class TooManyRefusals(Halt):
    """More of the latest messages were refused than the operator allows; a person should look."""

    exit_code = 65  # EX_DATAERR of sysexits.h: starting again would only refuse more


@dataclass(frozen=True, slots=True)
class RefusalLimit:
    """How many of the latest messages may be refused.

    Attributes:
        share: the greatest share of the window, from 0 to 1; 1 never halts.
        window: how many of the latest deliveries are looked at.
        minimum: how many refusals it takes, however small the window's filling: one bad message at
            start-up is all of the window, and says nothing.
    """

    share: float = 0.5
    window: int = 1000
    minimum: int = 100


class RefusalWindow:
    """The latest outcomes, and whether a further batch would break the limit."""

    def __init__(self, limit: RefusalLimit) -> None:
        self._limit = limit
        self._refused: deque[bool] = deque(maxlen=limit.window)

    def check(self, results: Sequence[Result]) -> None:
        """Raise if accepting `results` would break the limit; nothing is remembered.

        Raises:
            TooManyRefusals: the limit would be broken.
        """
        seen = deque(chain(self._refused, _refusals(results)), maxlen=max(self._limit.window, len(results)))
        refused = sum(seen)
        if refused >= self._limit.minimum and refused > self._limit.share * len(seen):
            raise TooManyRefusals(f"{refused} of the latest {len(seen)} messages were refused")

    def remember(self, results: Sequence[Result]) -> None:
        """Count `results` as dealt with."""
        self._refused.extend(_refusals(results))


def _refusals(results: Sequence[Result]) -> list[bool]:
    return [isinstance(result.outcome, Rejected) for result in results]
