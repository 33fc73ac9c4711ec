"""Exit codes: one table, for the program, its help and its documents."""

import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import Final

from pipeline.errors import ConfigurationError, Halt, Interrupted


class Exit(IntEnum):
    """How a command ended. From 64 the codes are those of BSD's sysexits.h; above 128, 128 and a signal."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    TOO_MANY_REFUSALS = 65
    WATCHDOG = 70
    HALTED = 75
    INTERRUPTED = 130
    BROKEN_PIPE = 141


MEANINGS: Final = {
    Exit.OK: "All went well. `run` was told to stop, finished its batch and left the group.",
    Exit.REFUSED: "A message was refused, a letter held back, a fault found, or a figure fell.",
    Exit.USAGE: "The command line or the settings cannot work; nothing was started.",
    Exit.TOO_MANY_REFUSALS: "More messages were refused than `[refusals]` allows; a person should look.",
    Exit.WATCHDOG: "A call never came back, or there is a bug; the stacks are on standard error. Restart.",
    Exit.HALTED: "The service could not go on safely; nothing was acknowledged. Restart.",
    Exit.INTERRUPTED: "Stopped from the keyboard before all was read.",
    Exit.BROKEN_PIPE: "Whoever read the output left.",
}


def table() -> str:
    """The exit codes as a table for the documents."""
    rows = [f"| {code.value} | {MEANINGS[code]} |" for code in Exit]
    return "\n".join(["| code | meaning |", "|---|---|", *rows]) + "\n"


def exit_code(action: Callable[[], int | None]) -> int:
    """What a process that does `action` alone ends with; an error is told on standard error."""
    try:
        return action() or Exit.OK
    except ConfigurationError as error:
        return _told(str(error), Exit.USAGE)
    except Halt as error:
        return _told(f"halted: {error}", error.exit_code)
    except Interrupted as error:
        return _told(f"halted: {error}", Exit.HALTED)
    except Exception:  # noqa: BLE001  a fault of ours, not of the input: let it be seen whole
        traceback.print_exc()
        return Exit.WATCHDOG


def _told(message: str, code: int) -> int:
    for line in message.splitlines():
        sys.stderr.write(f"readout: {line}\n")
    return code
