"""How far a run has come, kept by Kafka as the offset of a group that has no members.

Nobody joins the group: its one offset counts the messages of a run that reads no topic, and is committed in
the transaction that holds their records. The broker forgets it `offsets.retention.minutes` (a week, unless
set) after the last commit.
"""

from typing import Any

from kafka import KafkaConsumer, TopicPartition

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
        bounds = self._connection.bounds
        with (
            bounded("asking for progress", bounds.bootstrap + bounds.poll),
            translated("asking for progress"),
        ):
            consumer: Any = KafkaConsumer(**self._connection.options(), group_id=self.group)
            try:
                found = consumer.committed(
                    TopicPartition(*self.at), metadata=True, timeout_ms=milliseconds(bounds.poll)
                )
            finally:
                consumer.close(autocommit=False)
        return (found.offset, found.metadata or "") if found and found.offset >= 0 else None

    def done(self) -> int | None:
        """Messages dealt with.

        Raises:
            Interrupted, Halt: as `read` does.
        """
        found = self.read()
        return found[0] if found else None
