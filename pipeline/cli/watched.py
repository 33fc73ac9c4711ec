"""The progress of a run: bars on a terminal, a line now and then elsewhere."""

import sys
import time
from pathlib import PurePath
from typing import Final, Self

from rich.console import Console, Group
from rich.filesize import decimal
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from pipeline.cli.observers import Silent, Tally
from pipeline.runner import Batch
from pipeline.transports.ahead import ReadAhead

_LINE_SECONDS: Final = 5.0
"""Between two lines of progress where there is no terminal to draw a bar on."""

_NAME: Final = 22
"""Columns for the name of a part; of a longer one the end is shown."""

_ESTIMATE_SECONDS: Final = 300.0
"""The stretch of time that the time left is judged by: batches come in bursts."""


class Watched(Silent):
    """Shows while a run lasts how much of `archive` was read, of the part in hand and of all, and what came of it."""

    def __init__(self, console: Console, tally: Tally, archive: ReadAhead) -> None:
        self._console = console
        self._tally = tally
        self._archive = archive
        self._began = self._told = time.monotonic()
        self._before = tally.read
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[amount]}"),
            TextColumn("left"),
            TimeRemainingColumn(),
            speed_estimate_period=_ESTIMATE_SECONDS,
        )
        self._line = Text()
        self._live = Live(
            Group(self._bars, self._line),
            console=console,
            transient=True,
            # Lines meant for a terminal go above the bars; a file or a pipe gets them as they are.
            redirect_stdout=sys.stdout.isatty(),
        )
        self._part = self._bars.add_task("", total=None, amount="")
        self._all = self._bars.add_task(
            f"all {len(archive.names)} {archive.noun}", total=archive.total, amount=""
        )
        self._of = -1

    def __enter__(self) -> Self:
        self._began = time.monotonic()  # whatever was loaded before is no part of the rate
        self._show()
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def committed(self, batch: Batch) -> None:  # noqa: ARG002  the tally has counted it
        """Show how far we are."""
        self._show()
        if not self._console.is_terminal and time.monotonic() - self._told >= _LINE_SECONDS:
            self._told = time.monotonic()
            self._console.print(f"{self._counts()}, {self._place()}{self._share()}")

    def _show(self) -> None:
        archive, part = self._archive, self._archive.part
        if part and self._of != archive.reading:
            self._of = archive.reading
            self._bars.reset(self._part, total=part.size, description=_short(part.name))
        if part:
            self._bars.update(self._part, completed=part.read, amount=self._amount(part.read, part.size))
        self._bars.update(self._all, completed=archive.read, amount=self._amount(archive.read, archive.total))
        self._line.plain = self._counts()

    def _amount(self, read: int, size: int | None) -> str:
        told = decimal if self._archive.noun == "files" else "{:,}".format
        return "" if size is None else f"{told(read)} of {told(size)}"

    def _counts(self) -> str:
        tally = self._tally
        found = f"{tally.read} read, {tally.meetings.total()} meetings, {tally.refused.total()} refused"
        return f"{found}, {(tally.read - self._before) / (time.monotonic() - self._began):.0f}/s"

    def _place(self) -> str:
        return f"{self._archive.noun[:-1]} {self._archive.reading + 1} of {len(self._archive.names)}"

    def _share(self) -> str:
        archive = self._archive
        return f", {100 * archive.read // archive.total} %" if archive.total else ""


def _short(name: str) -> str:
    last = PurePath(name).name
    return last if len(last) <= _NAME else f"\u2026{last[1 - _NAME :]}"
