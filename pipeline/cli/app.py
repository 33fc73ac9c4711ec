"""The commands: their names, arguments and help. What they do is imported once it is asked for."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.consoles import leaving_quietly
from pipeline.cli.letters_command import letters
from pipeline.cli.options import Config, Paths, Set, Workers, loaded
from pipeline.cli.replay_command import replay
from schemas.documents import NAMES, document

# ruff: noqa: PLC0415  spaCy and Kafka take seconds to import, and `--help` is to answer at once
# ruff: noqa: PLR0913, PLR0917  an option is an argument
# ruff: noqa: FBT001, FBT002  typer makes options of arguments, and a flag is a Boolean

app = typer.Typer(
    name="readout",
    help="Reads the world's news and states every diplomatic meeting in it, as validated JSON.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"readout {version('readout-pipeline')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON record a line on a terminal too.")]
GoldPaths = Annotated[
    list[Path],
    typer.Argument(metavar="GOLD...", help="NAME_gold.jsonl beside NAME_articles.jsonl, or folders of such."),
]
Folder = Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder to write records to.")]


@app.callback()
def _root(_: Version = False) -> None:
    """Reads the world's news and states every diplomatic meeting in it, as validated JSON."""


@app.command()
def run(
    bootstrap_servers: Annotated[
        str | None, typer.Option(metavar="HOST:PORT,...", help="Brokers to ask first.")
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(metavar="PORT", help="Port of /metrics, /healthz and /readyz; 0 for none.")
    ] = None,
    workers: Workers = None,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Read articles from Kafka and write meetings to Kafka, until told to stop (SIGTERM)."""
    from pipeline.cli.run import run as command

    named: dict[str, object] = {"kafka.bootstrap_servers": bootstrap_servers, "metrics.port": metrics_port}
    named |= {"workers.count": workers}
    raise typer.Exit(command(loaded(config, pairs, named).settings))


@app.command()
def extract(paths: Paths, json: Json = False, config: Config = None, pairs: Set = None) -> None:
    """Show the meetings in articles: a table on a terminal, one JSON record a line when piped.

    A refused message is named on standard error with its place and the reason; the exit code is then 1.
    """
    from pipeline.cli.extract import extract as command

    with leaving_quietly():
        raise typer.Exit(command(paths, loaded(config, pairs).settings, json=json))


@app.command()
def explain(
    paths: Paths,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page for a browser, all in one file.")
    ] = None,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Show why: the text of articles with its marks, and what every field of their meetings rests on."""
    from pipeline.cli.explain import explain as command

    with leaving_quietly():
        raise typer.Exit(command(paths, loaded(config, pairs).settings, html))


app.command()(replay)
app.add_typer(letters, name="dead-letters")


@app.command()
def demo(folder: Folder = Path("out/demo"), config: Config = None, pairs: Set = None) -> None:
    """Read the small feed that is shipped with Readout, and show the meetings in it."""
    from pipeline.cli.replay import demo as command

    with leaving_quietly():
        raise typer.Exit(command(loaded(config, pairs).settings, folder))


@app.command()
def check(
    offline: Annotated[bool, typer.Option("--offline", help="Look at the settings only.")] = False,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Show every setting with its origin, and whether the brokers, topics and permissions are there."""
    from pipeline.cli.check import check as command

    raise typer.Exit(command(loaded(config, pairs), offline=offline))


@app.command()
def evaluate(
    paths: GoldPaths,
    by: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Figures for each value of this field of articles too."),
    ] = None,
    errors: Annotated[int, typer.Option(metavar="N", help="Show the first N mistakes of each set.")] = 0,
    floors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Figures that must not fall; the exit code is 1 if one has."),
    ] = None,
    lift: Annotated[bool, typer.Option("--raise", help="Lift the floors to what was measured.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Measure how well meetings are read, on articles that people annotated."""
    if lift and floors is None:
        raise typer.BadParameter("say which floors to raise: --floors FILE")
    from pipeline.cli.evaluate import Wanted
    from pipeline.cli.evaluate import evaluate as command

    wanted = Wanted(by=by, mistakes=errors, floors=floors, lift=lift, json=json)
    with leaving_quietly():
        raise typer.Exit(command(paths, loaded(config, pairs).settings, wanted))


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=f"One of {', '.join(NAMES)}.")] = "meeting",
) -> None:
    """Print a document of the contract: a JSON Schema, or the AsyncAPI document of topics and headers."""
    if name not in NAMES:
        raise typer.BadParameter(f"there is no {name!r}; there are {', '.join(NAMES)}")
    with leaving_quietly():
        typer.echo(document(name), nl=False)


topics = typer.Typer(help="The topics of the settings.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(topics, name="topics")


@topics.command("create")
def create(
    partitions: Annotated[int | None, typer.Option(min=1, help="Default: the cluster's.")] = None,
    replicas: Annotated[int | None, typer.Option(min=1, help="Default: the cluster's.")] = None,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Make the topics of the settings that are not there yet."""
    from pipeline.cli.check import create_topics as command

    raise typer.Exit(command(loaded(config, pairs).settings, partitions, replicas))


@topics.callback()
def _topics() -> None:
    """The topics of the settings."""
