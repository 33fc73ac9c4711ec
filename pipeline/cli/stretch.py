"""A stretch of a topic as the archive of a replay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.cli.ledger import Ledger
from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.transports.ahead import ReadAhead, Through

# ruff: noqa: PLC0415  who reads files need not load Kafka


@dataclass(frozen=True, slots=True)
class Stretch:
    """What to read of a topic: from a time, an offset or the beginning, until a time, an offset or now."""

    topic: str
    start: datetime | int | Literal["earliest"] = "earliest"
    until: datetime | int | Literal["now"] = "now"

    def told(self, settings: Settings) -> str:
        """What makes it another one: the cluster, the topic and the bounds."""
        return "\t".join(
            [*settings.kafka.bootstrap_servers, self.topic, _bound(self.start), _bound(self.until)]
        )

    def require_other(self, written: Mapping[str, str]) -> None:
        """Refuse to read what is written, by what each topic holds.

        Raises:
            ConfigurationError: the topic is one of those.
        """
        for what, topic in written.items():
            if topic == self.topic:
                raise ConfigurationError(
                    f"--topic {topic}: {what} are written there; a replay reads articles"
                )


def _bound(bound: datetime | int | str) -> str:
    return bound.isoformat() if isinstance(bound, datetime) else str(bound)


def opened(stretch: Stretch, settings: Settings, ledger: Ledger, through: Through) -> ReadAhead:
    """The source that reads what `ledger` says is left of a stretch.

    The ends are measured by the first start of a run, and kept in the ledger: what comes later is not its own.

    Raises:
        ConfigurationError: there is no such topic.
        Interrupted, Halt: the cluster cannot be reached, or will not have us.
    """
    from pipeline.cli.kafka import connection
    from pipeline.transports.kafka import Extent, TopicSource, measured

    cluster = connection(settings)
    if ledger.stretch is None:
        extent = measured(cluster, stretch.topic, stretch.start, stretch.until)
        ledger.stretch = _told(extent.begin, extent.end)
    extent = Extent(
        {each: begin for each, begin, _ in ledger.stretch}, {each: end for each, _, end in ledger.stretch}
    )
    return TopicSource(cluster, stretch.topic, extent.after(ledger.after), through)


def _told(begin: Mapping[int, int], end: Mapping[int, int]) -> Sequence[tuple[int, int, int]]:
    return [(each, begin[each], end[each]) for each in sorted(begin)]
