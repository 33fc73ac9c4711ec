"""How a drill waits."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 120.0
"""Seconds after which whatever should have come will not."""


def awaited(event: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether `event` came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not event():
        time.sleep(0.02)
    return event()
