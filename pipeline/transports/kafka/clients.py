"""Makes the library's clients, and says why where it could not connect: its own exception says only that.

A broker that hangs takes connections and answers none. Left to itself, the client gives the first it meets all the time
that there is to find one, and later on ten seconds each time (kafka-python 3.0.12, `kafka/net/manager.py`); its
fellows, which would answer at once, are not asked. So none gets more than its share here.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from kafka import errors
from kafka.net import KafkaNetClient

from pipeline.transports.kafka.faults import halting

TRIES: Final = 5
"""To find a first broker; each leaves out another one of those that are named."""

_PAUSE: Final = 0.05  # seconds

_SPEAKER: Final = "kafka.net.manager"
"""Logs each failed attempt with its exception (kafka-python 3.0.12, `kafka/net/manager.py`)."""


def connected(
    make: Callable[..., Any], bootstrap_servers: Sequence[str], bootstrap_timeout_ms: int, **options: Any
) -> Any:
    """A client of the class `make`, connected to the cluster.

    Raises:
        KafkaError: what kept it from connecting, where that was heard: a refused password, say.
    """
    share = bootstrap_timeout_ms // TRIES
    options |= {"bootstrap_timeout_ms": share, "kafka_client": _impatient(share)}
    with _overheard() as reasons:
        for number in range(TRIES):
            try:
                return make(bootstrap_servers=_without(number, bootstrap_servers), **options)
            except errors.KafkaTimeoutError as error:
                reasons.append(error)
            if any(map(halting, reasons)):
                break
        raise _telling(reasons)


class Network(KafkaNetClient):  # type: ignore[misc]  # the client has no types
    """The network part of a client, mended in one place.

    Where a coordinator cannot be reached, the client's own raises, upon which the producer forgets the request that
    it had in hand, and whoever sent it waits for ever (kafka-python 3.0.12, `_maybe_send_pending_request` in
    `kafka/producer/sender.py`). For an answer of no, which it expects as well, it finds the new coordinator.
    """

    def await_ready(self, node_id: object, timeout_ms: float = 30_000) -> bool:
        """Whether there is a connection to the node, within the time."""
        try:
            ready: bool = super().await_ready(node_id, timeout_ms=timeout_ms)
        except errors.KafkaConnectionError:
            time.sleep(_PAUSE)  # it asks again at once
            return False
        return ready


def _impatient(milliseconds: int) -> Callable[..., Any]:
    """Makes the network part of a client, which gives a connection so long to be set up, each time."""
    return partial(
        Network,
        socket_connection_setup_timeout_ms=milliseconds,
        socket_connection_setup_timeout_max_ms=milliseconds,
    )


def _without(number: int, servers: Sequence[str]) -> list[str]:
    """All servers but one, another for each number; a single one stays."""
    skipped = number % len(servers)
    return [*servers[:skipped], *servers[skipped + 1 :]] or list(servers)


def _telling(heard: list[BaseException]) -> BaseException:
    """The one that a person must see to, if any; else the first: later ones may only tell of a closed socket."""
    return next(filter(halting, heard), heard[0])


class _Handler(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.reasons: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args if isinstance(record.args, tuple) else ()
        self.reasons.extend(each for each in arguments if isinstance(each, BaseException))


@contextmanager
def _overheard() -> Iterator[list[BaseException]]:
    """The exceptions that the client logs meanwhile."""
    handler, speaker = _Handler(), logging.getLogger(_SPEAKER)
    speaker.addHandler(handler)
    try:
        yield handler.reasons
    finally:
        speaker.removeHandler(handler)
