"""What a soak shows: the memory that a service held while it read, the slope of it, and the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.readers import Bounds

WARMING = 0.25
"""Share of the run, from its beginning, that the slope leaves out: caches fill up to their bounds."""
BLOCKS = 20
"""Equal stretches of the rest, each standing in the fit by its mean: samples that follow each other are too alike
for their scatter to tell the error of the slope."""
LIFE = Bounds().messages
"""Messages that a process reads before it gives way to a new one; within a life memory rises."""
LIVES = 5
"""Fewer lives tell nothing of what remains when one is over."""


@dataclass(frozen=True)
class Sample:
    """At some moment: articles dealt with, and MB held by the process that carries and by the one that reads."""

    articles: float
    carrying: float
    reading: float

    @property
    def memory(self) -> float:
        """MB of both."""
        return self.carrying + self.reading


@dataclass(frozen=True)
class Slope:
    """MB for 100,000 articles, and its standard error."""

    slope: float
    error: float


@dataclass(frozen=True)
class Report:
    """What came of it: memory in MB, times in seconds."""

    articles: int
    outcomes: dict[str, float]
    seconds: float
    cpu_service: float
    cpu_feed: float
    memory_first: float
    memory_peak: float
    memory_final: float
    slope: Slope
    carrying: Slope
    reading: Slope
    peaks: list[float]
    samples: int

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds

    @property
    def flat(self) -> bool | None:
        """Whether the slope lies within twice its standard error, or below; None of a run that is too short to tell."""
        if self.articles < LIVES * LIFE:
            return None
        return self.slope.slope <= 2 * self.slope.error


def trend(articles: np.ndarray, memory: np.ndarray) -> Slope:
    """Least squares over the means of blocks of the run, warmed up."""
    kept = articles > WARMING * articles[-1]
    blocks = np.array_split(np.column_stack((articles, memory))[kept], BLOCKS)
    at, held = np.array([block.mean(axis=0) for block in blocks if len(block)]).T
    (slope, _), covariance = np.polyfit(at / 100_000, held, 1, cov=True)
    return Slope(round(float(slope), 2), round(float(np.sqrt(covariance[0, 0])), 2))


def report(
    samples: Sequence[Sample], *, outcomes: Mapping[str, float], seconds: float, cpu: tuple[float, float]
) -> Report:
    """The report of a run; `cpu` is what the service and the feed beside it used, in seconds."""
    settled = _reading(samples)
    articles, carrying, reading = np.array([(s.articles, s.carrying, s.reading) for s in settled]).T
    memory = carrying + reading
    return Report(
        articles=int(sum(outcomes.values())),
        outcomes=dict(outcomes),
        seconds=round(seconds),
        cpu_service=round(cpu[0]),
        cpu_feed=round(cpu[1]),
        memory_first=round(settled[0].memory, 1),
        memory_peak=round(max(memory), 1),
        memory_final=round(settled[-1].memory, 1),
        slope=trend(articles, memory),
        carrying=trend(articles, carrying),
        reading=trend(articles, reading),
        peaks=[round(max(memory[articles // LIFE == life]), 1) for life in np.unique(articles // LIFE)],
        samples=len(settled),
    )


def _reading(samples: Sequence[Sample]) -> list[Sample]:
    """Those that do not show a reader while it still loads."""
    usual = float(np.median([each.reading for each in samples]))
    return [each for each in samples if each.reading > usual / 2]


VERDICTS = {True: "flat: the slope is within noise", False: "it grows", None: "too short a run to tell"}


def told(report: Report) -> str:
    """The report in Markdown."""
    kinds = {"extracted": 0.0, "skipped": 0.0, "rejected": 0.0}
    for name, count in report.outcomes.items():
        kinds[name.partition("/")[0]] += count
    rows = [
        ("messages", f"{report.articles:,}"),
        *((kind, f"{count:,.0f}") for kind, count in kinds.items()),
        ("messages a second", f"{report.rate:.0f}"),
        (
            "processor time of the service for a message",
            f"{1000 * report.cpu_service / report.articles:.1f} ms",
        ),
        ("of the feed beside it", f"{1000 * report.cpu_feed / report.articles:.1f} ms"),
        ("memory when the first were read", f"{report.memory_first:.1f} MB"),
        ("peak", f"{report.memory_peak:.1f} MB"),
        ("at the end", f"{report.memory_final:.1f} MB"),
        ("slope for 100,000 messages", _sloping(report.slope)),
        ("of the process that carries", _sloping(report.carrying)),
        ("of the process that reads", _sloping(report.reading)),
        (f"peak in each {LIFE:,} messages", ", ".join(f"{each:.0f}" for each in report.peaks) + " MB"),
        ("verdict", VERDICTS[report.flat]),
    ]
    return "\n".join(["| soak | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def _sloping(slope: Slope) -> str:
    return f"{slope.slope:+.2f} MB, standard error {slope.error:.2f}"
