"""How Kafka is reached, and what is promised about delivery."""

from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PositiveFloat, PositiveInt, SecretStr, model_validator

from pipeline.settings.base import Names, Section


class Delivery(StrEnum):
    """How often a meeting is seen downstream, whatever crashes."""

    EXACTLY_ONCE = "exactly_once"
    AT_LEAST_ONCE = "at_least_once"


Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]
# Gzip is left out: it costs ten times what these do.
Compression = Literal["lz4", "zstd"]


class SecuritySettings(Section):
    """Who we are to the brokers, and how we know them."""

    protocol: Protocol = Field(
        default="PLAINTEXT", description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, as the brokers listen."
    )
    cafile: Path | None = Field(
        default=None, description="Certificates to trust, PEM. Unset: those of the system."
    )
    certfile: Path | None = Field(default=None, description="Our own certificate, PEM, for mutual TLS.")
    keyfile: Path | None = Field(default=None, description="The private key to our certificate, PEM.")
    key_password: SecretStr | None = Field(default=None, description="Password of the private key.")
    key_password_file: Path | None = Field(
        default=None, description="A file that holds that password instead."
    )
    mechanism: Mechanism = Field(
        default="SCRAM-SHA-512", description="SASL mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."
    )
    username: str | None = Field(default=None, min_length=1, description="SASL user name.")
    password: SecretStr | None = Field(default=None, description="SASL password.")
    password_file: Path | None = Field(
        default=None, description="A file that holds the SASL password instead."
    )

    def secret(self, name: Literal["password", "key_password"]) -> SecretStr | None:
        """The secret of that name, whether set as such or in a file."""
        value: SecretStr | None = getattr(self, name)
        file: Path | None = getattr(self, f"{name}_file")
        # Editors end a file with a line end; no password does.
        return SecretStr(file.read_text(encoding="utf-8").rstrip("\r\n")) if file else value

    @property
    def uses_sasl(self) -> bool:
        """Whether the protocol authenticates us by SASL."""
        return self.protocol.startswith("SASL")

    @property
    def uses_tls(self) -> bool:
        """Whether the protocol encrypts."""
        return self.protocol.endswith("SSL")

    @model_validator(mode="after")
    def _secrets_are_given_once(self) -> Self:
        for name in ("password", "key_password"):
            if getattr(self, name) is not None and getattr(self, f"{name}_file") is not None:
                raise ValueError(f"{name} and {name}_file are both set; keep one of them")
        return self

    @model_validator(mode="after")
    def _files_can_be_read(self) -> Self:
        for name in ("cafile", "certfile", "keyfile", "password_file", "key_password_file"):
            file: Path | None = getattr(self, name)
            if file is not None:
                _require_readable(name, file)
        return self

    @model_validator(mode="after")
    def _sasl_is_whole(self) -> Self:
        password = self.secret("password")
        if self.uses_sasl and not (self.username and password):
            raise ValueError(f"{self.protocol} needs username, and password or password_file")
        if not self.uses_sasl and (self.username or password):
            raise ValueError(f"a user name or password is set, but {self.protocol} would not send it")
        return self

    @model_validator(mode="after")
    def _tls_is_whole(self) -> Self:
        if bool(self.certfile) != bool(self.keyfile):
            raise ValueError("certfile and keyfile go together; set both or neither")
        if not self.uses_tls and (self.cafile or self.certfile):
            raise ValueError(f"certificates are set, but {self.protocol} would not use them")
        return self


def _require_readable(name: str, file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise ValueError(f"{name}: {file}: {error.strerror}") from error


class TopicSettings(Section):
    """What is read and what is written."""

    articles: Names = Field(default=("news.articles",), description="Topics to read articles from.")
    articles_pattern: str | None = Field(
        default=None, description="A regular expression for the topics to read from instead, matched whole."
    )
    meetings: str = Field(
        default="diplomacy.meetings", min_length=1, description="Topic to write meetings to."
    )
    dead_letters: str = Field(
        default="diplomacy.dead-letters", min_length=1, description="Topic to write refused messages to."
    )

    @model_validator(mode="after")
    def _articles_are_named_one_way(self) -> Self:
        if self.articles_pattern is not None and "articles" in self.model_fields_set:
            raise ValueError("articles and articles_pattern are both set; keep one of them")
        return self


class TimeoutSettings(Section):
    """How long a call to Kafka may take. Where the client knows no limit, the watchdog ends the process."""

    connect_seconds: PositiveFloat = Field(
        default=15, description="To find a first broker; one that hangs has a fifth of it, then and later."
    )
    request_seconds: PositiveFloat = Field(default=15, description="For one answer of a broker.")
    delivery_seconds: PositiveFloat = Field(
        default=30, description="To deliver a record, retries included: a shorter outage goes unnoticed."
    )
    poll_seconds: PositiveFloat = Field(default=60, description="For a poll, before the watchdog strikes.")
    commit_seconds: PositiveFloat = Field(default=60, description="To publish and commit, before it strikes.")
    transaction_seconds: PositiveFloat = Field(
        default=60, description="Age at which the broker aborts a transaction that was left open."
    )
    recovery_seconds: PositiveFloat = Field(
        default=60, description="To have a new producer after a failure, before the service halts."
    )
    close_seconds: PositiveFloat = Field(default=10, description="To leave in good order.")

    @model_validator(mode="after")
    def _the_watchdog_is_last(self) -> Self:
        if self.request_seconds >= min(self.poll_seconds, self.commit_seconds):
            raise ValueError("request_seconds must be under poll_seconds and commit_seconds")
        if self.delivery_seconds >= self.commit_seconds:
            raise ValueError("delivery_seconds must be under commit_seconds")
        return self


class KafkaSettings(Section):
    """The cluster, the group, and the promise."""

    bootstrap_servers: Names = Field(
        default=("localhost:9092",), description="Brokers to ask first, as host:port."
    )
    client_id: str = Field(
        default="readout", min_length=1, description="Our name in the brokers' logs and quotas."
    )
    group_id: str = Field(
        default="readout", min_length=1, description="Consumer group: its members share the work."
    )
    member: str | None = Field(
        default=None,
        min_length=1,
        description="Name of this process among those that run at once, the same after a restart. "
        "Unset: the host's name, which allows one process a host.",
    )
    static_membership: bool = Field(
        default=False,
        description="Whether the group knows us by that name, so that a restart moves no partition.",
    )
    delivery: Delivery = Field(
        default=Delivery.EXACTLY_ONCE,
        description="exactly_once: meetings and offsets in one transaction, for read_committed consumers. "
        "at_least_once: no transactions, and now and then a meeting twice.",
    )
    transactional_id_prefix: str = Field(
        default="readout", min_length=1, description="Start of our transactional ids; no other service's."
    )
    auto_offset_reset: Literal["earliest", "latest"] = Field(
        default="earliest", description="Where a new group starts: earliest or latest."
    )
    compression: Compression = Field(default="lz4", description="Codec of what we produce: lz4 or zstd.")
    session_timeout_seconds: PositiveFloat = Field(
        default=45, description="Silence after which the group gives our partitions away."
    )
    max_poll_interval_seconds: PositiveFloat = Field(
        default=900, description="Time from poll to poll after which we leave the group by ourselves."
    )
    fetch_max_bytes: PositiveInt = Field(
        default=16 * 1024 * 1024, description="Bytes fetched ahead; memory holds about twice as many."
    )
    max_partition_fetch_bytes: PositiveInt = Field(
        default=1024 * 1024, description="Bytes fetched ahead of one partition."
    )
    max_record_bytes: PositiveInt = Field(
        default=1_000_000, description="Largest record that our topics take, under their max.message.bytes."
    )
    security: SecuritySettings = Field(default_factory=SecuritySettings)
    timeouts: TimeoutSettings = Field(default_factory=TimeoutSettings)
