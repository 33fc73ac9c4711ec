"""The watchdog: a block that ends in time goes unnoticed, one that does not ends the process."""

import subprocess
import sys

import pytest

from pipeline.watchdog import EXIT_CODE, bounded

HUNG = """
import threading
from pipeline.watchdog import bounded
with bounded("waiting for nothing", 0.3):
    threading.Event().wait(60)
"""

HUNG_WITH_THE_LOCK = """
import re
import pipeline.watchdog
pipeline.watchdog.GRACE = 0.3
with pipeline.watchdog.bounded("a pattern that never ends", 0.3):
    re.match(r"(a+)+$", "a" * 60 + "b")
"""

QUICK = """
import time
from pipeline.watchdog import bounded
with bounded("a trifle", 0.3):
    pass
time.sleep(0.6)
"""


def outcome(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, since it may not survive."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_hung_call_ends_the_process() -> None:
    """A block that takes too long ends the process by its code, and says where every thread stood."""
    done = outcome(HUNG)
    assert done.returncode == EXIT_CODE
    assert "waiting for nothing took over 0.3 s" in done.stderr
    assert "wait" in done.stderr.split("Thread", 1)[1]


def test_a_call_that_holds_the_lock_ends_the_process_too() -> None:
    """A pattern that runs away inside the interpreter is ended all the same."""
    done = outcome(HUNG_WITH_THE_LOCK)
    assert done.returncode in {1, EXIT_CODE}
    assert "Timeout" in done.stderr or "took over" in done.stderr


def test_a_block_that_ends_is_forgotten() -> None:
    """Once a block has ended its time no longer counts."""
    assert outcome(QUICK).returncode == 0


def test_an_error_passes_through() -> None:
    """What a block raises is raised."""
    with pytest.raises(ZeroDivisionError), bounded("a division", 60):
        _ = 1 / 0
