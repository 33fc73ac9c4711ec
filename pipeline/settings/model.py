"""All settings, with their defaults and what each of them means."""

import re
from enum import StrEnum
from typing import Self

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from pipeline.settings.base import Section
from pipeline.settings.kafka import Delivery, KafkaSettings, SecuritySettings, TopicSettings

__all__ = ["Delivery", "KafkaSettings", "SecuritySettings", "Settings", "TopicSettings"]


class BatchSettings(Section):
    """How much is taken on at once, and how often a failed batch is tried again."""

    max_records: PositiveInt = Field(
        default=32,
        description="Most articles in one batch, and so in one transaction; four times as many for each of "
        "several workers of a replay.",
    )
    poll_seconds: PositiveFloat = Field(
        default=0.5, description="Longest wait for the first article of a batch."
    )
    process_seconds: PositiveFloat = Field(
        default=300,
        description="Longest time to read a batch: then the watchdog ends the process with exit code 70.",
    )
    attempts: PositiveInt = Field(default=8, description="Tries at one batch before the service halts.")
    backoff_seconds: PositiveFloat = Field(
        default=0.2, description="Wait before the second try, at most; doubled for each further one."
    )
    max_backoff_seconds: PositiveFloat = Field(default=30, description="Longest wait between two tries.")


class WorkerSettings(Section):
    """The processes that read, and what each of them may take."""

    count: PositiveInt = Field(
        default=1,
        le=256,
        description="How many. `run` has a member of the group for each, whose metrics are on the next port.",
    )
    text_seconds: PositiveFloat = Field(
        default=10,
        description="Most processor time to read one article, and a sixth of the longest wait for it: then it is "
        "refused as timeout, and its neighbours go on.",
    )
    memory_mb: NonNegativeInt = Field(
        default=768,
        description="Memory for the data of one process that reads, in MiB; 0 for no limit. "
        "An article that takes more is refused as crash.",
    )


class IntakeSettings(Section):
    """How much of anything one message may hold; more is refused."""

    payload_bytes: PositiveInt = Field(default=1 << 20, le=1 << 25, description="Size of a message.")
    text_characters: PositiveInt = Field(
        default=200_000, le=1_000_000, description="Length of an article's text, in characters."
    )
    field_characters: PositiveInt = Field(
        default=2_000, description="Length of any other field, in characters."
    )
    depth: PositiveInt = Field(default=64, le=500, description="How deeply JSON may be nested.")


class RefusalSettings(Section):
    """When too many messages are refused, so that a bad deploy stops instead of draining the topic."""

    share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Share of the latest messages whose refusal halts; 1 never halts.",
    )
    window: PositiveInt = Field(default=1000, description="How many of the latest messages are looked at.")
    minimum: PositiveInt = Field(default=100, description="Refusals that it takes at the least.")

    @model_validator(mode="after")
    def _can_ever_halt(self) -> Self:
        if self.minimum > self.window:
            raise ValueError("minimum is over window, so that the service would never halt; lower it")
        return self


class MetricsSettings(Section):
    """Where metrics and health are served, at /metrics, /healthz and /readyz."""

    host: str = Field(default="0.0.0.0", min_length=1, description="Address to listen on.")  # noqa: S104  a container's whole network is its own
    port: NonNegativeInt = Field(default=9464, le=65535, description="Port to listen on; 0 serves nothing.")


class TraceSettings(Section):
    """Where traces of batches are sent; needs the extra `traces`. OpenTelemetry's own variables (OTEL_*) hold too."""

    endpoint: str = Field(
        default="",
        pattern=r"^(https?://.+)?$",
        description="Collector that takes OTLP over HTTP, as http://localhost:4318/v1/traces; empty for no traces.",
    )


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """How it is logged."""

    AUTO = "auto"
    JSON = "json"
    CONSOLE = "console"


class LogSettings(Section):
    """What is logged, on standard error."""

    level: LogLevel = Field(default=LogLevel.INFO, description="debug, info, warning or error.")
    format: LogFormat = Field(
        default=LogFormat.AUTO, description="json, console, or auto: console on a terminal, json elsewhere."
    )


class EventSettings(Section):
    """How published records name their origin."""

    source: str = Field(
        default="/readout",
        min_length=1,
        description="The ce_source header: which deployment published a record.",
    )


class Settings(BaseSettings):
    """Everything that an operator may set."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="READOUT_",
        env_nested_delimiter="__",
        # Sections decode their own strings, so that a list need not be written as JSON.
        enable_decoding=False,
    )

    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    topics: TopicSettings = Field(default_factory=TopicSettings)
    batch: BatchSettings = Field(default_factory=BatchSettings)
    workers: WorkerSettings = Field(default_factory=WorkerSettings)
    intake: IntakeSettings = Field(default_factory=IntakeSettings)
    refusals: RefusalSettings = Field(default_factory=RefusalSettings)
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)
    traces: TraceSettings = Field(default_factory=TraceSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    events: EventSettings = Field(default_factory=EventSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the shape is the library's
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` hands over: it reads the sources itself, to know the origin of each setting."""
        return (init_settings,)

    @model_validator(mode="after")
    def _a_batch_fits_between_polls(self) -> Self:
        needed = self.batch.process_seconds + self.kafka.timeouts.commit_seconds
        if needed >= self.kafka.max_poll_interval_seconds:
            raise ValueError(
                "batch.process_seconds and kafka.timeouts.commit_seconds add up to "
                f"{needed:g} s, which must be under kafka.max_poll_interval_seconds "
                f"({self.kafka.max_poll_interval_seconds:g}): a batch in time would still cost the membership"
            )
        return self

    @model_validator(mode="after")
    def _an_article_fits_into_a_batch(self) -> Self:
        if 12 * self.workers.text_seconds >= self.batch.process_seconds:
            raise ValueError(
                f"workers.text_seconds ({self.workers.text_seconds:g}), times 12, must be under "
                f"batch.process_seconds ({self.batch.process_seconds:g}): for an article that hangs we wait six "
                "times as long, twice, before it is refused"
            )
        return self

    @model_validator(mode="after")
    def _nothing_is_read_that_we_write(self) -> Self:
        topics = self.topics
        if topics.meetings == topics.dead_letters:
            raise ValueError(f"topics.meetings and topics.dead_letters are both {topics.meetings}")
        for written in (topics.meetings, topics.dead_letters):
            if _reads(topics, written):
                raise ValueError(f"{written} is both read and written: the service would feed on itself")
        return self


def _reads(topics: TopicSettings, topic: str) -> bool:
    if topics.articles_pattern is None:
        return topic in topics.articles
    try:
        return re.fullmatch(topics.articles_pattern, topic) is not None
    except re.error as error:
        raise ValueError(f"topics.articles_pattern is no regular expression: {error}") from error
