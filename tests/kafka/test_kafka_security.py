"""TLS, SASL and permissions, on a real broker that asks for them."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import broker
import pytest
from kafka import KafkaAdminClient
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType
from pydantic import SecretStr
from support.brokers import without_broker

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
PASSWORD = "correct-horse"  # noqa: S105  of a broker that lives for a minute

PROPERTIES = """
listeners=PLAINTEXT://127.0.0.1:{plain},CONTROLLER://127.0.0.1:{controller},SASL_SSL://127.0.0.1:{sasl}
advertised.listeners=PLAINTEXT://127.0.0.1:{plain},SASL_SSL://127.0.0.1:{sasl}
controller.quorum.voters=1@127.0.0.1:{controller}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512,PLAIN
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_reader="{password}";
ssl.keystore.type=PKCS12
ssl.keystore.location={keys}
ssl.keystore.password={password}
ssl.key.password={password}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""


class Guarded(NamedTuple):
    """A broker that lets in whom it knows: where, and by which certificate it is known."""

    plain: str
    sasl: str
    certificate: Path


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A broker with TLS, SASL and permissions, and a user `reader` who has some of them."""
    if lack := broker.missing():
        without_broker(lack)
    if not shutil.which("keytool"):
        without_broker("no keytool on the path")
    folder = tmp_path_factory.mktemp("keys")
    certificate = _certificate(folder)
    plain, controller, sasl = broker.free_ports(3)
    properties = PROPERTIES.format(
        plain=plain, controller=controller, sasl=sasl, keys=folder / "keys.p12", password=PASSWORD
    )
    users = [f"SCRAM-SHA-{bits}=[name=reader,password={PASSWORD}]" for bits in (256, 512)]
    options = [option for user in users for option in ("--add-scram", user)]
    with broker.running(properties=properties, format_options=options):
        _permit(f"127.0.0.1:{plain}")
        yield Guarded(f"127.0.0.1:{plain}", f"127.0.0.1:{sasl}", certificate)


def _certificate(folder: Path) -> Path:
    """A certificate that the broker signs itself, made by Java's own tool."""
    store = ["-keystore", str(folder / "keys.p12"), "-storetype", "PKCS12", "-storepass", PASSWORD]
    name = ["-alias", "broker", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost"]
    make = ["keytool", "-genkeypair", "-keyalg", "EC", "-validity", "2", *name, *store]
    subprocess.run(make, check=True, capture_output=True)
    target = folder / "broker.pem"
    export = ["keytool", "-exportcert", "-rfc", "-alias", "broker", "-file", str(target), *store]
    subprocess.run(export, check=True, capture_output=True)
    return target


def _permit(bootstrap: str) -> None:
    with Admin(Connection(bootstrap)) as admin:
        admin.create([TopicSpec(name, 1) for name in ("articles", "meetings", "letters")])
    granted = [
        (ACLOperation.READ, ResourceType.TOPIC, "articles"),
        (ACLOperation.WRITE, ResourceType.TOPIC, "letters"),
        (ACLOperation.DESCRIBE, ResourceType.TOPIC, "meetings"),
        (ACLOperation.WRITE, ResourceType.TRANSACTIONAL_ID, "reader"),
    ]
    client = KafkaAdminClient(bootstrap_servers=bootstrap)
    client.create_acls(
        [
            ACL("User:reader", "*", operation, ACLPermissionType.ALLOW, ResourcePattern(kind, name))
            for operation, kind, name in granted
        ]
    )
    client.close()


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
