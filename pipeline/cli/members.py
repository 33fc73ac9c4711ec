"""`readout run --workers N`: N members of the group, each a process of its own, kept running by a small parent.

The parent knows neither Kafka nor the language model. A member that ends is started again, after a pause that
doubles while it keeps ending; one that ends for a reason that another try cannot mend takes the others with it.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Final

from pipeline import logs
from pipeline.cli.exits import Exit, exit_code
from pipeline.cli.kafka import member_name
from pipeline.cli.signals import stopping
from pipeline.settings import Settings

_SPAWN: Final = get_context("spawn")
_FINAL: Final = frozenset({Exit.USAGE, Exit.TOO_MANY_REFUSALS})
"""Exit codes that another try would end with as well."""

_PAUSE, _LONGEST_PAUSE, _STEADY = 1.0, 60.0, 300.0
"""Seconds before a first new start, before any, and of life after which a member counts as steady."""

_TURN: Final = 0.2  # seconds until a signal is noticed

Serve = Callable[[Settings], int]
"""Serves as one member until told to stop; the exit code. Must be picklable."""


def of_one(settings: Settings, number: int) -> Settings:
    """The settings of member `number`, from 0: the first is what a single one would be, the others next to it."""
    kafka, metrics = settings.kafka, settings.metrics
    name = member_name(kafka) + (f"-{number}" if number else "")
    port = metrics.port + number if metrics.port else 0
    return settings.model_copy(update={
        "workers": settings.workers.model_copy(update={"count": 1}),
        "kafka": kafka.model_copy(update={"member": name}),
        "metrics": metrics.model_copy(update={"port": port}),
    })  # fmt: skip


def stop_with_parent(stop: threading.Event) -> None:
    """Set `stop` once the process that started us is gone; nothing where none is to keep us running."""
    if parent := parent_process():
        threading.Thread(target=_follow, args=(parent.sentinel, stop), name="parent", daemon=True).start()


def _follow(sentinel: int, stop: threading.Event) -> None:
    wait([sentinel])
    stop.set()


@dataclass
class _Member:
    """One place in the group: the process that holds it, or when the next is due."""

    settings: Settings
    serve: Serve
    process: BaseProcess | None = None
    began: float = 0.0
    pause: float = _PAUSE
    due: float = 0.0

    def keep(self) -> None:
        """Start a process if there is none and one is due."""
        if self.process is None and time.monotonic() >= self.due:
            self.began = time.monotonic()
            self.process = _SPAWN.Process(target=_run, args=(self.serve, self.settings))
            self.process.start()

    def ended(self) -> int | None:
        """The exit code of the process, once: it is forgotten, and another is due after a pause."""
        if self.process is None or self.process.exitcode is None:
            return None
        code, self.process = self.process.exitcode, None
        now = time.monotonic()
        self.pause = _PAUSE if now - self.began > _STEADY else self.pause
        self.due, self.pause = now + self.pause, min(2 * self.pause, _LONGEST_PAUSE)
        return code

    def stop(self) -> None:
        """Have the process finish its batch and leave."""
        if self.process:
            self.process.terminate()

    def left(self) -> int:
        """The exit code of a process that was told to stop, once it has."""
        if self.process is None:
            return Exit.OK
        self.process.join()
        code = self.process.exitcode or Exit.OK
        # Who is told to stop before it has begun does so without a word.
        return Exit.OK if code == -signal.SIGTERM else code if code >= 0 else 128 - code


def supervise(settings: Settings, serve: Serve) -> int:
    """Keep a member running for each worker until told to stop; the exit code.

    When one ends for good, the others are told to stop, and its code is ours.
    """
    log = logs.logger("readout")
    members = [_Member(of_one(settings, number), serve) for number in range(settings.workers.count)]
    with stopping() as stop:
        for number, code in _endings(members, stop):
            log.error("member ended", member=members[number].settings.kafka.member, code=code)
            if code in _FINAL:
                _stopped(members)
                return code
    return max(_stopped(members))


def _endings(members: list[_Member], stop: threading.Event) -> Iterator[tuple[int, int]]:
    """Who ended, and how, as long as nobody asks us to stop."""
    while not stop.is_set():
        for number, member in enumerate(members):
            if (code := member.ended()) is not None:
                yield number, code
            member.keep()
        stop.wait(_TURN)


def _stopped(members: list[_Member]) -> list[int]:
    for member in members:
        member.stop()
    return [member.left() for member in members]


def _run(serve: Serve, settings: Settings) -> None:
    sys.exit(exit_code(lambda: serve(settings)))
