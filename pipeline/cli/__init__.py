"""The command line: the only place that knows the settings, and that wires sources, pipeline and sinks."""

import sys
import traceback

from pipeline.cli.exits import Exit
from pipeline.errors import ConfigurationError, Halt, Interrupted


def main() -> None:
    """Run the command that the arguments ask for, and leave with its exit code."""
    sys.exit(_main())


def _main() -> int:
    from pipeline.cli.app import app  # noqa: PLC0415  its parser is not wanted where only `main` is looked up

    try:
        app(prog_name="readout")
    except ConfigurationError as error:
        return _told(str(error), Exit.USAGE)
    except Halt as error:
        return _told(f"halted: {error}", error.exit_code)
    except Interrupted as error:
        return _told(f"halted: {error}", Exit.HALTED)
    except Exception:  # noqa: BLE001  a fault of ours, not of the input: let it be seen whole
        traceback.print_exc()
        return Exit.WATCHDOG
    return Exit.OK


def _told(message: str, code: int) -> int:
    for line in message.splitlines():
        sys.stderr.write(f"readout: {line}\n")
    return code
