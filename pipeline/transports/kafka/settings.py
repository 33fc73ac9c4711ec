"""What an operator may choose about Kafka, and how the client wants to hear it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import SecretStr

from pipeline.errors import ConfigurationError
from pipeline.records import Channel

Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]
Compression = Literal["lz4", "zstd"] | None

TOPICS: Final[Mapping[Channel, str]] = {
    Channel.MEETINGS: "diplomacy.meetings",
    Channel.DEAD_LETTERS: "diplomacy.dead-letters",
}


def milliseconds(seconds: float) -> int:
    """Seconds as the client counts them."""
    return int(seconds * 1000)


@dataclass(frozen=True, slots=True)
class Security:
    """How to be let in. Without a certificate authority's file, those of the system are trusted.

    Raises:
        ConfigurationError: SASL without user name and password, or either without SASL.
    """

    protocol: Protocol = "PLAINTEXT"
    cafile: Path | None = None
    certfile: Path | None = None
    keyfile: Path | None = None
    key_password: SecretStr | None = None
    mechanism: Mechanism = "SCRAM-SHA-512"
    username: str | None = None
    password: SecretStr | None = None

    def __post_init__(self) -> None:
        complete = bool(self.username and self.password)
        if self.protocol.startswith("SASL") and not complete:
            raise ConfigurationError(f"{self.protocol} needs a user name and a password")
        if not self.protocol.startswith("SASL") and (self.username or self.password):
            raise ConfigurationError(f"user name and password have no use with {self.protocol}")

    def options(self) -> dict[str, Any]:
        """Keyword arguments of every client."""
        chosen: dict[str, Any] = {"security_protocol": self.protocol}
        if self.protocol.endswith("SSL"):
            chosen |= {
                "ssl_cafile": _path(self.cafile),
                "ssl_certfile": _path(self.certfile),
                "ssl_keyfile": _path(self.keyfile),
                "ssl_password": _revealed(self.key_password),
            }
        if self.protocol.startswith("SASL"):
            chosen |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.username,
                "sasl_plain_password": _revealed(self.password),
            }
        return chosen


def _path(path: Path | None) -> str | None:
    return str(path) if path else None


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long anything may take, in seconds. The watchdog ends the process where the client has no limit.

    A broker that is away for less than `delivery` goes unnoticed. `poll` and `commit` leave the client time
    to report a failure by itself: they must exceed `request`, and `commit` must exceed `delivery`.

    Raises:
        ConfigurationError: they do not.
    """

    bootstrap: float = 15.0
    request: float = 15.0
    delivery: float = 30.0
    poll: float = 60.0
    commit: float = 60.0
    transaction: float = 60.0
    recovery: float = 60.0
    close: float = 10.0

    def __post_init__(self) -> None:
        if not self.request < min(self.poll, self.commit) or not self.delivery < self.commit:
            raise ConfigurationError("the watchdog's bounds must exceed the client's own time-outs")


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the cluster is. `bootstrap_servers` is host:port, several separated by commas."""

    bootstrap_servers: str
    security: Security = field(default_factory=Security)
    client_id: str = "readout"
    bounds: Bounds = field(default_factory=Bounds)

    def options(self) -> dict[str, Any]:
        """Keyword arguments of every client."""
        return {
            "bootstrap_servers": self.bootstrap_servers.split(","),
            "client_id": self.client_id,
            "request_timeout_ms": milliseconds(self.bounds.request),
            "bootstrap_timeout_ms": milliseconds(self.bounds.bootstrap),
            # The default waits up to 30 s between attempts: a broker that came back is found sooner.
            "reconnect_backoff_max_ms": 1000,
            **self.security.options(),
        }


@dataclass(frozen=True, slots=True)
class Subscription:
    """What to read, and as a member of which group: either `topics` or a `pattern` of topic names.

    `instance` makes the membership static (KIP-345): a restart within `session_seconds` moves no partition.
    `max_poll_seconds` is the longest that a batch may take from poll to poll, retries included.
    Memory holds at most about twice `fetch_bytes`, whatever the backlog.
    """

    group: str = "readout"
    topics: tuple[str, ...] = ("news.articles",)
    pattern: str | None = None
    instance: str | None = None
    session_seconds: float = 45.0
    max_poll_seconds: float = 900.0
    fetch_bytes: int = 16 * 1024 * 1024
    partition_fetch_bytes: int = 1024 * 1024
    start: Literal["earliest", "latest"] = "earliest"


@dataclass(frozen=True, slots=True)
class Publication:
    """What to write, and how. `max_record_bytes` is what the broker takes: its default, less some room.

    `transactional_id` must be the same after a restart and differ between members that run at once: the next
    holder of an id aborts what the last one left open, and shuts it out.
    """

    topics: Mapping[Channel, str] = field(default_factory=lambda: dict(TOPICS))
    transactional_id: str = "readout-0"
    compression: Compression = "lz4"
    max_record_bytes: int = 1_000_000

    def __post_init__(self) -> None:
        if lacking := set(Channel) - set(self.topics):
            raise ConfigurationError(f"no topic for {', '.join(sorted(lacking))}")


def transactional_id(application: str, group: str, member: str) -> str:
    """A stable name for one member: of a stateful set the pod's name, else the host's and a number."""
    return f"{application}-{group}-{member}"
