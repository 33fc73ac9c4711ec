"""One reading process, seen from outside: started, asked, and buried."""

import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from pipeline.errors import Halt
from pipeline.readers.child import OUT_OF_MEMORY, PATIENCE, READY, Answer, Making, serve
from pipeline.records import Delivery, Rejected
from pipeline.watchdog import EXIT_CODE
from schemas.deadletter import Reason

_SPAWN: Final = get_context("spawn")  # a fork would copy the locks of the Kafka client's threads
_GRACE: Final = 1.0
"""Seconds that a reader has to tell where it hangs, and to end by itself, before it is killed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reading process may take.

    Attributes:
        text_seconds: processor time to read one message, or a few together; by the clock `PATIENCE` times that.
        start_seconds: time to load the language model; some seconds, and many times that where others have the cores.
        megabytes: memory for data, as RLIMIT_DATA counts it; 0 for no limit.
        messages: how many it reads before a new one takes its place. spaCy gives back the words of a text, and
            not the room for them in its tables, which double time and again (preshed 3.0.15, `map_clear`).
    """

    text_seconds: float = 10.0
    start_seconds: float = 120.0
    megabytes: int = 0
    messages: int = 20_000


class Handle:
    """A process that reads. It is started at once, and loads while the caller does other things.

    Attributes:
        pipe: can be waited for; readable once there is an answer, or the process died.
        deadline: when the question in hand will have taken too long, on the monotonic clock.
    """

    def __init__(self, making: Making, bounds: Bounds) -> None:
        self._bounds = bounds
        self.pipe, theirs = _SPAWN.Pipe()
        self.deadline = time.monotonic() + bounds.start_seconds
        arguments = (theirs, making, bounds.text_seconds, bounds.megabytes)
        self._process = _SPAWN.Process(target=serve, args=arguments, name="reader", daemon=True)
        self._process.start()
        theirs.close()  # ours would keep the pipe open after the process died
        self._ready = False
        self._asked = 0

    @property
    def spent(self) -> bool:
        """Whether it has read as much as it is to read."""
        return self._asked >= self._bounds.messages

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    @property
    def answers(self) -> bool:
        """Whether nobody would have to wait until it is ready, or has failed."""
        return self._ready or self.pipe.poll()

    def await_ready(self) -> None:
        """Wait until the language model is loaded.

        Raises:
            Halt: it was not, in time.
        """
        if self._ready:
            return
        if not self.pipe.poll(max(0.0, self.deadline - time.monotonic())):
            self.bury()
            raise Halt(f"a reading process was not ready after {self._bounds.start_seconds:g} s")
        if self._received() != READY:
            self.bury()
            raise Halt(f"a reading process did not start: {_told(self._process.exitcode)}")
        self._ready = True

    def ask(self, deliveries: Sequence[Delivery]) -> None:
        """Send messages to be read. Of a process that is dead, the answer will tell."""
        self._asked += len(deliveries)
        self.deadline = time.monotonic() + PATIENCE * self._bounds.text_seconds + _GRACE
        with suppress(OSError):
            self.pipe.send(deliveries)

    def answer(self) -> Answer | Rejected:
        """The answer to the question, or the fate of a message that has this effect; the process is buried then."""
        told = self._received() if self.pipe.poll() else None
        if isinstance(told, Answer):
            return told
        late = time.monotonic() >= self.deadline
        self.bury()
        code = self._process.exitcode
        if code in {EXIT_CODE, -signal.SIGPROF} or (late and code == -signal.SIGKILL):
            return Rejected(Reason.TIMEOUT, f"reading took over {self._bounds.text_seconds:g} s")
        return Rejected(Reason.CRASH, f"the reading process {_told(code)}")

    def bury(self) -> None:
        """End the process, if it has not ended, and leave nothing of it behind."""
        self.pipe.close()
        self._process.join(_GRACE)
        self._process.kill()
        self._process.join()

    def _received(self) -> object:
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return None


def _told(code: int | None) -> str:
    if code == OUT_OF_MEMORY:
        return "ran out of the memory that it may have"
    if code is not None and code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
