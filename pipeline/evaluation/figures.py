"""The figures of a set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def plus(self, hit: bool) -> "Share":  # noqa: FBT001  what is counted is true or false
        """One more, a hit or not."""
        return Share(self.hits + hit, self.of + 1)

    @property
    def value(self) -> float:
        """0 to 1; 0 of none."""
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.hits}/{self.of}"


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1, 0 to 1, of `right` records among `told` ones, `wanted` being annotated."""

    right: int
    told: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the records that are right."""
        return Share(self.right, self.told).value

    @property
    def recall(self) -> float:
        """Share of the annotated meetings that were found."""
        return Share(self.right, self.wanted).value

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        """The three, rounded."""
        return {name: round(getattr(self, name), _DIGITS) for name in ("precision", "recall", "f1")}


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one set.

    Attributes:
        articles: how many articles were read.
        found: of records that stand for an annotated meeting.
        exact: of those whose kind, status and parties are all right.
        empty: articles without a meeting in which none was found.
        fields: field → how often it was right, of matched records where the annotation tells it.
        by_salience: salience → annotated meetings found.
        by_status: status → annotated meetings found.
        calibration_error: expected calibration error of the confidence.
    """

    articles: int
    found: Rates
    exact: Rates
    empty: Share
    fields: Mapping[str, Share]
    by_salience: Mapping[str, Share]
    by_status: Mapping[str, Share]
    calibration_error: float

    def floored(self) -> dict[str, float]:
        """The figures that must not fall, by name.

        Shares from 0 to 1, but for fields: these count right values (`kind_right`). The share of a field falls
        when harder meetings are found and matched, which is no loss; the count of right values then rises.
        Exact precision follows from exact recall and F1.
        """
        rates = {
            f"{name}_{part}": value
            for name, rates in (("found", self.found), ("exact", self.exact))
            for part, value in rates.as_dict().items()
            if (name, part) != ("exact", "precision")
        }
        right = {f"{field}_right": float(share.hits) for field, share in self.fields.items() if share.of}
        empty = {"left_empty": round(self.empty.value, _DIGITS)} if self.empty.of else {}
        return rates | right | empty

    def as_dict(self) -> dict[str, object]:
        """All of it, for JSON."""
        return {
            "articles": self.articles,
            "annotated": self.found.wanted,
            "told": self.found.told,
            "found": self.found.as_dict(),
            "exact": self.exact.as_dict(),
            "left_empty": _share(self.empty),
            "fields": _shares(self.fields),
            "by_salience": _shares(self.by_salience),
            "by_status": _shares(self.by_status),
            "calibration_error": round(self.calibration_error, _DIGITS),
        }


def _shares(shares: Mapping[str, Share]) -> dict[str, object]:
    return {name: _share(share) for name, share in shares.items()}


def _share(share: Share) -> dict[str, object]:
    return {"hits": share.hits, "of": share.of}
