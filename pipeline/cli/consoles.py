"""Where people read: standard output for results, standard error for everything else."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console

from pipeline.cli.exits import Exit

_WIDTH: Final = 110
"""Columns where there is no terminal to ask: a log is wide enough, and the same everywhere."""


def output() -> Console:
    """Standard output, coloured on a terminal unless NO_COLOR is set."""
    return _console(stderr=False)


def errors() -> Console:
    """Standard error, likewise."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, markup=False)
    if not console.is_terminal:
        console.width = _WIDTH
    return console


@contextmanager
def leaving_quietly() -> Iterator[None]:
    """Leave without a word when whoever reads our standard output has left, as `head` does."""
    try:
        yield
    except BrokenPipeError:
        # What is still buffered would raise once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(Exit.BROKEN_PIPE) from None
