"""Settings in the words of the Kafka transport."""

import platform
from typing import Literal

from pipeline.ports import Sink
from pipeline.records import Channel
from pipeline.settings import Delivery, KafkaSettings, Settings
from pipeline.transports.kafka import (
    AtLeastOnceSink,
    Bounds,
    Connection,
    KafkaSource,
    Publication,
    Security,
    Subscription,
    TransactionalSink,
)
from pipeline.transports.kafka.settings import transactional_id

Purpose = Literal["run", "replay", "redrive"]


def consuming(settings: Settings) -> KafkaSource:
    """A member of the group.

    Raises:
        Interrupted: no broker can be reached.
        Halt: it will not have us.
    """
    return KafkaSource(connection(settings), subscription(settings))


def publishing(settings: Settings, purpose: Purpose = "replay") -> Sink:
    """The sink that keeps the promise about delivery; when we `run`, it commits the offsets too.

    Raises:
        Halt: no broker can be reached, or it will not have us.
    """
    target = publication(settings, purpose)
    if settings.kafka.delivery is Delivery.AT_LEAST_ONCE:
        return AtLeastOnceSink(connection(settings), target)
    return TransactionalSink(connection(settings), target, commits_offsets=purpose == "run")


def connection(settings: Settings) -> Connection:
    """Where the cluster is, and how to be let in."""
    kafka = settings.kafka
    return Connection(
        bootstrap_servers=",".join(kafka.bootstrap_servers),
        security=_security(kafka),
        client_id=kafka.client_id,
        bounds=_bounds(kafka),
    )


def subscription(settings: Settings) -> Subscription:
    """What to read, and as whom."""
    kafka, topics = settings.kafka, settings.topics
    return Subscription(
        group=kafka.group_id,
        topics=topics.articles,
        # The client matches the start of a name only, where the setting promises the whole.
        pattern=rf"(?:{topics.articles_pattern})\Z" if topics.articles_pattern else None,
        instance=member_name(kafka) if kafka.static_membership else None,
        session_seconds=kafka.session_timeout_seconds,
        max_poll_seconds=kafka.max_poll_interval_seconds,
        fetch_bytes=kafka.fetch_max_bytes,
        partition_fetch_bytes=kafka.max_partition_fetch_bytes,
        start=kafka.auto_offset_reset,
    )


def publication(settings: Settings, purpose: Purpose) -> Publication:
    """What to write, and under which transactional id: a replay does not shut out a running service."""
    kafka, topics = settings.kafka, settings.topics
    prefix = kafka.transactional_id_prefix
    application = prefix if purpose == "run" else f"{prefix}-{purpose}"
    return Publication(
        topics={Channel.MEETINGS: topics.meetings, Channel.DEAD_LETTERS: topics.dead_letters},
        transactional_id=transactional_id(application, kafka.group_id, member_name(kafka)),
        compression=kafka.compression,
        max_record_bytes=kafka.max_record_bytes,
    )


def member_name(kafka: KafkaSettings) -> str:
    """Which of the processes that run at once this is, the same after a restart."""
    return kafka.member or platform.node() or "0"


def _security(kafka: KafkaSettings) -> Security:
    chosen = kafka.security
    return Security(
        protocol=chosen.protocol,
        cafile=chosen.cafile,
        certfile=chosen.certfile,
        keyfile=chosen.keyfile,
        key_password=chosen.secret("key_password"),
        mechanism=chosen.mechanism,
        username=chosen.username,
        password=chosen.secret("password"),
    )


def _bounds(kafka: KafkaSettings) -> Bounds:
    chosen = kafka.timeouts
    return Bounds(
        bootstrap=chosen.connect_seconds,
        request=chosen.request_seconds,
        delivery=chosen.delivery_seconds,
        poll=chosen.poll_seconds,
        commit=chosen.commit_seconds,
        transaction=chosen.transaction_seconds,
        recovery=chosen.recovery_seconds,
        close=chosen.close_seconds,
    )
