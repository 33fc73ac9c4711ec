"""What the client raises, sorted by what it means for the batch in hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kafka import errors

from pipeline.errors import Halt, Interrupted

FENCED: Final = (
    errors.ProducerFencedError,
    errors.InvalidProducerEpochError,
    errors.FencedInstanceIdError,
    errors.TransactionCoordinatorFencedError,
)
"""Another member bears our name, or the broker gave up on us: what we hold is no longer ours."""

FORBIDDEN: Final = (
    errors.AuthorizationError,
    errors.SaslAuthenticationFailedError,
    errors.UnsupportedSaslMechanismError,
    errors.SecurityDisabledError,
    errors.UnsupportedVersionError,
)
"""Trying again will not help; a person has to."""

OVERSIZE: Final = (errors.MessageSizeTooLargeError, errors.RecordListTooLargeError)
"""A record is larger than the topic takes."""

UNREADABLE: Final = (errors.CorruptRecordError, errors.UnsupportedCodecError)
"""A stored record cannot be read, now or ever."""


def halting(error: BaseException) -> bool:
    """Whether the service has to stop for it."""
    return isinstance(error, (*FENCED, *FORBIDDEN))


def fate(error: BaseException) -> type[Halt | Interrupted]:
    """What becomes of the batch in hand."""
    return Halt if halting(error) else Interrupted


def unreadable(error: Exception) -> bool:
    """Whether it lies in a stored record. The decompressors raise what they like, but nothing of Kafka's."""
    return isinstance(error, UNREADABLE) or not isinstance(error, errors.KafkaError)


def told(error: BaseException) -> str:
    """The error in one line."""
    return f"{type(error).__name__}: {error}"


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Name the client's errors by the fate of the batch.

    Raises:
        Halt: we were fenced, or are not allowed to.
        Interrupted: anything else of Kafka's.
    """
    try:
        yield
    except errors.KafkaError as error:
        raise fate(error)(f"{what}: {told(error)}") from error
