"""Structured logs on standard error: JSON for machines, colours for people, one set-up for all libraries."""

import logging
import sys
from typing import Any, Final, Literal, TextIO

import structlog

Format = Literal["auto", "json", "console"]

_CHATTY: Final = ("kafka",)  # it tells of every reconnection at INFO; what matters reaches us as an error

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


def logger(name: str) -> Any:
    """A logger for one room; its lines carry `name`."""
    return structlog.stdlib.get_logger(name)
