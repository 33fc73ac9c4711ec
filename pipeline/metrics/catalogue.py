"""Every metric that Readout exports, as data: `docs/metrics.md` and the exporter are made from it.

Names follow the Prometheus conventions: base units, `_total` for counters, closed label sets.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from pipeline.records import Channel, Note
from pipeline.stopwatch import Stage
from schemas.deadletter import Reason, SkipReason
from schemas.meeting import Kind, Status

PREFIX: Final = "readout_"

EXTRACTED: Final = ("extracted", "none")
SKIPPED: Final = "skipped"
REJECTED: Final = "rejected"


class Type(StrEnum):
    """The metric types of Prometheus that are used."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric: `name` without the prefix; `children` are the label values that exist from the start.

    `open_labels` says that further label values come and go, as partitions do.
    """

    name: str
    type: Type
    help: str
    labels: tuple[str, ...] = ()
    children: tuple[tuple[str, ...], ...] = ()
    buckets: tuple[float, ...] = ()
    open_labels: bool = False

    @property
    def exported(self) -> str:
        """The name under which Prometheus sees it."""
        return f"{PREFIX}{self.name}" + ("_total" if self.type is Type.COUNTER else "")


def _each(*sets: type[StrEnum]) -> tuple[tuple[str, ...], ...]:
    """Every combination of the values of closed sets."""
    return tuple(product(*([member.value for member in each] for each in sets)))


DELIVERIES: Final = Measure("deliveries", Type.COUNTER, "Messages dealt with, whatever became of them.")
OUTCOMES: Final = Measure(
    "outcomes",
    Type.COUNTER,
    "What became of the messages; `reason` is that of the skip or refusal, else `none`.",
    labels=("outcome", "reason"),
    children=(
        EXTRACTED,
        *((SKIPPED, reason.value) for reason in SkipReason),
        *((REJECTED, reason.value) for reason in Reason),
    ),
)
MEETINGS: Final = Measure(
    "meetings",
    Type.COUNTER,
    "Meetings published.",
    labels=("kind", "status"),
    children=_each(Kind, Status),
)
NOTES: Final = Measure(
    "notes",
    Type.COUNTER,
    "Oddities of articles that were read all the same.",
    labels=("note",),
    children=_each(Note),
)
DISPATCHES: Final = Measure(
    "dispatches", Type.COUNTER, "Records published.", labels=("channel",), children=_each(Channel)
)
INTERRUPTIONS: Final = Measure(
    "interruptions", Type.COUNTER, "Attempts at a batch that a transport broke off; the batch came again."
)
STAGE_SECONDS: Final = Measure(
    "stage_seconds",
    Type.HISTOGRAM,
    "Seconds that a batch spent in each stage.",
    labels=("stage",),
    children=_each(Stage),
    buckets=(0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
BATCH_SIZE: Final = Measure(
    "batch_deliveries",
    Type.HISTOGRAM,
    "Messages in a batch.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
)
ARTICLE_AGE: Final = Measure(
    "article_age_seconds",
    Type.HISTOGRAM,
    "Seconds from the timestamp of a message to the commit of its batch.",
    buckets=(0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400),
)
LAST_COMMIT: Final = Measure(
    "last_commit_timestamp_seconds", Type.GAUGE, "When a batch was last made durable; 0 before the first."
)
LAST_POLL: Final = Measure(
    "last_poll_timestamp_seconds", Type.GAUGE, "When the source last answered; 0 before the first time."
)
LAG: Final = Measure(
    "lag_messages",
    Type.GAUGE,
    "Messages waiting in a partition that is assigned to this process.",
    labels=("topic", "partition"),
    open_labels=True,
)
ASSIGNED: Final = Measure("assigned_partitions", Type.GAUGE, "Partitions assigned to this process.")
PARTITION_CHANGES: Final = Measure(
    "partition_changes",
    Type.COUNTER,
    "Partitions that were assigned to this process, revoked from it, or lost.",
    labels=("change",),
    children=(("assigned",), ("revoked",), ("lost",)),
)
BUILD: Final = Measure(
    "build_info",
    Type.GAUGE,
    "Always 1; the labels say what is running.",
    labels=("version", "understanding", "schema_version"),
    open_labels=True,
)

CATALOGUE: Final = (
    DELIVERIES,
    OUTCOMES,
    MEETINGS,
    NOTES,
    DISPATCHES,
    INTERRUPTIONS,
    STAGE_SECONDS,
    BATCH_SIZE,
    ARTICLE_AGE,
    LAST_COMMIT,
    LAST_POLL,
    LAG,
    ASSIGNED,
    PARTITION_CHANGES,
    BUILD,
)


_PREFACE: Final = """# Metrics

Served at `/metrics` in the Prometheus text format, together with the usual `process_` and `python_` metrics.
Every metric is a fold over batches that are durable: nothing is counted that may come again. All label sets
but those of partitions and of the build are closed, and their series exist from the start with the value 0.

This page is generated from `pipeline/metrics/catalogue.py`.

"""


def page() -> str:
    """`docs/metrics.md`."""
    rows = [f"| `{each.exported}` | {each.type} | {_labels(each)} | {each.help} |" for each in CATALOGUE]
    return _PREFACE + "\n".join(["| metric | type | labels | meaning |", "|---|---|---|---|", *rows]) + "\n"


def _labels(measure: Measure) -> str:
    if not measure.labels:
        return ""
    columns = zip(*measure.children, strict=True) if measure.children else [()] * len(measure.labels)
    told = (_label(name, tuple(values)) for name, values in zip(measure.labels, columns, strict=True))
    return "<br>".join(told)


def _label(name: str, values: tuple[str, ...]) -> str:
    closed = ", ".join(dict.fromkeys(values))
    return f"`{name}`: {closed}" if closed else f"`{name}`"
