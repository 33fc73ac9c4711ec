"""The options of `readout dead-letters`."""

from typing import Annotated

import typer

from pipeline.cli.consoles import leaving_quietly
from pipeline.cli.options import Config, Set, loaded
from pipeline.cli.paces import rate as pace
from schemas.deadletter import Reason

# ruff: noqa: PLC0415  Kafka takes a second to import, and `--help` is to answer at once
# ruff: noqa: PLR0913, PLR0917  an option is an argument
# ruff: noqa: FBT002  typer makes options of arguments, and a flag is a Boolean

letters = typer.Typer(
    help="Messages that were refused: see them, and send them again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Reasons = Annotated[list[Reason] | None, typer.Option("--reason", help="Of this reason only. Repeatable.")]
Attempts = Annotated[
    int, typer.Option("--max-attempts", min=1, help="A letter that was refused so often is not sent again.")
]


@letters.command("ls")
def ls(
    reasons: Reasons = None,
    attempts: Attempts = 3,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line on a terminal too.")] = False,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """List dead letters with their reason, attempts and state; one JSON object a line when piped."""
    from pipeline.cli.letters import ls as command

    with leaving_quietly():
        raise typer.Exit(command(loaded(config, pairs).settings, reasons or (), attempts, as_json=json))


@letters.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="PARTITION@OFFSET", help="The letter, as `ls` names it.")],
    raw: Annotated[bool, typer.Option("--raw", help="Its original bytes and nothing else.")] = False,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Show one dead letter: its headers and the message itself."""
    from pipeline.cli.letters import show as command

    with leaving_quietly():
        raise typer.Exit(command(loaded(config, pairs).settings, name, raw=raw))


@letters.command("redrive")
def redrive(
    reasons: Annotated[list[Reason], typer.Option("--reason", help="Letters of this reason. Repeatable.")],
    attempts: Attempts = 3,
    rate: Annotated[
        str | None, typer.Option(metavar="N/s", help="Letters a second, as in 500/s or 30/min.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="TOPIC", help="Where. Default: the first topic that services read.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")
    ] = False,
    config: Config = None,
    pairs: Set = None,
) -> None:
    """Send dead letters of a reason again, each once, to where services read articles.

    The exit code is 1 if some were held back: refused too often already, or kept in part only.
    """
    from pipeline.cli.redriving import Redrive
    from pipeline.cli.redriving import redrive as command

    wanted = Redrive(tuple(dict.fromkeys(reasons)), attempts, to, pace(rate), dry_run)
    raise typer.Exit(command(loaded(config, pairs).settings, wanted))


@letters.callback()
def _letters() -> None:
    """Messages that were refused: see them, and send them again."""
