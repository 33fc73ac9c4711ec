"""Two sinks over Kafka, one for each promise: exactly once, and at least once."""

from collections.abc import Sequence

from pipeline.records import Dispatch, Progress
from pipeline.transports.kafka.offsets import committable
from pipeline.transports.kafka.producer import Producer
from pipeline.transports.kafka.settings import Connection, Publication


class TransactionalSink:
    """Publishes a batch in one transaction: a reader of committed records sees it exactly once.

    With `commits_offsets` the progress of a Kafka source is part of the transaction. Without, the transaction
    holds the records alone, and the source acknowledges its progress afterwards.
    """

    def __init__(
        self, connection: Connection, publication: Publication, *, commits_offsets: bool = True
    ) -> None:
        self._commits_offsets = commits_offsets
        self._producer = Producer(connection, publication, transactional=True)

    @property
    def acknowledges(self) -> bool:
        """Whether the progress is in the transaction."""
        return self._commits_offsets

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Publish `dispatches` and `progress` together, or neither.

        Raises:
            Interrupted: neither, or else both; the group's offsets tell which, once this has returned.
            Halt: another producer has our name, or no new one could be had.
        """
        self._producer.attempt(lambda: self._transact(dispatches, progress))

    def _transact(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        client = self._producer.client
        client.begin_transaction()
        self._producer.send(dispatches)
        if self._commits_offsets:
            client.send_offsets_to_transaction(committable(progress), progress.group)
        client.commit_transaction()

    def close(self) -> None:
        """Close; a transaction that is open is aborted by the broker."""
        self._producer.close()


class AtLeastOnceSink:
    """Publishes a batch and lets its source acknowledge afterwards: nothing is lost, some may come twice."""

    def __init__(self, connection: Connection, publication: Publication) -> None:
        self._producer = Producer(connection, publication, transactional=False)

    @property
    def acknowledges(self) -> bool:
        """Never: the source does."""
        return False

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:  # noqa: ARG002  not ours
        """Publish all of `dispatches`, each acknowledged by every replica in sync.

        Raises:
            Interrupted: some may be published; all will be, once the batch is tried again.
            Halt: we are not allowed to, or no new producer could be had.
        """
        self._producer.attempt(lambda: self._producer.send(dispatches))

    def close(self) -> None:
        """Close; everything published is already flushed."""
        self._producer.close()
