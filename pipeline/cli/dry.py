"""`readout replay --dry-run`: what would be read, without reading meetings out of it."""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

from rich.table import Table

from pipeline.cli.consoles import output
from pipeline.cli.exits import Exit
from pipeline.cli.line import intake_limits
from pipeline.cli.replaying import Plan
from pipeline.cli.selection import Pace, Sieve
from pipeline.settings import Settings
from pipeline.transports.archives import Options
from pipeline.transports.files import FileSource

_BATCH = 64


def dry(plan: Plan, settings: Settings) -> int:
    """Count the messages of each file that a replay would read; the exit code.

    Raises:
        ConfigurationError: a path stands for nothing.
    """
    sieve = Sieve(plan.selection, Pace(), intake_limits(settings), datetime.now(UTC).date())
    counts: Counter[str] = Counter()
    with closing(FileSource(plan.paths, Options(columns=plan.columns), sieve.through)) as source:
        while not source.exhausted:
            counts.update(delivery.position.stream for delivery in source.poll(_BATCH, 1.0))
    output().print(_table(counts))
    if sieve.passed_over:
        output().print(f"{sieve.passed_over} more would not be selected")
    return Exit.OK


def _table(counts: Counter[str]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for stream, count in counts.items():
        table.add_row(str(count), stream)
    table.add_row(str(counts.total()), "messages would be read", style="bold")
    return table
