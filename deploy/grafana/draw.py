# ruff: noqa: INP001  a script that reads the dashboard beside it
"""Draws the dashboard from a Prometheus, for those who have no Grafana at hand.

It needs matplotlib: python deploy/grafana/draw.py --prometheus URL --minutes 10 --out dashboard.png.
"""

import argparse
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import urlopen

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

Panel = Mapping[str, Any]

HERE: Final = Path(__file__).resolve().parent
COLUMNS: Final = 24  # Grafana's grid
CELL: Final = (0.72, 0.42)  # width and height of one of its cells, in inches
POINTS: Final = 200  # of a line
COLOURS: Final = {"green": "#56a64b", "orange": "#ff9830", "red": "#e02f44"}


@dataclass(frozen=True)
class Data:
    """What a Prometheus knows of the last `minutes`."""

    address: str
    job: str
    minutes: float

    def now(self, expression: str) -> list[Any]:
        """The series of an expression at this moment."""
        return self._get("query", query=self._filled(expression))

    def range(self, expression: str) -> list[Any]:
        """The series of an expression over the time shown."""
        end, seconds = time.time(), 60 * self.minutes
        step = max(1, round(seconds / POINTS))
        return self._get(
            "query_range", query=self._filled(expression), start=end - seconds, end=end, step=step
        )

    def _filled(self, expression: str) -> str:
        """The expression with Grafana's variables filled in."""
        known = {"$job": self.job, "$__rate_interval": "1m", "$__range": f"{round(60 * self.minutes)}s"}
        for name, value in known.items():
            expression = expression.replace(name, value)
        return expression

    def _get(self, page: str, **arguments: str | float) -> list[Any]:
        with urlopen(f"{self.address}/api/v1/{page}?{urlencode(arguments)}", timeout=30) as answer:  # noqa: S310  named by who runs us
            found: list[Any] = json.load(answer)["data"]["result"]
            return found


def drawn(dashboard: Mapping[str, Any], data: Data) -> Figure:
    """The whole page."""
    rows = max(each["gridPos"]["y"] + each["gridPos"]["h"] for each in dashboard["panels"])
    figure = Figure(figsize=(COLUMNS * CELL[0], rows * CELL[1]), facecolor="white")
    for panel in dashboard["panels"]:
        axes = figure.add_axes(_place(panel["gridPos"], rows, plot=panel["type"] == "timeseries"))
        DRAW[panel["type"]](axes, panel, data)
    return figure


def _place(cell: Mapping[str, int], rows: int, *, plot: bool) -> tuple[float, float, float, float]:
    """Left, bottom, width and height as shares of the page; plots leave room for their scales and legends."""
    left, right, above, below = (1.1, 0.4, 0.9, 1.9) if plot else (0.15, 0.15, 0.15, 0.15)
    return (
        (cell["x"] + left) / COLUMNS,
        1 - (cell["y"] + cell["h"] - below) / rows,
        (cell["w"] - left - right) / COLUMNS,
        (cell["h"] - above - below) / rows,
    )


def _row(axes: Axes, panel: Panel, _: Data) -> None:
    axes.axis("off")
    axes.text(0, 0.3, panel["title"], fontsize=13, fontweight="bold", va="center")


def _stat(axes: Axes, panel: Panel, data: Data) -> None:
    found = data.now(panel["targets"][0]["expr"])
    value = float(found[0]["value"][1]) if found else math.nan
    _bare(axes, _colour(panel, value))
    unit = panel["fieldConfig"]["defaults"]["unit"]
    axes.text(0.04, 0.86, panel["title"], color="white", fontsize=9, va="center")
    axes.text(0.5, 0.4, _told(value, unit), color="white", fontsize=24, ha="center", va="center")


def _colour(panel: Panel, value: float) -> str:
    steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
    passed = [step for step in steps if step["value"] is None or value >= step["value"]]
    return COLOURS[passed[-1]["color"]]


def _bare(axes: Axes, colour: str) -> None:
    axes.set(xticks=[], yticks=[], facecolor=colour)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _timeseries(axes: Axes, panel: Panel, data: Data) -> None:
    lines = [(_legend(target, each), each["values"]) for target, each in _series(panel, data.range)]
    unit = panel["fieldConfig"]["defaults"]["unit"]
    if panel["fieldConfig"]["defaults"]["custom"]["stacking"]["mode"] == "normal":
        _stacked(axes, lines)
    else:
        for name, values in lines:
            axes.plot([_ago(at) for at, _ in values], [float(value) for _, value in values], label=name)
    _scales(axes, data.minutes, unit)
    axes.set_title(panel["title"], fontsize=10, loc="left")
    axes.legend(
        fontsize=7, ncols=3, loc="upper left", bbox_to_anchor=(-0.02, -0.12), frameon=False, handlelength=1
    )


def _scales(axes: Axes, minutes: float, unit: str) -> None:
    axes.set_xlim(-minutes, 0)
    axes.set_ylim(0, 1.15 * axes.get_ylim()[1])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.3g} min" if value else "now")
    axes.yaxis.set_major_formatter(lambda value, _: _told(value, unit))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.tick_params(labelsize=7)
    axes.grid(alpha=0.3)


def _stacked(axes: Axes, lines: Sequence[tuple[str, Any]]) -> None:
    """One series upon the other, at the moments that any of them knows."""
    moments = sorted({at for _, values in lines for at, _ in values})
    known = [{at: float(value) for at, value in values} for _, values in lines]
    heights = [[each.get(at, 0.0) for at in moments] for each in known]
    axes.stackplot([_ago(at) for at in moments], *heights, labels=[name for name, _ in lines], alpha=0.75)


def _ago(seconds: float) -> float:
    """A moment in minutes from now."""
    return (seconds - time.time()) / 60


def _bargauge(axes: Axes, panel: Panel, data: Data) -> None:
    bars = [(_legend(target, each), float(each["value"][1])) for target, each in _series(panel, data.now)]
    _bare(axes, "white")
    axes.set_title(panel["title"], fontsize=10, loc="left", x=0.03, y=0.92)
    most = max((value for _, value in bars), default=0) or 1
    for number, (name, value) in enumerate(bars):
        axes.barh(number, value / most, height=0.7, color=f"C{number % 10}")
        axes.text(-0.02, number, name, ha="right", va="center", fontsize=8)
        axes.text(value / most + 0.01, number, _told(value, "none"), va="center", fontsize=8)
    axes.set(xlim=(-0.45, 1.15), ylim=(len(bars), -0.14 * len(bars) - 1))


def _table(axes: Axes, panel: Panel, data: Data) -> None:
    found = data.now(panel["targets"][0]["expr"])
    names = list(found[0]["metric"]) if found else ["nothing"]
    cells = [[*each["metric"].values(), each["value"][1]] for each in found] or [["-", "-"]]
    axes.axis("off")
    axes.set_title(panel["title"], fontsize=10, loc="left", y=0.85)
    table = axes.table(cellText=cells, colLabels=[*names, "processes"], loc="center", cellLoc="left")
    table.auto_set_font_size(False)  # noqa: FBT003  the library's own way
    table.set_fontsize(8)
    table.auto_set_column_width(list(range(len(names) + 1)))
    table.scale(1, 1.6)


def _series(panel: Panel, ask: Callable[[str], list[Any]]) -> list[tuple[Mapping[str, Any], Any]]:
    return [(target, each) for target in panel["targets"] for each in ask(target["expr"])]


def _legend(target: Mapping[str, Any], series: Any) -> str:
    told = str(target["legendFormat"])
    for name, value in series["metric"].items():
        told = told.replace("{{" + name + "}}", value)
    return told


def _told(value: float, unit: str) -> str:
    """A number for people, in Grafana's units."""
    return "no data" if math.isnan(value) else UNITS.get(unit, _count)(value)


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"  # noqa: PLR2004  three digits are not enough


def _seconds(value: float) -> str:
    return f"{value / 60:.3g} min" if value >= 120 else f"{value:.3g} s"  # noqa: PLR2004  two minutes


UNITS: Final[dict[str, Callable[[float], str]]] = {
    "s": _seconds,
    "percentunit": "{:.1%}".format,
    "bytes": lambda value: f"{value / 2**20:.0f} MiB",
}
DRAW: Final[dict[str, Callable[[Axes, Panel, Data], None]]] = {
    "row": _row,
    "stat": _stat,
    "timeseries": _timeseries,
    "bargauge": _bargauge,
    "table": _table,
}


def main() -> None:
    """Draw the page into a file."""
    arguments = _arguments()
    dashboard = json.loads(HERE.joinpath("readout.json").read_text(encoding="utf-8"))
    data = Data(arguments.prometheus, arguments.job, arguments.minutes)
    drawn(dashboard, data).savefig(arguments.out, dpi=80)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Draw the dashboard into a picture.")
    parser.add_argument("--prometheus", default="http://localhost:9090", help="address of a Prometheus")
    parser.add_argument("--job", default="readout", help="the job to show")
    parser.add_argument("--minutes", type=float, default=10.0, help="how far to look back")
    parser.add_argument("--out", type=Path, default=Path("dashboard.png"), help="picture to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
