"""Fit the confidence to annotated articles, and say how well it holds on articles that it was not fitted to.

python -m training.confidence [--dry-run] [gold file or folder ...]

A logistic model with an L2 penalty, fitted by Newton's method. Whether a record stands for an annotated
meeting is what the scorer says. Articles are dealt into ten folds by the hash of their ids; the penalty with
the least log loss over the left-out folds is taken, and the calibration error is told of these same left-out
records; beside it stands that of each set by weights fitted to the other sets. The weights that are written
are fitted to all records.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation import GoldSet, find_sets
from pipeline.evaluation.calibration import Claim, calibration_error
from pipeline.evaluation.matching import pair
from pipeline.extract.components.confidence import BIAS, signs
from pipeline.extract.extractor import Extractor
from pipeline.intake import Intake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "pipeline" / "extract" / "words" / "confidence.toml"
SETS = (ROOT / "tests" / "gold", ROOT.parent / "shared" / "gold")
FOLDS = 10
PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0)
STEPS = 30


@dataclass(frozen=True)
class Example:
    """A record: where it was read, its signs, and whether it stands for an annotated meeting."""

    gold_set: str
    article: str
    signs: dict[str, float]
    true: bool

    @property
    def fold(self) -> int:
        """0 to FOLDS - 1, the same for all records of an article."""
        return int(hashlib.sha256(self.article.encode()).hexdigest(), 16) % FOLDS


def examples(extractor: Extractor, sets: Iterable[GoldSet]) -> Iterator[Example]:
    """The records that the extractor reads in the articles of the sets."""
    for gold_set in sets:
        gold = gold_set.read()
        for line in gold_set.articles.read_bytes().splitlines():
            article = Intake().read(line).article
            doc = extractor.read(article)
            matched = set(pair(gold[article.id or ""], extractor.meetings(doc, article)).values())
            for number, encounter in enumerate(doc._.encounters):
                yield Example(gold_set.name, article.id or "", signs(doc, encounter), number in matched)


def fitted(x: Array, y: Array, penalty: float) -> Array:
    """The weights of least log loss plus `penalty` times half their squares; column 0, the bias, is free."""
    weights = np.zeros(x.shape[1])
    ridge = penalty * np.eye(x.shape[1])
    ridge[0, 0] = 1e-3  # not quite free: Newton's method wants a curvature
    for _ in range(STEPS):
        p = told(x, weights)
        gradient = x.T @ (p - y) + ridge @ weights
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, gradient)
    return weights


def told(x: Array, weights: Array) -> Array:
    """The probabilities."""
    return 1.0 / (1.0 + np.exp(-(x @ weights)))


def left_out(x: Array, y: Array, folds: Array, penalty: float) -> Array:
    """The probability of each record by weights fitted to the other folds."""
    probabilities = np.zeros(len(y))
    for fold in np.unique(folds):
        inside = folds == fold
        probabilities[inside] = told(x[inside], fitted(x[~inside], y[~inside], penalty))
    return probabilities


def log_loss(p: Array, y: Array) -> float:
    """Mean negative log-likelihood, in nats."""
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    return float(-np.mean(y * np.log(clipped) + (1 - y) * np.log(1 - clipped)))


def report(found: Sequence[Example], p: Array, foreign: Array, y: Array) -> None:
    """Print the figures of the left-out records, all together and by set.

    `p` is by weights fitted to other folds, `foreign` by weights fitted to other sets.
    """
    print(f"{len(y)} records, {int(y.sum())} true")
    print(f"log loss {log_loss(p, y):.3f}, of the mere share {log_loss(np.full(len(y), y.mean()), y):.3f}")
    for name in ("all", *sorted({e.gold_set for e in found})):
        chosen = [i for i, e in enumerate(found) if name in {"all", e.gold_set}]
        print(
            f"{name:<9} {len(chosen):>4} records  true {np.mean(y[chosen]):.3f}"
            f"  confidence {np.mean(p[chosen]):.3f}"
            f"  calibration error {error(p[chosen], y[chosen]):.3f}"
            f"  fitted to the other sets {error(foreign[chosen], y[chosen]):.3f}"
        )


def error(p: Array, y: Array) -> float:
    """The calibration error, as the scorer tells it."""
    return calibration_error(Claim(float(each), bool(true)) for each, true in zip(p, y, strict=True))


def write(names: Sequence[str], weights: Array, sets: Sequence[GoldSet], penalty: float) -> None:
    """Write the weights, with what they were fitted to."""
    corpora = ", ".join(f"{each.name} ({each.digest[:12]})" for each in sets)
    lines = [
        "# Weights of the confidence, in logits, by sign. Written by training/confidence.py, not by hand.",
        f"# Fitted with penalty {penalty:g} to {corpora}.",
        "[weights]",
        *(f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True)),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Fit, tell, and write unless it is a dry run."""
    paths = [Path(a) for a in arguments if a != "--dry-run"] or [path for path in SETS if path.exists()]
    sets = find_sets(paths)
    found = list(examples(Extractor(), sets))
    names = [BIAS, *(name for name in found[0].signs if name != BIAS)]
    x = np.array([[e.signs[name] for name in names] for e in found])
    y = np.array([float(e.true) for e in found])
    folds = np.array([float(e.fold) for e in found])
    origins = np.array([float([s.name for s in sets].index(e.gold_set)) for e in found])
    penalty = min(PENALTIES, key=lambda each: log_loss(left_out(x, y, folds, each), y))
    report(found, left_out(x, y, folds, penalty), left_out(x, y, origins, penalty), y)
    if "--dry-run" not in arguments:
        write(names, fitted(x, y, penalty), sets, penalty)


if __name__ == "__main__":
    main(sys.argv[1:])
