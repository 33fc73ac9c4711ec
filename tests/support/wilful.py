"""A reader that does as a text says: it ends its process, hangs, or eats memory. Shared by tests of isolation.

As a program it is a service that reads so: python tests/support/wilful.py SETTING=VALUE...
"""

import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from stub import StubReader

from pipeline.cli.exits import exit_code
from pipeline.cli.line import Clock, Middle
from pipeline.cli.options import loaded
from pipeline.cli.run import run
from pipeline.errors import Reject
from pipeline.intake import Limits
from pipeline.process import Reader
from schemas import Article, Meeting


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(1 << 24))


DEEDS = {
    "LEAVE": lambda: os._exit(3),
    "SEGFAULT": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "KILLED": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "HANG": lambda: time.sleep(600),
    "HOLD": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "EAT": _eat,
}
"""What a text that holds the word makes the reading process do; HOLD keeps the interpreter's lock."""


class Wilful(StubReader):
    """Finds one meeting in every article, if it lives to tell."""

    def extract(self, articles: Sequence[Article]) -> list[tuple[Meeting, ...] | Reject]:
        """One meeting each."""
        for article in articles:
            for word, deed in DEEDS.items():
                if word in article.text:
                    deed()
        return super().extract(articles)


def wilful(_: Clock) -> Reader:
    """Makes such a reader."""
    return Wilful()


def unable(_: Clock) -> Reader:
    """Makes none: its model is not there."""
    raise OSError("no such model")


MIDDLE = Middle(Limits(), Clock(), wilful)
"""What a reading process makes of messages, in these tests."""


if __name__ == "__main__":
    sys.exit(exit_code(lambda: run(loaded(None, sys.argv[1:]).settings, wilful)))
