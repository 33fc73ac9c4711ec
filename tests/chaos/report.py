"""What came of a drill, and how a page tells it."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Report:
    """What came of it.

    `recovery` is by kind of disturbance, in seconds: from when it was dealt until of every partition an article
    was published that was written afterwards. `stalled` counts those after which that did not happen in time.
    `aimed` counts the kills that were dealt just as a member published. `refused` of the published records are
    dead letters.
    """

    produced: int = 0
    published: int = 0
    refused: int = 0
    lost: int = 0
    duplicated: int = 0
    by_kcat: int | None = None
    recovery: dict[str, list[float]] = field(default_factory=dict)
    stalled: int = 0
    aimed: int = 0
    exits: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def at_least_once(self) -> bool:
        """Whether nothing was lost, and the service always came back."""
        return not self.lost and not self.stalled

    @property
    def exactly_once(self) -> bool:
        """Whether nothing came twice either, and kcat agrees where it is there."""
        return self.at_least_once and not self.duplicated and self.by_kcat in {None, self.published}


CALM = "none, for comparison"

_EXITS: Mapping[str, str] = {
    "0": "left in good order, 0",
    "70": "ended by the watchdog, 70",
    "75": "halted, 75",
    "-9": "killed, SIGKILL",
}


def page(report: Report) -> str:
    """The report in Markdown: a table of the disturbances, and one of what was counted."""
    rows = [
        (kind, len(times), f"{statistics.median(times):.1f}", f"{max(times):.1f}")
        for kind, times in sorted(report.recovery.items(), key=lambda row: (row[0] != CALM, row[0]))
    ]
    counted: list[tuple[object, ...]] = [
        ("articles written", f"{report.produced:,}"),
        ("of them published as meetings", f"{report.published - report.refused:,}"),
        ("of them published as dead letters", f"{report.refused:,}"),
        ("lost", report.lost),
        ("duplicated", report.duplicated),
        ("records counted by kcat", "not asked" if report.by_kcat is None else f"{report.by_kcat:,}"),
        ("disturbances without recovery", report.stalled),
        ("minutes", f"{report.seconds / 60:.1f}"),
    ]
    ends = [(_EXITS.get(code, code), count) for code, count in sorted(report.exits.items())]
    return "\n\n".join(
        (
            _table(("disturbance", "times", "recovery, median s", "worst s"), rows),
            _table(("counted", ""), counted),
            _table(("how members ended", "times"), ends),
        )
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
