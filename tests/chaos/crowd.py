"""All members at once: as many as just now, with a clock that may jump."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from members import Member

_JUMPS = (3000, -3600, -86400, 0)
"""Seconds from the real wall clock to where it jumps; the monotonic clock goes on.

Not an hour ahead: brokers refuse records from there, so that a member halts until its clock is right.
"""


class Crowd:
    """Members that come and go. `command` gives the command of a member by its name; `logs` is a folder."""

    def __init__(self, command: Callable[[str], list[str]], logs: Path, *, jumping: bool) -> None:
        self._command = command
        self._logs = logs
        self._clock = logs / "clock"
        self._environment = _faked(self._clock) if jumping else {}
        self._gone: list[Member] = []
        self.members: list[Member] = []

    def grow(self, size: int) -> list[Member]:
        """Start members until there are `size`; those that were started."""
        there = len(self.members)
        for number in range(there, size):
            name = f"member-{number}"
            environment = {**os.environ, **self._environment}
            self.members.append(Member(name, self._command(name), self._logs / f"{name}.log", environment))
        return self.members[there:]

    def shrink(self, size: int, seconds: float = 60.0) -> None:
        """Have the latest members leave in good order until there are `size`."""
        while len(self.members) > size:
            member = self.members.pop()
            member.leave(seconds)
            self._gone.append(member)

    def jump(self, dice: random.Random) -> None:
        """Set every member's wall clock off, or right."""
        _set(self._clock, dice.choice(_JUMPS))

    def right(self) -> None:
        """Set every member's wall clock right."""
        if self._clock.exists():
            _set(self._clock, 0)

    def exits(self) -> Counter[int]:
        """How often which exit code was seen, of all members that ever were."""
        return sum((member.exits for member in (*self._gone, *self.members)), Counter[int]())


def _set(clock: Path, seconds: int) -> None:
    """Write how far off the clock is; in place, for every member has the file mapped."""
    with clock.open("r+b" if clock.exists() else "wb") as file:
        file.write(seconds.to_bytes(8, sys.byteorder, signed=True))


def _faked(clock: Path) -> dict[str, str]:
    """The environment in which a process sees the wall clock as far off as the file `clock` says."""
    library = clock.with_name("jump.so")
    source = Path(__file__).with_name("jump.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O", "-o", str(library), str(source)], check=True)
    _set(clock, 0)
    return {"LD_PRELOAD": str(library), "CHAOS_CLOCK": str(clock)}
