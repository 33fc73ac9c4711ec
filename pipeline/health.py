"""One small HTTP server: `/metrics` for Prometheus, `/healthz` and `/readyz` for whoever keeps us running.

Alive means that the loop has turned of late, and nothing else: a broker that is away must not get every
process restarted. Ready means that partitions are assigned and the source is being polled.
"""

import threading
import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any, Final, Protocol, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pipeline.errors import ConfigurationError, Interrupted

STALL_SECONDS: Final = 330.0  # a batch may take five minutes; a loop that turns no more is stuck
POLL_SECONDS: Final = 60.0  # who has not polled for so long takes no part, whatever the group still thinks

_TEXT: Final = ("Content-Type", "text/plain; charset=utf-8")


class Health:
    """Whether the loop turns and takes part; an observer of the runner, read by the server's threads.

    `assigned` counts the partitions that are ours; a source that has none is always assigned.
    """

    def __init__(
        self,
        assigned: Callable[[], int] | None = None,
        *,
        stall_seconds: float = STALL_SECONDS,
        poll_seconds: float = POLL_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._assigned = assigned
        self._stall_seconds = stall_seconds
        self._poll_seconds = poll_seconds
        self._clock = clock
        self._turned = clock()
        self._polled: float | None = None

    def polled(self, count: int) -> None:  # noqa: ARG002  an empty answer is an answer
        """The source answered."""
        self._turned = self._polled = self._clock()

    def committed(self, batch: object) -> None:  # noqa: ARG002  that it ended is what counts
        """A batch is durable."""
        self._turned = self._clock()

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:  # noqa: ARG002  it turns
        """An attempt at a batch failed, and another will be made."""
        self._turned = self._clock()

    def alive(self) -> tuple[bool, str]:
        """Whether the loop has turned of late, and what to say of it."""
        silent = self._clock() - self._turned
        return silent <= self._stall_seconds, f"the loop turned {silent:.1f} s ago"

    def ready(self) -> tuple[bool, str]:
        """Whether there is an assignment and it is being polled, and what to say of it."""
        if self._polled is None:
            return False, "not polled yet"
        silent = self._clock() - self._polled
        if silent > self._poll_seconds:
            return False, f"polled {silent:.1f} s ago"
        if self._assigned is None:
            return True, "polling"
        partitions = self._assigned()
        return partitions > 0, f"polling {partitions} partitions"


class Exposition(Protocol):
    """Something that can be served as metrics."""

    def app(self) -> WSGIApplication:
        """A WSGI application that answers with the exposition."""


def application(health: Health, metrics: Exposition) -> WSGIApplication:
    """The three pages, as a WSGI application; anything else is not found."""
    exposition = metrics.app()
    checks = {"/healthz": health.alive, "/readyz": health.ready}

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            return exposition(environ, start)
        check = checks.get(path)
        return _said(start, *check()) if check else _not_found(start)

    return answer


def _said(start: StartResponse, well: bool, words: str) -> Iterable[bytes]:  # noqa: FBT001  as it was told
    start("200 OK" if well else "503 Service Unavailable", [_TEXT])  # a new list each: the server adds to it
    return [f"{words}\n".encode()]


def _not_found(start: StartResponse) -> Iterable[bytes]:
    start("404 Not Found", [_TEXT])
    return [b"/metrics, /healthz, /readyz\n"]


class _Server(ThreadingMixIn, WSGIServer):
    """A request in progress must neither hold up the next nor our leaving."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Probes come every few seconds; nobody wants to read of them."""

    timeout = 10  # seconds for a client to say what it wants

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class Server:
    """Serves an application on a thread of its own while the `with` block lasts.

    Raises:
        ConfigurationError: the address cannot be listened on.
    """

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        try:
            self._server = make_server(host, port, app, server_class=_Server, handler_class=_Quiet)
        except OSError as error:
            raise ConfigurationError(f"cannot listen on {host}:{port}: {error}") from error
        self._thread = threading.Thread(target=self._server.serve_forever, name="health", daemon=True)

    @property
    def port(self) -> int:
        """The port in use: a free one when 0 was asked for."""
        return int(self._server.server_port)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
