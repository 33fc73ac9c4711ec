"""Asks the cluster, and makes topics: what `readout check` and `readout topics create` do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Literal, Self

from kafka import KafkaAdminClient, errors

from pipeline.transports.kafka.clients import connected
from pipeline.transports.kafka.faults import told, translated
from pipeline.transports.kafka.settings import Connection
from pipeline.watchdog import bounded

Access = Literal["READ", "WRITE"]

CLUSTER_DEFAULT: Final = -1
_ABSENT: Final = "there is no such topic, or we may not know of it (Describe)"
_FAULTS: Final = dict.fromkeys(
    # A cluster that has permissions does not tell strangers which of the two it is.
    (errors.UnknownTopicOrPartitionError.errno, errors.TopicAuthorizationFailedError.errno),
    _ABSENT,
)


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic to be made; -1 leaves the number to the cluster's default."""

    name: str
    partitions: int = CLUSTER_DEFAULT
    replicas: int = CLUSTER_DEFAULT
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `passed` is None where the cluster would not tell."""

    subject: str
    passed: bool | None
    detail: str


class Admin:
    """A short-lived connection for administration; a context manager.

    Raises:
        Interrupted: the cluster cannot be reached.
        Halt: it will not have us.
    """

    def __init__(self, connection: Connection) -> None:
        self._bounds = connection.bounds
        with bounded("connecting", 2 * self._bounds.bootstrap), translated("connecting"):
            self._client: Any = connected(KafkaAdminClient, **connection.options())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Disconnect."""
        with bounded("closing", self._bounds.close):
            self._client.close()

    def create(self, topics: Iterable[TopicSpec]) -> tuple[Finding, ...]:
        """Make those that are not there, and wait until they can be used; one finding each."""
        return tuple(self._create(topic) for topic in topics)

    def _create(self, topic: TopicSpec) -> Finding:
        wanted = {
            "num_partitions": topic.partitions,
            "replication_factor": topic.replicas,
            "configs": dict(topic.options),
        }
        try:
            with bounded("creating a topic", 2 * self._bounds.request):
                self._client.create_topics({topic.name: wanted}, wait_for_metadata=True)
        except errors.TopicAlreadyExistsError:
            return Finding(topic.name, passed=True, detail="exists already")
        except errors.KafkaError as error:
            return Finding(topic.name, passed=False, detail=told(error))
        return Finding(topic.name, passed=True, detail="created")

    def inspect(self, access: Mapping[str, Access]) -> tuple[Finding, ...]:
        """Whether the brokers answer, the topics exist, and `access` to each is ours."""
        with bounded("inspecting", 4 * self._bounds.request), translated("inspecting"):
            return (self._brokers(), *(self._topic(name, need) for name, need in access.items()))

    def _brokers(self) -> Finding:
        brokers = self._client.describe_cluster()["brokers"]
        names = ", ".join(f"{broker['host']}:{broker['port']}" for broker in brokers)
        return Finding("brokers", bool(brokers), names)

    def _topic(self, name: str, need: Access) -> Finding:
        (topic,) = self._client.describe_topics([name])
        if fault := topic["error_code"]:
            return Finding(name, passed=False, detail=_FAULTS.get(fault, errors.for_code(fault).__name__))
        partitions = f"{len(topic['partitions'])} partitions"
        allowed: Sequence[str] | None = topic.get("authorized_operations")
        if allowed is None:
            return Finding(name, passed=None, detail=f"{partitions}; the cluster tells no permissions")
        granted = need in allowed
        return Finding(name, granted, f"{partitions}; {need.lower()} {'allowed' if granted else 'forbidden'}")
