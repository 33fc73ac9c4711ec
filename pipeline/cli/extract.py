"""`readout extract`: the meetings of a few files, for a person or for a pipe."""

from collections.abc import Sequence
from contextlib import closing

from pipeline.cli.consoles import errors, output
from pipeline.cli.exits import Exit
from pipeline.cli.line import NEVER, Pipeline, run_to_the_end
from pipeline.cli.observers import Each, Refusals, Tally
from pipeline.cli.sinks import TableSink
from pipeline.cli.tables import summary
from pipeline.records import Channel
from pipeline.settings import Settings
from pipeline.transports.files import FileSource
from pipeline.transports.outputs import FileSink
from pipeline.transports.paths import STANDARD


def extract(paths: Sequence[str], settings: Settings, *, json: bool) -> int:
    """Show the meetings in `paths`; the exit code.

    Raises:
        ConfigurationError: a path stands for nothing.
        Halt: standard output cannot be written.
    """
    console, tally = output(), Tally()
    as_table = console.is_terminal and not json
    sink = TableSink(console) if as_table else FileSink({Channel.MEETINGS: STANDARD})
    with closing(FileSource(paths)) as source, Pipeline(settings) as pipeline:
        observer = Each(tally, Refusals(errors()))
        code = run_to_the_end(pipeline.between(source, sink, observer, NEVER))
    if as_table:
        console.print(summary(tally))
    return code or (Exit.REFUSED if tally.refused else Exit.OK)
