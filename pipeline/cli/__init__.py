"""The command line: the only place that knows the settings, and that wires sources, pipeline and sinks."""

import sys

from pipeline.cli.exits import exit_code


def main() -> None:
    """Run the command that the arguments ask for, and leave with its exit code."""
    sys.exit(exit_code(_command))


def _command() -> None:
    from pipeline.cli.app import app  # noqa: PLC0415  its parser is not wanted where only `main` is looked up

    app(prog_name="readout")
