"""The service where TLS, SCRAM and permissions are asked for, with the rights that docs/deploy.md names and no more."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from docs.documents import ROOT, program
from kafka.admin import ACLOperation, ResourceType
from support.farend import produce, records
from support.guarded import PASSWORD, Grant, Guarded, guarded, permit

from pipeline.cli.exits import Exit
from pipeline.transports.kafka import Admin, Connection, TopicSpec

FIRST = ROOT / "pipeline" / "demo" / "feed" / "first-article.txt"
SECONDS = 90.0
NAMES = {"articles": "articles", "meetings, dead letters": "meetings letters", "`kafka.group_id`": "readout"}
PREFIX = "what begins with `kafka.transactional_id_prefix`"


def documented() -> list[Grant]:
    """The rights of the service, as the table of docs/deploy.md says."""
    lines = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [
        Grant(ResourceType[kind.upper().replace(" ", "_")], name, ACLOperation[operation.upper()])
        for kind, named, operations in (row for row in rows if len(row) == 3)
        for name in ("readout*" if named == PREFIX else NAMES.get(named, "")).split()
        for operation in operations.split(", ")
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A broker that knows `service`, who has the rights, and `stranger`, who may not write meetings."""
    grants = documented()
    fewer = [grant for grant in grants if (grant.name, grant.operation) != ("meetings", ACLOperation.WRITE)]
    with guarded(tmp_path_factory.mktemp("keys"), ["service", "stranger"]) as made:
        with Admin(Connection(made.plain)) as admin:
            admin.create([TopicSpec(name, 1) for name in ("articles", "meetings", "letters")])
        permit(made.plain, {"service": grants, "stranger": fewer})
        yield made


@pytest.fixture
def password(tmp_path: Path) -> Path:
    """A file that holds the password."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    return file


def started(place: Guarded, password: Path, **changed: str) -> subprocess.Popen[str]:
    """The service, with one setting or another changed; two underscores stand for a point."""
    settings = {
        "kafka__bootstrap_servers": place.sasl,
        "kafka__security__protocol": "SASL_SSL",
        "kafka__security__mechanism": "SCRAM-SHA-512",
        "kafka__security__cafile": str(place.certificate),
        "kafka__security__username": "service",
        "kafka__security__password_file": str(password),
        "topics__articles": "articles",
        "topics__meetings": "meetings",
        "topics__dead_letters": "letters",
        "metrics__port": "0",
        "batch__attempts": "3",
        "log__format": "json",
        **changed,
    }
    flags = [
        word for name, value in settings.items() for word in ("--set", f"{name.replace('__', '.')}={value}")
    ]
    return subprocess.Popen(program(["run", *flags]), stderr=subprocess.PIPE, text=True)


def ended(place: Guarded, password: Path, **changed: str) -> tuple[int, str]:
    """The exit code and the last line of a service that cannot go on."""
    with started(place, password, **changed) as process:
        try:
            _, told = process.communicate(timeout=SECONDS)
        finally:
            process.kill()
    return process.returncode, told.strip().splitlines()[-1]


def test_the_documented_rights_are_enough(place: Guarded, password: Path) -> None:
    """With the rights of the table, over TLS and SCRAM-SHA-512, articles become meetings and dead letters."""
    produce(place.plain, "articles", [FIRST.read_bytes(), b"\xff"])
    with started(place, password) as process:
        try:
            assert records(place.plain, "meetings", 5, SECONDS)
            assert len(records(place.plain, "letters", 1, SECONDS)) == 1
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=SECONDS)
        finally:
            process.kill()
    assert process.returncode == Exit.OK, told[-2000:]
    assert PASSWORD not in told


def test_a_wrong_password_halts(place: Guarded, password: Path) -> None:
    """A wrong password ends with the exit code for a halt, and one line that says so without telling it."""
    password.write_text("wrong-horse")
    code, told = ended(place, password)
    assert (code, "SaslAuthenticationFailed" in told, "wrong-horse" in told) == (Exit.HALTED, True, False), (
        told
    )


def test_an_expired_certificate_halts(place: Guarded, password: Path) -> None:
    """A broker whose certificate is out of date is not spoken to, and the last line says why."""
    expired = str(place.folder / "expired.pem")
    code, told = ended(
        place, password, kafka__bootstrap_servers=place.expired, kafka__security__cafile=expired
    )
    assert (code, "certificate has expired" in told) == (Exit.HALTED, True), told


def test_a_missing_permission_halts(place: Guarded, password: Path) -> None:
    """Who may not write meetings ends with the exit code for a halt, and the last line names the topic."""
    produce(place.plain, "articles", [FIRST.read_bytes()])
    code, told = ended(place, password, kafka__security__username="stranger")
    assert (code, "meetings: 1 partitions; write forbidden" in told) == (Exit.HALTED, True), told


def test_a_missing_topic_halts(place: Guarded, password: Path) -> None:
    """Where a topic of the settings is not there, the service halts, and the last line names the topic."""
    code, told = ended(place, password, topics__articles="artikles")
    assert (code, "artikles: there is no such topic" in told) == (Exit.HALTED, True), told
