"""A producer that can be replaced: after any failure a new one starts from a known state."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from kafka import KafkaProducer, errors
from kafka.partitioner.default import murmur2
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random_exponential

from pipeline.errors import Halt, Interrupted
from pipeline.records import Dispatch
from pipeline.transports.kafka.clients import connected
from pipeline.transports.kafka.faults import OVERSIZE, halting, told
from pipeline.transports.kafka.fitting import fitted, size
from pipeline.transports.kafka.settings import Connection, Publication, milliseconds
from pipeline.watchdog import bounded

BATCH_BYTES: Final = 256 * 1024
LINGER_MS: Final = 5
LEAST_BYTES: Final = 1024
"""No topic refuses a record this small; below it there would be no room for headers."""


class Producer:
    """Sends dispatches, and knows how large they may be.

    Every failure is met in the same way, by a new producer: it costs milliseconds, and spares the many states
    that a failed one can be in. Fencing is the exception: it means that somebody else has our name.
    """

    def __init__(self, connection: Connection, publication: Publication, *, transactional: bool) -> None:
        self._connection = connection
        self._publication = publication
        self._bounds = connection.bounds
        self._transactional = transactional
        self._limit = publication.max_record_bytes
        self._client: Any = None
        self._old: list[Any] = []
        self._open()

    @property
    def client(self) -> Any:
        """The client's producer, until an attempt fails."""
        return self._client

    def attempt(self, work: Callable[[], None]) -> None:
        """Do `work` with the client of the moment; should it fail, get a new one before saying so.

        Raises:
            Interrupted: it failed, and whatever it had left open is settled.
            Halt: it failed for good.
        """
        try:
            with bounded("publishing", self._bounds.commit):
                work()
        except errors.KafkaError as error:
            if halting(error):
                raise Halt(f"publishing: {told(error)}") from error
            self._replace()
            raise Interrupted(f"publishing: {told(error)}") from error
        # A record that was too large has passed, cut; the next ones need not be.
        self._limit = self._publication.max_record_bytes

    def send(self, dispatches: Sequence[Dispatch]) -> None:
        """Send all, and wait until the broker has them.

        Raises:
            kafka.errors.KafkaError: one of them failed; it is the first that did.
        """
        sent = [(dispatch, self._send(dispatch)) for dispatch in self._fitted(dispatches)]
        # Flushing would not do: it returns in peace although single records failed, and raises where the
        # client has split a batch that was too large.
        deadline = time.monotonic() + self._bounds.delivery
        failures = [(each, error) for each, future in sent if (error := _failure(future, deadline))]
        # The small ones that were in the same batch fail with the same error.
        if refused := [size(each) for each, error in failures if isinstance(error, OVERSIZE)]:
            self._limit = max(LEAST_BYTES, max(refused) // 2)
        if failures:
            raise failures[0][1]

    def _fitted(self, dispatches: Sequence[Dispatch]) -> list[Dispatch]:
        return [fitted(dispatch, self._limit) for dispatch in dispatches]

    def _send(self, dispatch: Dispatch) -> Any:
        topic = self._publication.topics[dispatch.channel]
        # The client takes no record without key and value: of a damaged message neither is left.
        value = b"" if dispatch.key is None and dispatch.value is None else dispatch.value
        return self._client.send(
            topic,
            value=value,
            key=dispatch.key,
            headers=list(dispatch.headers),
            partition=self._partition(topic, dispatch.place),
        )

    def _partition(self, topic: str, place: bytes | None) -> int | None:
        """The partition that any client would choose for a key like `place`; None leaves it to the record's key."""
        if place is None:
            return None
        partitions: list[int] = sorted(self._client.partitions_for(topic))
        digest: int = murmur2(place)
        return partitions[(digest & 0x7FFFFFFF) % len(partitions)]

    def _replace(self) -> None:
        """Start again with a new producer, which aborts what the old one left open."""
        self._old.append(self._client)
        self._discard(seconds=1.0)
        self._open()
        self._discard(seconds=1.0)

    def close(self) -> None:
        """Close; what was not flushed is given up."""
        self._old.append(self._client)
        self._discard(self._bounds.close)

    def _discard(self, seconds: float) -> None:
        """Close the old ones; one that still holds records ends only once its successor has fenced it."""
        for client in list(self._old):
            with (
                bounded("closing a producer", 2 * seconds + self._bounds.request),
                suppress(errors.KafkaError),
            ):
                client.close(timeout=seconds)
                self._old.remove(client)

    def _open(self) -> None:
        retrying = Retrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, errors.KafkaError) and not halting(error)
            ),
            wait=wait_random_exponential(0.1, 5.0),
            stop=stop_after_delay(self._bounds.recovery),
            reraise=True,
        )
        try:
            self._client = retrying(self._opened)
        except errors.KafkaError as error:
            raise Halt(f"no producer could be had: {told(error)}") from error

    def _opened(self) -> Any:
        with bounded("opening a producer", self._bounds.bootstrap + 2 * self._bounds.request):
            client = connected(KafkaProducer, **self._connection.options(), **self._options())
            try:
                if self._transactional:
                    client.init_transactions()
            except errors.KafkaError:
                # Left alone it would go on asking for its epoch, get it in the end, and shut out the next one.
                self._old.append(client)
                self._discard(seconds=0.0)
                raise
        return client

    def _options(self) -> dict[str, Any]:
        chosen: dict[str, Any] = {
            "enable_idempotence": True,
            "acks": "all",
            "compression_type": self._publication.compression,
            "linger_ms": LINGER_MS,
            "batch_size": min(BATCH_BYTES, self._limit),
            # Room for the frame around one record; what is larger was cut before.
            "max_request_size": self._publication.max_record_bytes + LEAST_BYTES,
            "max_block_ms": milliseconds(self._bounds.request),
            "delivery_timeout_ms": milliseconds(self._bounds.delivery),
            "allow_auto_create_topics": False,
        }
        if self._transactional:
            chosen["transactional_id"] = self._publication.transactional_id
            chosen["transaction_timeout_ms"] = milliseconds(self._bounds.transaction)
        return chosen


def _failure(future: Any, deadline: float) -> errors.KafkaError | None:
    try:
        future.get(timeout=max(0.0, deadline - time.monotonic()))
    except errors.KafkaError as error:
        return error
    return None
