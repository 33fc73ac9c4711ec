"""What is asked of a Prometheus: by its API, by the dashboard, and by the rules."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import urlopen

import yaml

# What Grafana fills in; the times suit a scrape every other second.
VARIABLES: Final = {"$job": "readout", "$__rate_interval": "30s", "$__range": "2m"}
_COMPARISON: Final = re.compile(r" (==|!=|>=|<=|>|<) ")


@dataclass(frozen=True)
class Prometheus:
    """A Prometheus by its HTTP API, https://prometheus.io/docs/prometheus/latest/querying/api/."""

    address: str

    def query(self, expression: str) -> list[Any]:
        """The series of an instant vector now; each has a `metric` and a `value` of [seconds, text]."""
        found: list[Any] = self._get("query", query=expression)["result"]
        return found

    def _get(self, page: str, **arguments: str) -> Any:
        with urlopen(f"{self.address}/api/v1/{page}?{urlencode(arguments)}", timeout=10) as answer:  # noqa: S310
            return json.load(answer)["data"]


def panels(dashboard: Path) -> list[Any]:
    """The panels of a dashboard that ask something."""
    return [each for each in json.loads(dashboard.read_text("utf-8"))["panels"] if "targets" in each]


def asked(dashboard: Path) -> Iterator[tuple[str, str]]:
    """Every question of a dashboard with the title of its panel, as Grafana would put it."""
    for panel in panels(dashboard):
        for target in panel["targets"]:
            yield f"{panel['title']}: {target['legendFormat']}", filled(target["expr"])


def filled(expression: str) -> str:
    """An expression with Grafana's variables filled in."""
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    return expression


def rules(file: Path) -> list[Any]:
    """The rules of a file, whatever their group."""
    groups = yaml.safe_load(file.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def unfiltered(expression: str) -> str:
    """An expression of which every comparison answers 0 or 1, where it would let pass or drop a series.

    An alert says nothing as long as all is well; so asked, it answers if all that it asks for is there.
    """
    return _COMPARISON.sub(r" \1 bool ", expression)
