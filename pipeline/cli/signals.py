"""SIGTERM and Ctrl-C ask to stop after the batch in hand; a second one acts at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ASKING: Final = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that is set once somebody asks us to stop, within the `with` block."""
    stop = threading.Event()
    before = {asking: signal.getsignal(asking) for asking in _ASKING}

    def ask(number: int, _: FrameType | None) -> None:
        signal.signal(number, before[signal.Signals(number)])
        stop.set()

    for asking in _ASKING:
        signal.signal(asking, ask)
    try:
        yield stop
    finally:
        for asking, handler in before.items():
            signal.signal(asking, handler)
