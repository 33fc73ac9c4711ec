"""A real broker that asks who comes: TLS, SASL and permissions."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import broker
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourceType,
)
from support.brokers import without_broker

PASSWORD = "correct-horse"  # noqa: S105  of a broker that lives for a minute

PROPERTIES = """
listeners=PLAINTEXT://127.0.0.1:{plain},CONTROLLER://127.0.0.1:{controller},\
SASL_SSL://127.0.0.1:{sasl},EXPIRED://127.0.0.1:{expired}
advertised.listeners=PLAINTEXT://127.0.0.1:{plain},SASL_SSL://127.0.0.1:{sasl},EXPIRED://127.0.0.1:{expired}
controller.quorum.voters=1@127.0.0.1:{controller}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,EXPIRED:SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512,PLAIN
ssl.keystore.type=PKCS12
ssl.keystore.location={folder}/valid.p12
ssl.keystore.password={password}
ssl.key.password={password}
listener.name.expired.ssl.keystore.type=PKCS12
listener.name.expired.ssl.keystore.location={folder}/expired.p12
listener.name.expired.ssl.keystore.password={password}
listener.name.expired.ssl.key.password={password}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""
MECHANISM = (
    "listener.name.{listener}.{mechanism}.sasl.jaas.config=org.apache.kafka.common.security.{login};\n"
)
LOGINS = {
    "scram-sha-256": "scram.ScramLoginModule required",
    "scram-sha-512": "scram.ScramLoginModule required",
    "plain": 'plain.PlainLoginModule required user_reader="{password}"',
}


class Guarded(NamedTuple):
    """A broker that lets in whom it knows: the address for all, that for the known, and its certificate.

    `expired` is an address whose certificate was good until the day before yesterday; it lies in `folder`.
    """

    plain: str
    sasl: str
    expired: str
    folder: Path

    @property
    def certificate(self) -> Path:
        """What the broker is known by."""
        return self.folder / "valid.pem"


class Grant(NamedTuple):
    """What somebody may do with what; a name that ends with * stands for all that begin so."""

    kind: ResourceType
    name: str
    operation: ACLOperation


@contextmanager
def guarded(folder: Path, users: Iterable[str]) -> Iterator[Guarded]:
    """A broker with these users, who all have the same password and no rights yet."""
    if lack := broker.missing():
        without_broker(lack)
    if not shutil.which("keytool"):
        without_broker("no keytool on the path")
    _certificate(folder, "valid", ["-validity", "2"])
    _certificate(folder, "expired", ["-startdate", "-4d", "-validity", "2"])
    plain, controller, sasl, expired = broker.free_ports(4)
    ports = {"plain": plain, "controller": controller, "sasl": sasl, "expired": expired}
    properties = PROPERTIES.format(folder=folder, password=PASSWORD, **ports) + _mechanisms()
    scrams = [f"SCRAM-SHA-{bits}=[name={user},password={PASSWORD}]" for bits in (256, 512) for user in users]
    options = [option for scram in scrams for option in ("--add-scram", scram)]
    with broker.running(properties=properties, format_options=options):
        yield Guarded(f"127.0.0.1:{plain}", f"127.0.0.1:{sasl}", f"127.0.0.1:{expired}", folder)


def permit(bootstrap: str, grants: Mapping[str, Iterable[Grant]]) -> None:
    """Give users rights."""
    client = KafkaAdminClient(bootstrap_servers=bootstrap)
    client.create_acls([_acl(user, grant) for user, granted in grants.items() for grant in granted])
    client.close()


def _acl(user: str, grant: Grant) -> ACL:
    pattern = ACLResourcePatternType.PREFIXED if grant.name.endswith("*") else ACLResourcePatternType.LITERAL
    resource = ResourcePattern(grant.kind, grant.name.rstrip("*"), pattern)
    return ACL(f"User:{user}", "*", grant.operation, ACLPermissionType.ALLOW, resource)


def _mechanisms() -> str:
    return "".join(
        MECHANISM.format(listener=listener, mechanism=mechanism, login=login.format(password=PASSWORD))
        for listener in ("sasl_ssl", "expired")
        for mechanism, login in LOGINS.items()
    )


def _certificate(folder: Path, name: str, validity: list[str]) -> None:
    """A certificate that the broker signs itself, made by Java's own tool."""
    store = ["-keystore", str(folder / f"{name}.p12"), "-storetype", "PKCS12", "-storepass", PASSWORD]
    owner = ["-alias", "broker", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost"]
    make = ["keytool", "-genkeypair", "-keyalg", "EC", *validity, *owner, *store]
    subprocess.run(make, check=True, capture_output=True)
    export = [
        "keytool",
        "-exportcert",
        "-rfc",
        "-alias",
        "broker",
        "-file",
        str(folder / f"{name}.pem"),
        *store,
    ]
    subprocess.run(export, check=True, capture_output=True)
