"""Exit codes: one table, for the program, its help and its documents."""

from enum import IntEnum
from typing import Final


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
    Exit.REFUSED: "`extract` refused a message, `check` or `topics create` found a fault, or a figure fell.",
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
