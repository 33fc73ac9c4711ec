"""What runs in a reading process: messages come through a pipe, results go back, until the pipe is closed.

The process ends whenever its parent does, in whatever way that happened: between two questions the pipe is found
closed, and while a text is being read a thread waits for the parent's end.
"""

import faulthandler
import gc
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Final

from pipeline.records import Delivery, Outcome, Result
from pipeline.stopwatch import Stage, Stopwatch
from pipeline.watchdog import STDERR, bounded

OUT_OF_MEMORY: Final = 71
"""EX_OSERR of sysexits.h: the exit code of a reader that asked for more memory than it may have."""

ORPHANED: Final = 0

_LOADED_AT_ONCE: Final = 50_000  # objects between two searches for garbage while loading

Making = Callable[[Stopwatch], Callable[[Sequence[Delivery]], Sequence[Result]]]
"""Makes what reads, once, in the process that is to read; must be picklable."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcomes of a question, in its order, and how long each stage took."""

    outcomes: tuple[Outcome, ...]
    seconds: Mapping[Stage, float]


READY: Final = "ready"


PATIENCE: Final = 6
"""How many times its processor time a question may take by the clock: on a busy machine, or waiting for nothing."""


def serve(pipe: "Connection[object, object]", making: Making, seconds: float, megabytes: int) -> None:
    """Answer questions until the pipe is closed.

    `seconds` of processor time bound each, so that what is refused does not depend on what else the machine
    does; `megabytes` bound all memory, 0 not at all.
    """
    _prepare(megabytes)
    stopwatch = Stopwatch()
    try:
        with _collecting_less():
            process = making(stopwatch)
        gc.freeze()  # what is loaded stays: looking through it again and again is a tenth of the time
        pipe.send(READY)
        while True:
            deliveries: Sequence[Delivery] = pipe.recv()  # type: ignore[assignment]  # the pool sends nothing else
            with bounded(f"reading {len(deliveries)} messages", PATIENCE * seconds), _budgeted(seconds):
                results = process(deliveries)
            pipe.send(Answer(tuple(result.outcome for result in results), stopwatch.take()))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nothing that would take memory can be relied on
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent has closed us, or is gone


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Look for garbage seldom: hardly anything that is loaded is, and a fifth of the time goes to looking."""
    usual = gc.get_threshold()
    gc.set_threshold(_LOADED_AT_ONCE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _budgeted(seconds: float) -> Iterator[None]:
    """End the process by SIGPROF, with its stacks on standard error, once it used `seconds` of processor time."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _prepare(megabytes: int) -> None:
    # Ctrl-C reaches us as well; it is the parent who knows when the batch is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable(file=STDERR)
    # In C, and so heard even where a call of a library keeps the interpreter's lock; the default then ends us.
    faulthandler.register(signal.SIGPROF, file=STDERR, chain=True)
    threading.Thread(target=_leave_with_parent, name="parent", daemon=True).start()
    if megabytes:
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def _leave_with_parent() -> None:
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(ORPHANED)
