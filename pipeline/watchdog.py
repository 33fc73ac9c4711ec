"""No call may block for ever: one that does takes the process with it, so that a supervisor starts a new one.

Leaving abruptly is safe here. Nothing is acknowledged before it is published, and a transaction that was left
open is aborted by the next holder of its id.
"""

import faulthandler
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

EXIT_CODE: Final = 70
"""EX_SOFTWARE of sysexits.h."""

STDERR: Final = 2
"""Standard error by its descriptor: whatever the program made of `sys.stderr`, and without its locks."""

GRACE: Final = 5.0
"""Seconds after which the interpreter's own timer strikes, for it needs no lock that a hung call may hold."""


@contextmanager
def bounded(what: str, seconds: float) -> Iterator[None]:
    """End the process with `EXIT_CODE` and the stacks of all threads, should the block take over `seconds`.

    A call that holds the interpreter's lock keeps our timer from running; faulthandler's own, in C, then
    ends the process with exit code 1 after `GRACE` seconds more. A process has one of those: of two blocks
    at once, nested or in two threads, one alone has that second guard.
    """
    timer = threading.Timer(seconds, _expire, (what, seconds))
    timer.daemon = True
    timer.start()
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=STDERR)
    try:
        yield
    finally:
        timer.cancel()
        faulthandler.cancel_dump_traceback_later()


def _expire(what: str, seconds: float) -> NoReturn:
    os.write(STDERR, f"watchdog: {what} took over {seconds:g} s; leaving\n".encode())
    faulthandler.dump_traceback(file=STDERR)
    os._exit(EXIT_CODE)
