"""TLS, SASL and permissions, on a real broker that asks for them."""

from collections.abc import Iterator

import pytest
from kafka.admin import ACLOperation, ResourceType
from pydantic import SecretStr
from support.guarded import PASSWORD, Grant, Guarded, guarded, permit

from pipeline.errors import Halt, Interrupted
from pipeline.records import Channel, Dispatch, Position, Progress
from pipeline.transports.kafka import (
    Admin,
    Bounds,
    Connection,
    Publication,
    Security,
    TopicSpec,
    TransactionalSink,
)

BRIEF = Bounds(bootstrap=4.0, request=4.0, delivery=5.0, recovery=6.0)
GRANTS = (
    Grant(ResourceType.TOPIC, "articles", ACLOperation.READ),
    Grant(ResourceType.TOPIC, "letters", ACLOperation.WRITE),
    Grant(ResourceType.TOPIC, "meetings", ACLOperation.DESCRIBE),
    Grant(ResourceType.TRANSACTIONAL_ID, "reader", ACLOperation.WRITE),
)


@pytest.fixture(scope="module", name="guarded")
def _guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A broker with TLS, SASL and permissions, and a user `reader` who has some of them."""
    with guarded(tmp_path_factory.mktemp("keys"), ["reader"]) as made:
        with Admin(Connection(made.plain)) as admin:
            admin.create([TopicSpec(name, 1) for name in ("articles", "meetings", "letters")])
        permit(made.plain, {"reader": GRANTS})
        yield made


def connected(guarded: Guarded, **options: object) -> Connection:
    """How the reader connects, with one thing or another changed."""
    chosen = {
        "protocol": "SASL_SSL",
        "cafile": guarded.certificate,
        "username": "reader",
        "password": SecretStr(PASSWORD),
        **options,
    }
    return Connection(guarded.sasl, Security(**chosen), bounds=BRIEF)  # type: ignore[arg-type]


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_who_is_known_is_let_in(guarded: Guarded, mechanism: str) -> None:
    """Over TLS every mechanism that we offer is accepted, and permissions are told as they are."""
    with Admin(connected(guarded, mechanism=mechanism)) as admin:
        found = {
            each.subject: each.passed
            for each in admin.inspect({"articles": "READ", "letters": "WRITE", "meetings": "WRITE"})
        }
    assert found == {"brokers": True, "articles": True, "letters": True, "meetings": False}


def test_a_wrong_password_is_not(guarded: Guarded) -> None:
    """A wrong password ends in an error, in time, which does not tell the password."""
    with pytest.raises((Halt, Interrupted)) as error:
        Admin(connected(guarded, password=SecretStr("wrong-horse")))
    assert "wrong-horse" not in str(error.value)


def test_a_broker_that_nobody_vouches_for_is_not_trusted(guarded: Guarded) -> None:
    """Without its certificate the broker's word is not taken."""
    with pytest.raises((Halt, Interrupted)):
        Admin(connected(guarded, cafile=None))


def test_what_is_forbidden_halts(guarded: Guarded) -> None:
    """Publishing where we may not halts, for trying again would not help; where we may, it works."""
    topics = {Channel.MEETINGS: "meetings", Channel.DEAD_LETTERS: "letters"}
    sink = TransactionalSink(connected(guarded), Publication(topics, "reader"), commits_offsets=False)
    sink.publish([Dispatch(Channel.DEAD_LETTERS, None, b"v", (), Position("t", 0, 0))], Progress({}))
    with pytest.raises(Halt, match="Authorization"):
        sink.publish([Dispatch(Channel.MEETINGS, None, b"v", (), Position("t", 0, 0))], Progress({}))
    sink.close()
