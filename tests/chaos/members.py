"""The members of the service, each started again whenever it ends, as a supervisor would."""

import re
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

ASSIGNED = re.compile(r'^assigned|"event": "batch"')
"""What a member says once it has partitions: the small one so, the real one by its first batch."""


class Member:
    """One member.

    `exits` counts its exit codes; a negative one is the signal that ended it. `held` is the monotonic time
    at which it was last known to have partitions after a start.
    """

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.exits: Counter[int] = Counter()
        self.publishing = threading.Event()
        self.held = 0.0
        self._command = command
        self._log = log
        self._environment = environment
        self._leaving = False
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._supervise, daemon=True)
        self._thread.start()

    def _supervise(self) -> None:
        while not self._leaving:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                bufsize=1,
            )
            self._listen(self._process)
            self.exits[self._process.wait()] += 1

    def _listen(self, process: subprocess.Popen[str]) -> None:
        fresh = True
        with self._log.open("a") as log:
            for line in process.stdout or ():
                if line.startswith("publishing"):
                    self.publishing.set()
                elif fresh and ASSIGNED.search(line):
                    self.held, fresh = time.monotonic(), False
                elif not line.startswith("committed"):
                    log.write(line)
                    log.flush()

    def kill(self) -> None:
        """End it without a warning; it comes again."""
        if self._process is not None:
            self._process.kill()

    def pause(self) -> None:
        """Stop it and whatever it started, as a frozen container or a machine that swaps does."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self._process.pid)
            for each in (process, *process.children(recursive=True)):
                each.send_signal(number)

    def leave(self, seconds: float) -> None:
        """Ask it to finish, and wait until it has, or end it; one that is paused goes on first."""
        self._leaving = True
        self.resume()
        if self._process is not None:
            self._process.terminate()
        self._thread.join(seconds)
        self.kill()
        self._thread.join()
