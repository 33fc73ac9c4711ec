"""Errors, named by the fate of the message.

ReadoutError
├── Reject              this message becomes a dead letter; its neighbours go on
├── Skip                this message is passed over on purpose
├── Interrupted         this batch was not acknowledged; abort, rewind, try again
├── Halt                nothing is acknowledged; leave with `exit_code` and be restarted
└── ConfigurationError  exit 2 before anything starts
"""

from schemas.deadletter import Reason, SkipReason


class ReadoutError(Exception):
    """The root of all errors that Readout raises on purpose."""


class Reject(ReadoutError):
    """The message cannot become an article: it goes to the dead letters with its original bytes."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail


class Skip(ReadoutError):
    """The message is passed over on purpose: it is counted, and nothing is published."""

    def __init__(self, reason: SkipReason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail


class Interrupted(ReadoutError):
    """A transport failed in a way that may pass; the batch in hand was not acknowledged."""


class Halt(ReadoutError):
    """The service cannot go on safely; nothing of the batch in hand is acknowledged."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h: the supervisor should start us again


class ConfigurationError(ReadoutError):
    """What the operator asked for cannot work; said before anything starts."""

    exit_code = 2
