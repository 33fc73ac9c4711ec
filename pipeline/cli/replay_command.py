"""The options of `readout replay`."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import paces
from pipeline.cli.options import Config, Set, Workers, loaded
from schemas.article import RawArticle

if TYPE_CHECKING:
    from pipeline.cli.stretch import Stretch

# ruff: noqa: PLC0415  spaCy and Kafka take seconds to import, and `--help` is to answer at once
# ruff: noqa: PLR0913, PLR0917  an option is an argument
# ruff: noqa: FBT002  typer makes options of arguments, and a flag is a Boolean

_DAY = "YYYY-MM-DD"

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="FILE", help="File to write meetings to; CSV or Parquet if its name says so."
    ),
]
DeadLetters = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="File for refused messages. Default: beside the meetings."),
]
ToKafka = Annotated[bool, typer.Option("--kafka", help="Write to the topics of the settings instead.")]
ToArticles = Annotated[
    bool,
    typer.Option("--articles", help="Write articles to the first topic that services read, as they are."),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Column of tables that holds a field. Repeatable."),
]
Since = Annotated[str | None, typer.Option(metavar=_DAY, help="First day of publication to read.")]
Until = Annotated[
    str | None,
    typer.Option(
        metavar=f"{_DAY}|...",
        help="Last day of publication to read. With --topic: where it ends, as in --from, or now.",
    ),
]
Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE...]", help="Files, folders, patterns, or - for standard input."),
]
Topic = Annotated[str | None, typer.Option(metavar="TOPIC", help="Read a topic instead of files.")]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="TIME|OFFSET",
        help="Of a topic: the time, or the offset in each partition, to begin at.",
    ),
]
Outlet = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Read this outlet only. Repeatable.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Read N messages at most.")]
Shuffle = Annotated[
    int | None, typer.Option(min=2, metavar="N", help="Shuffle within runs of N messages, always alike.")
]
Rate = Annotated[str | None, typer.Option(metavar="N/s", help="Messages a second, as in 500/s or 30/min.")]
Speed = Annotated[
    str | None, typer.Option(metavar="Nx", help="N times as fast as the articles were published, as in 60x.")
]
Restart = Annotated[bool, typer.Option("--restart", help="Begin anew instead of going on where a run ended.")]
ExtractedAt = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="The time that all records bear, ISO 8601. Default: now."),
]
Summary = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the closing table as JSON too.")]
MetricsPort = Annotated[
    int, typer.Option(metavar="PORT", min=0, max=65535, help="Serve /metrics and /healthz meanwhile.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be read, and read no meetings.")]


def replay(
    paths: Files = None,
    topic: Topic = None,
    start: From = None,
    until: Until = None,
    out: Out = None,
    dead_letters: DeadLetters = None,
    kafka: ToKafka = False,
    articles: ToArticles = False,
    columns: Map = None,
    since: Since = None,
    outlet: Outlet = None,
    limit: Limit = None,
    shuffle_within: Shuffle = None,
    rate: Rate = None,
    speed: Speed = None,
    restart: Restart = False,
    extracted_at: ExtractedAt = None,
    dry_run: DryRun = False,
    summary: Summary = None,
    metrics_port: MetricsPort = 0,
    workers: Workers = None,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Read archives of articles, or a stretch of a topic, into a file of meetings, or into Kafka.

    Stopped or killed, the same command goes on where it was. A file appears under its name once it is whole.
    """
    if not dry_run and kafka + articles + bool(out) != 1:
        raise typer.BadParameter("say where the meetings go: --out FILE, --kafka or --articles")
    if (kafka or articles) and dead_letters:
        raise typer.BadParameter("in Kafka refused messages go to their topic; leave --dead-letters out")
    if rate and speed:
        raise typer.BadParameter("--rate and --speed both tell the pace; keep one of them")
    if bool(paths) == bool(topic):
        raise typer.BadParameter("say what to read: files, or --topic TOPIC")
    if topic and shuffle_within:
        raise typer.BadParameter("--shuffle-within is for files; a topic is read in its order")
    if start and not topic:
        raise typer.BadParameter("--from is for --topic; days of publication are told by --since and --until")
    from pipeline.cli.dry import dry
    from pipeline.cli.replay import replay as command
    from pipeline.cli.replaying import Plan
    from pipeline.cli.selection import Pace, Selection

    outlets = frozenset(name.strip().casefold() for name in outlet or ())
    plan = Plan(
        paths or (),
        Selection(_day(since), None if topic else _day(until), outlets, limit, shuffle_within),
        Pace(paces.rate(rate), paces.speed(speed)),
        restart=restart,
        extracted_at=_time(extracted_at),
        summary=summary,
        metrics_port=metrics_port,
        columns=_columns(columns),
        forwards=articles,
        stretch=_stretch(topic, start, until) if topic else None,
    )
    settings = loaded(config, pairs, {"workers.count": workers}).settings
    raise typer.Exit(dry(plan, settings) if dry_run else command(plan, settings, out, dead_letters))


def _columns(pairs: list[str] | None) -> dict[str, str]:
    mapped = dict(pair.split("=", 1) for pair in pairs or () if "=" in pair)
    if len(mapped) != len(pairs or ()) or not mapped.keys() <= RawArticle.model_fields.keys():
        told = ", ".join(RawArticle.model_fields)
        raise typer.BadParameter(f"--map takes FIELD=COLUMN, each field once, of {told}")
    return mapped


def _stretch(topic: str, start: str | None, until: str | None) -> "Stretch":
    from pipeline.cli.stretch import Stretch

    begin = None if start in {None, "earliest"} else _bound(str(start))
    end = None if until in {None, "now"} else _bound(str(until))
    return Stretch(topic, "earliest" if begin is None else begin, "now" if end is None else end)


def _bound(text: str) -> datetime | int:
    moment = int(text) if text.isdecimal() else _time(text)
    return moment if moment is not None else 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text} is no day; write it as in 2026-01-31") from None


def _time(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text} is no time; write it as in 2026-01-31T12:00:00Z") from None
    return moment.replace(tzinfo=UTC) if moment and not moment.tzinfo else moment
