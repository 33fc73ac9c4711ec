"""`readout replay` and `readout demo`: many files, into files or into Kafka."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import typer

from pipeline.cli.consoles import errors, output
from pipeline.cli.exits import Exit
from pipeline.cli.line import NEVER, Pipeline, run_to_the_end
from pipeline.cli.observers import Each, Tally, Watched
from pipeline.cli.sinks import TableSink, Tee
from pipeline.cli.tables import balance
from pipeline.errors import ConfigurationError
from pipeline.ports import Sink
from pipeline.records import Channel
from pipeline.refusals import RefusalLimit
from pipeline.settings import Settings
from pipeline.transports.files import FileSink, FileSource


def replay(paths: Sequence[str], settings: Settings, out: Path | None, dead_letters: Path | None) -> int:
    """Read `paths` into `out` and `dead_letters`, or into Kafka where `out` is None; the exit code.

    Raises:
        ConfigurationError: a path stands for nothing, or an output cannot be made.
        Halt: the sink cannot go on.
    """
    if out is None:
        from pipeline.cli.kafka import publishing  # noqa: PLC0415  who writes files need not load Kafka

        with closing(publishing(settings)) as topics:
            return _carry(paths, settings, topics)
    chosen = {Channel.MEETINGS: out, Channel.DEAD_LETTERS: dead_letters or beside(out)}
    if chosen[Channel.MEETINGS] == chosen[Channel.DEAD_LETTERS]:
        raise ConfigurationError(f"{out}: meetings and dead letters need a file each")
    with _into(chosen) as sink:
        _carry_whole(paths, settings, sink)
    _tell_where(chosen)
    return Exit.OK


def demo(settings: Settings, folder: Path) -> int:
    """Read the feed that is shipped with Readout, show its meetings, and write them below `folder`.

    Raises:
        ConfigurationError: an output cannot be made.
    """
    chosen = {
        Channel.MEETINGS: folder / "meetings.jsonl",
        Channel.DEAD_LETTERS: folder / "dead-letters.jsonl",
    }
    with as_file(files("pipeline") / "demo" / "feed") as feed, _into(chosen) as sink:
        _carry_whole([str(feed)], settings, Tee(sink, TableSink(output())), NEVER)
    _tell_where(chosen)
    return Exit.OK


def beside(out: Path) -> Path:
    """Where the dead letters of `out` go when nobody says."""
    return out.with_name(f"{out.name.split('.')[0]}.dead-letters.jsonl")


def _into(chosen: Mapping[Channel, Path]) -> FileSink:
    return FileSink({channel: str(path) for channel, path in chosen.items()})


def _carry_whole(
    paths: Sequence[str], settings: Settings, sink: Sink, refusals: RefusalLimit | None = None
) -> None:
    """Carry all of `paths`; leave by an exception when stopped before, so that no file passes for whole."""
    if code := _carry(paths, settings, sink, refusals):
        raise typer.Exit(code)


def _carry(paths: Sequence[str], settings: Settings, sink: Sink, refusals: RefusalLimit | None = None) -> int:
    tally = Tally()
    with closing(FileSource(paths)) as source:
        watched = Watched(errors(), tally, lambda: source.read_bytes, source.total_bytes)
        runner = Pipeline(settings).between(source, sink, Each(tally, watched), refusals)
        with watched:
            code = run_to_the_end(runner)
    console = output()
    console.print()
    console.print(balance(tally))
    return code


def _tell_where(chosen: Mapping[Channel, Path]) -> None:
    console = output()
    console.print()
    for channel, path in chosen.items():
        console.print(f"{channel.value.replace('_', ' ')}: {path}", soft_wrap=True)
