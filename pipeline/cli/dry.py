"""`readout replay --dry-run`: what would be read, without reading meetings out of it."""

from collections import Counter
from contextlib import closing
from dataclasses import replace

from rich.table import Table

from pipeline.cli.consoles import output
from pipeline.cli.exits import Exit
from pipeline.cli.replaying import Plan, Replay
from pipeline.cli.selection import Pace
from pipeline.records import Position
from pipeline.settings import Settings

_BATCH = 64


def dry(plan: Plan, settings: Settings) -> int:
    """Count the messages of each file, or partition, that a replay would read; the exit code.

    Raises:
        ConfigurationError: a path stands for nothing, or there is no such topic.
        Interrupted, Halt: the cluster cannot be reached, or will not have us.
    """
    run = Replay(replace(plan, pace=Pace()), settings)
    counts: Counter[str] = Counter()
    with closing(run.archive) as source:
        while not source.exhausted:
            counts.update(_part(delivery.position, plan) for delivery in source.poll(_BATCH, 1.0))
    output().print(_table(counts))
    if run.unselected:
        output().print(f"{run.unselected} more would not be selected")
    return Exit.OK


def _part(position: Position, plan: Plan) -> str:
    return f"{position.stream}[{position.partition}]" if plan.stretch else position.stream


def _table(counts: Counter[str]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for stream, count in counts.items():
        table.add_row(str(count), stream)
    table.add_row(str(counts.total()), "messages would be read", style="bold")
    return table
