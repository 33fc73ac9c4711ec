"""A real Prometheus watches a real service on a real broker, and every question gets an answer."""

import math
import time
from collections.abc import Callable, Iterator

import pytest
from support import stand
from support.prometheus import Prometheus, asked, rules, unfiltered

DASHBOARD = stand.DEPLOY / "grafana" / "readout.json"
RECORDING, ALERTS = map(rules, stand.RULES)
SECONDS = 60.0


@pytest.fixture(scope="module")
def prometheus(bootstrap: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A Prometheus that has seen articles pass, broken ones among them."""
    stand.without_prometheus()
    with stand.watched(bootstrap, tmp_path_factory.mktemp("prometheus")) as watching:
        _until(lambda: watching.query("job:readout_rejected:ratio_rate15m > 0"))
        yield watching


def _until(answered: Callable[[], list[object]]) -> list[object]:
    """An answer, as soon as there is one."""
    deadline = time.monotonic() + SECONDS
    while not (answer := answered()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return answer


def numbers(prometheus: Prometheus, expression: str) -> list[float]:
    """The values that an expression has, as soon as there are any; NaN is none."""

    def known() -> list[object]:
        found = (float(each["value"][1]) for each in prometheus.query(expression))
        return [value for value in found if not math.isnan(value)]

    return [float(str(value)) for value in _until(known)]


@pytest.mark.parametrize("question", [pytest.param(each, id=name) for name, each in asked(DASHBOARD)])
def test_a_panel_shows_data(prometheus: Prometheus, question: str) -> None:
    """Every expression of the dashboard returns numbers while articles flow."""
    assert numbers(prometheus, question)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["record"]) for rule in RECORDING])
def test_a_recording_rule_records(prometheus: Prometheus, rule: dict[str, str]) -> None:
    """Every recording rule has written its series."""
    assert numbers(prometheus, rule["record"])


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["alert"]) for rule in ALERTS])
def test_an_alert_has_all_that_it_asks_for(prometheus: Prometheus, rule: dict[str, str]) -> None:
    """With comparisons that answer 0 or 1 instead of dropping series, every alert returns data."""
    answers = numbers(prometheus, unfiltered(rule["expr"]))
    assert answers
    assert set(answers) <= {0.0, 1.0}


def test_refusals_raise_their_alert(prometheus: Prometheus) -> None:
    """The broken messages of the feed are over one in twenty, and the alert on refusals waits to fire."""
    assert numbers(prometheus, 'ALERTS{job="readout", alertname="ReadoutRefusing", alertstate="pending"}')


def test_the_job_is_offered(prometheus: Prometheus) -> None:
    """The dashboard's variable finds the job, by which all of its panels ask."""
    assert {each["metric"]["job"] for each in prometheus.query("readout_build_info")} == {"readout"}


def test_nothing_is_asked_of_what_is_not_exported(prometheus: Prometheus) -> None:
    """An expression over a metric that is not there returns nothing: the tests above could fail."""
    assert not prometheus.query("sum(rate(readout_unheard_of_total[30s]))")
