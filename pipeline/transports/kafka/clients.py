"""Makes the library's clients, and says why where it could not connect: its own exception says only that."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka import errors

from pipeline.transports.kafka.faults import halting

_SPEAKER: Final = "kafka.net.manager"
"""Logs each failed attempt with its exception (kafka-python 3.0.12, `kafka/net/manager.py`)."""


def connected(make: Callable[..., Any], **options: Any) -> Any:
    """A client of the class `make`, connected to the cluster.

    Raises:
        KafkaError: what kept it from connecting, where that was heard: a refused password, say.
    """
    with _overheard() as reasons:
        try:
            return make(**options)
        except errors.KafkaTimeoutError as error:
            raise _telling([*reasons, error]) from error


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
