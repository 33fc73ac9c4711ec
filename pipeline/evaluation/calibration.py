"""Whether a confidence means what it says."""

from collections.abc import Iterable
from typing import Final, NamedTuple

BINS: Final = 5


class Claim(NamedTuple):
    """A record's confidence, 0 to 1, and whether it stands for an annotated meeting."""

    confidence: float
    true: bool


def calibration_error(claims: Iterable[Claim], bins: int = BINS) -> float:
    """Expected calibration error over bins of equal width (Naeini et al., AAAI 2015); 0 of nothing."""
    groups: dict[int, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(min(int(claim.confidence * bins), bins - 1), []).append(claim)
    gaps = (abs(sum(c.confidence for c in group) - sum(c.true for c in group)) for group in groups.values())
    return sum(gaps) / max(sum(map(len, groups.values())), 1)
