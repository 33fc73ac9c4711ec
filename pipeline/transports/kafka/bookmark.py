"""How far a run has come, kept by Kafka as the offset of a group that has no members.

Nobody joins the group: its one offset counts the messages of a run that reads no topic, and is committed in
the transaction that holds their records. The broker forgets it `offsets.retention.minutes` (a week, unless
set) after the last commit.
"""

from collections.abc import Collection, Iterable
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from pipeline.transports.kafka.clients import connected
from pipeline.transports.kafka.faults import translated
from pipeline.transports.kafka.settings import Connection, milliseconds
from pipeline.watchdog import bounded


class Bookmark:
    """The offset of `group` at partition 0 of `topic`, which must be there."""

    def __init__(self, connection: Connection, group: str, topic: str) -> None:
        self._connection = connection
        self.group = group
        self.at = (topic, 0)

    def read(self) -> tuple[int, str] | None:
        """Messages dealt with, and the note beside; None when nothing is known.

        The broker holds its answer back while a transaction on the offset is undecided.

        Raises:
            Interrupted: the cluster did not answer as it should.
            Halt: it will not have us.
        """
        return _committed(self._connection, self.group, [self.at]).get(self.at)

    def done(self) -> int | None:
        """Messages dealt with.

        Raises:
            Interrupted, Halt: as `read` does.
        """
        found = self.read()
        return found[0] if found else None


def kept(connection: Connection, group: str, topic: str, partitions: Collection[int]) -> dict[int, int]:
    """The offsets of `topic` that `group` keeps, by partition; one of which nothing is known is left out.

    Raises:
        Interrupted, Halt: as `Bookmark.read` does.
    """
    found = _committed(connection, group, [(topic, each) for each in partitions])
    return {partition: offset for (_, partition), (offset, _) in found.items()}


def _committed(
    connection: Connection, group: str, places: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], tuple[int, str]]:
    bounds = connection.bounds
    with bounded("asking for progress", bounds.bootstrap + bounds.poll), translated("asking for progress"):
        consumer: Any = connected(KafkaConsumer, **connection.options(), group_id=group)
        try:
            asked = {
                place: consumer.committed(
                    TopicPartition(*place), metadata=True, timeout_ms=milliseconds(bounds.poll)
                )
                for place in places
            }
        finally:
            consumer.close(autocommit=False)
    return {
        place: (each.offset, each.metadata or "")
        for place, each in asked.items()
        if each and each.offset >= 0
    }
