"""Rules and alerts are what Prometheus understands, fire when they should, and lead to a page that helps."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from docs.documents import ROOT
from support import stand
from support.prometheus import rules

PROMETHEUS = stand.DEPLOY / "prometheus"
ALERTS = rules(PROMETHEUS / "readout.alerts.yaml")
CASES = yaml.safe_load((PROMETHEUS / "readout.tests.yaml").read_text("utf-8"))["tests"]
HEADING = re.compile(r"(?m)^#+ (.*)$")


@pytest.fixture(autouse=True)
def _prometheus() -> None:
    stand.without_prometheus()


def promtool(*arguments: str | Path) -> None:
    """Run promtool, which must be content."""
    done = subprocess.run(
        ["promtool", *map(str, arguments)], cwd=PROMETHEUS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", stand.RULES, ids=lambda file: file.name)
def test_prometheus_understands_the_rules(file: Path) -> None:
    """`promtool check rules` finds no fault."""
    promtool("check", "rules", file)


def test_prometheus_understands_its_configuration() -> None:
    """`promtool check config` finds no fault."""
    promtool("check", "config", "prometheus.yml")


def test_alerts_fire_in_trouble_and_not_without() -> None:
    """`promtool test rules` plays each trouble through, and what resembles it."""
    promtool("test", "rules", "readout.tests.yaml")


def test_every_alert_is_played_through() -> None:
    """No alert is without a case in which it fires."""
    asked = [each for case in CASES for each in case["alert_rule_test"]]
    assert {each["alertname"] for each in asked if each.get("exp_alerts")} == {a["alert"] for a in ALERTS}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_leads_to_its_heading(alert: dict[str, dict[str, str]]) -> None:
    """The runbook address of an alert names a page and a heading that are there."""
    page, _, anchor = alert["annotations"]["runbook_url"].partition("#")
    headings = HEADING.findall((ROOT / page).read_text("utf-8"))
    assert anchor in {re.sub(r"[^\w -]", "", heading).replace(" ", "-").lower() for heading in headings}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_how_urgent_it_is(alert: dict[str, dict[str, str]]) -> None:
    """An alert wakes somebody or writes a ticket; there is no third way."""
    assert alert["labels"]["severity"] in {"page", "ticket"}
