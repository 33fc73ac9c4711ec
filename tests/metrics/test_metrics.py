"""Metrics: what the catalogue names is exported, and moves by what became of a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from stub import StubReader, deliveries, payload

from pipeline.dispatch import Dispatcher
from pipeline.errors import Interrupted
from pipeline.intake import Intake
from pipeline.metrics import CATALOGUE, Measure, Metrics, Type
from pipeline.process import Processor
from pipeline.records import Delivery, Dispatch, Position, Result
from pipeline.stopwatch import Stage
from schemas import Reason, SkipReason

NOW = 1_800_000_000.0


@dataclass(frozen=True)
class Facts:
    """A batch that is durable."""

    results: Sequence[Result]
    dispatches: Sequence[Dispatch] = ()
    seconds: Mapping[Stage, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """How many partitions came and went."""

    assigned: int = 0
    revoked: int = 0
    lost: int = 0


@dataclass(frozen=True)
class State:
    """A source with partitions."""

    assigned: frozenset[tuple[str, int]] = frozenset()
    lag: Mapping[tuple[str, int], int] = field(default_factory=dict)
    changes: Changes = Changes()


def facts(*payloads: bytes | None) -> Facts:
    """What becomes of some payloads."""
    results = Processor(Intake(), StubReader()).process(deliveries(*payloads))
    dispatches = [each for result in results for each in Dispatcher().dispatch(result)]
    return Facts(results, dispatches, {Stage.INTAKE: 0.01, Stage.EXTRACT: 2.0})


def samples(metrics: Metrics, name: str) -> dict[tuple[tuple[str, str], ...], float]:
    """The samples of one name, as Prometheus would read them from the exposition."""
    families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
    found = (sample for family in families for sample in family.samples if sample.name == name)
    return {tuple(sorted(sample.labels.items())): sample.value for sample in found}


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """The value of one sample."""
    return samples(metrics, name).get(tuple(sorted(labels.items())))


@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda measure: str(measure.name))
def test_every_measure_is_exported(measure: Measure) -> None:
    """Each measure is exported under its documented name; of a closed label set every series is there."""
    metrics = Metrics()
    metrics.built("0.1.0", "0" * 64)
    name = measure.exported + ("_count" if measure.type is Type.HISTOGRAM else "")
    expected = len(measure.children) or 1
    assert len(samples(metrics, name)) == (0 if measure.name == "lag_messages" else expected)


def test_names_follow_the_conventions() -> None:
    """Counters end in `_total`, and no other metric does."""
    assert all(each.exported.endswith("_total") == (each.type is Type.COUNTER) for each in CATALOGUE)


def test_all_reasons_are_labels() -> None:
    """Every reason to refuse or skip has its series from the start."""
    outcomes = samples(Metrics(), "readout_outcomes_total")
    told = {dict(labels)["reason"] for labels in outcomes}
    assert told == {"none", *(each.value for each in Reason), *(each.value for each in SkipReason)}


def test_a_batch_is_counted() -> None:
    """Every message of a batch is counted once by its outcome, and every meeting by kind and status."""
    metrics = Metrics(clock=lambda: NOW)
    metrics.committed(facts(payload(0), payload(1, published="soon"), None, b"\xff"))
    assert value(metrics, "readout_deliveries_total") == 4
    assert value(metrics, "readout_outcomes_total", outcome="extracted", reason="none") == 2
    assert value(metrics, "readout_outcomes_total", outcome="skipped", reason="tombstone") == 1
    assert value(metrics, "readout_outcomes_total", outcome="rejected", reason="not_utf8") == 1
    assert sum(samples(metrics, "readout_outcomes_total").values()) == 4
    assert value(metrics, "readout_meetings_total", kind="talks", status="held") == 2
    assert value(metrics, "readout_notes_total", note="date_unknown") == 1
    assert value(metrics, "readout_dispatches_total", channel="meetings") == 2
    assert value(metrics, "readout_dispatches_total", channel="dead_letters") == 1
    assert value(metrics, "readout_last_commit_timestamp_seconds") == NOW


def test_durations_and_sizes() -> None:
    """Each stage's seconds and the size of the batch are observed once."""
    metrics = Metrics()
    metrics.committed(facts(payload(0), payload(1)))
    assert value(metrics, "readout_stage_seconds_sum", stage="extract") == 2.0
    assert value(metrics, "readout_stage_seconds_count", stage="publish") == 0
    assert value(metrics, "readout_batch_deliveries_sum") == 2
    assert value(metrics, "readout_batch_deliveries_count") == 1


def test_age_of_an_article() -> None:
    """An article's age runs from its message's timestamp; without one it has none."""
    metrics = Metrics(clock=lambda: NOW)
    stamped = Delivery(Position("t", 0, 0), None, timestamp=datetime.fromtimestamp(NOW - 90, UTC))
    ahead = Delivery(Position("t", 0, 1), None, timestamp=datetime.fromtimestamp(NOW + 90, UTC))
    bare = Delivery(Position("t", 0, 2), None)
    metrics.committed(Facts(Processor(Intake(), StubReader()).process([stamped, ahead, bare])))
    assert value(metrics, "readout_article_age_seconds_count") == 2
    assert value(metrics, "readout_article_age_seconds_sum") == 90


def test_lag_of_partitions_that_went_is_gone() -> None:
    """Lag is shown for the partitions that are ours, and for no others."""
    a, b = ("news", 0), ("news", 1)
    states = iter(
        [
            State(frozenset({a, b}), {a: 5, b: 7}, Changes(assigned=2)),
            State(frozenset({b}), {b: 6}, Changes(assigned=2, revoked=1)),
            State(changes=Changes(assigned=2, revoked=1, lost=1)),
        ]
    )
    metrics = Metrics(lambda: next(states), clock=lambda: NOW)
    shown = []
    for _ in range(3):
        metrics.polled(0)
        shown.append(
            (
                sorted(samples(metrics, "readout_lag_messages").values()),
                value(metrics, "readout_assigned_partitions"),
            )
        )
    assert shown == [([5, 7], 2), ([6], 1), ([], 0)]
    changes = samples(metrics, "readout_partition_changes_total")
    assert {dict(labels)["change"]: count for labels, count in changes.items()} == {
        "assigned": 2,
        "revoked": 1,
        "lost": 1,
    }
    assert value(metrics, "readout_last_poll_timestamp_seconds") == NOW


def test_interruptions_are_counted() -> None:
    """An attempt that a transport broke off is counted, and nothing else moves."""
    metrics = Metrics()
    metrics.interrupted(Interrupted("away"), 1, 0.2)
    assert value(metrics, "readout_interruptions_total") == 1
    assert value(metrics, "readout_deliveries_total") == 0
