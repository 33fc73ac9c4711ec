"""`readout replay` and `readout demo`: many files, into files or into Kafka."""

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

import typer

from pipeline.cli.consoles import output
from pipeline.cli.counted import Counted
from pipeline.cli.exits import Exit
from pipeline.cli.line import NEVER
from pipeline.cli.replaying import Plan, Replay
from pipeline.cli.sinks import TableSink, Tee
from pipeline.errors import ConfigurationError
from pipeline.process import Reader
from pipeline.records import Channel
from pipeline.settings import Settings
from pipeline.transports.manifest import Manifest
from pipeline.transports.outputs import FileSink

Chosen = Mapping[Channel, Path]


def replay(
    plan: Plan,
    settings: Settings,
    out: Path | None,
    dead_letters: Path | None = None,
    reader: Reader | None = None,
) -> int:
    """Read an archive into `out` and `dead_letters`, or into Kafka where `out` is None; the exit code.

    Raises:
        ConfigurationError: a path stands for nothing, or an output cannot be made.
        Halt: the sink cannot go on.
    """
    run = Replay(plan, settings, reader)
    if out is None:
        from pipeline.cli.replay_kafka import into_topics  # noqa: PLC0415  who writes files need not load Kafka

        return into_topics(run, plan, settings)
    chosen = {Channel.MEETINGS: out, Channel.DEAD_LETTERS: dead_letters or beside(out)}
    if chosen[Channel.MEETINGS] == chosen[Channel.DEAD_LETTERS]:
        raise ConfigurationError(f"{out}: meetings and dead letters need a file each")
    _into_files(run, chosen, _manifest(run, out, restart=plan.restart))
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
    with as_file(files("pipeline") / "demo" / "feed") as feed, _sink(chosen) as sink:
        run = Replay(Plan([str(feed)]), settings)
        _whole(run.carry(run.archive, Tee(sink, TableSink(output())), NEVER))
    _tell_where(chosen)
    return Exit.OK


def beside(out: Path) -> Path:
    """Where the dead letters of `out` go when nobody says."""
    return out.with_name(f"{out.name.split('.')[0]}.dead-letters.jsonl")


def _manifest(run: Replay, out: Path, *, restart: bool) -> Manifest | None:
    """What an unfinished run is known by; none where it could not go on anyway."""
    if not run.repeatable or (out.exists() and not out.is_file()):
        return None
    return Manifest(out, run.fresh(), restart=restart)


def _into_files(run: Replay, chosen: Chosen, manifest: Manifest | None) -> None:
    with _sink(chosen, manifest) as sink:
        if manifest:
            run.resume(manifest.state)
        done = manifest.state.done if manifest else 0
        _whole(run.carry(Counted(run.archive, done, note=run.ledger.note), sink))


def _sink(chosen: Chosen, manifest: Manifest | None = None) -> FileSink:
    return FileSink({channel: str(path) for channel, path in chosen.items()}, manifest)


def _whole(code: int) -> None:
    """Leave by an exception when stopped before all was read, so that no file passes for whole."""
    if code:
        raise typer.Exit(code)


def _tell_where(chosen: Chosen) -> None:
    console = output()
    console.print()
    for channel, path in chosen.items():
        console.print(f"{channel.value.replace('_', ' ')}: {path}", soft_wrap=True)
