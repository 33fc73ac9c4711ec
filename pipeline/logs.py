"""Structured logs on standard error: JSON for machines, colours for people, one set-up for all libraries."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final, Literal, TextIO

import structlog

Format = Literal["auto", "json", "console"]

_CHATTY: Final = ("kafka",)  # it tells of every reconnection at INFO; what matters reaches us as an error

_QUIET_SECONDS: Final = 10.0
"""Between two lines of theirs that say the same: while a broker is away, the client says so hundreds of times
a second."""

_SHARED: Final[list[Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(level: str = "info", format: Format = "auto", stream: TextIO | None = None) -> None:  # noqa: A002
    """Send all logs, those of libraries included, to `stream` (standard error), from `level` upwards.

    `auto` is `console` on a terminal and `json` elsewhere. Calling it again replaces what was set.
    """
    stream = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(Damper(_CHATTY, _QUIET_SECONDS))
    handler.setFormatter(_formatter(as_json=format == "json" or (format == "auto" and not stream.isatty())))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _formatter(*, as_json: bool) -> logging.Formatter:
    renderer: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [structlog.dev.ConsoleRenderer()]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
    )


class Damper(logging.Filter):
    """Lets a line of the libraries `names` pass if the same was not said in the last `seconds`.

    The next one that passes says how many did not.
    """

    def __init__(
        self, names: tuple[str, ...], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._names = names
        self._seconds = seconds
        self._clock = clock
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record passes."""
        if record.name.partition(".")[0] not in self._names:
            return True
        line, now = (record.name, record.getMessage()), self._clock()
        at, held_back = self._said.get(line, (-self._seconds, 0))
        if now - at < self._seconds:
            self._said[line] = at, held_back + 1
            return False
        self._said = {each: kept for each, kept in self._said.items() if now - kept[0] < self._seconds}
        self._said[line] = now, 0
        if held_back:
            record.msg, record.args = f"{line[1]} (and {held_back} times more before)", ()
        return True


def logger(name: str) -> Any:
    """A logger for one room; its lines carry `name`."""
    return structlog.stdlib.get_logger(name)
