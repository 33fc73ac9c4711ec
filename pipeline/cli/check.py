"""`readout check` and `readout topics create`: what is set, and whether the cluster has what that needs."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.table import Table

from pipeline.cli.consoles import output
from pipeline.cli.exits import Exit
from pipeline.cli.kafka import connection
from pipeline.errors import Halt, Interrupted
from pipeline.settings import Loaded, Settings
from pipeline.settings.load import leaves
from pipeline.transports.kafka import Admin, Finding, TopicSpec
from pipeline.transports.kafka.admin import CLUSTER_DEFAULT, Access

DEFAULT = "default"
SECRET = "(secret)"  # noqa: S105  this is what is shown instead of one
_READ: Access = "READ"
_WRITE: Access = "WRITE"
_MARKS: Mapping[bool | None, str] = {True: "ok", False: "FAULT", None: "unknown"}


def check(loaded: Loaded, *, offline: bool) -> int:
    """Show every setting with its origin, and then whether the cluster has what they name; the exit code."""
    console = output()
    console.print(_settings(loaded))
    if offline:
        return Exit.OK
    console.print()
    return _show(console, _inspected(loaded.settings))


def create_topics(settings: Settings, partitions: int | None, replicas: int | None) -> int:
    """Make the topics of the settings that are not there yet; the exit code."""
    specs = [
        TopicSpec(name, partitions or CLUSTER_DEFAULT, replicas or CLUSTER_DEFAULT)
        for name in needs(settings)
    ]
    try:
        with Admin(connection(settings)) as admin:
            findings = admin.create(specs)
    except (Interrupted, Halt) as error:
        findings = (_unreachable(settings, error),)
    return _show(output(), findings)


def needs(settings: Settings) -> dict[str, Access]:
    """The topics of the settings, and what we do with each; those of a pattern are not known beforehand."""
    topics = settings.topics
    read = () if topics.articles_pattern else topics.articles
    written = (topics.meetings, topics.dead_letters)
    return {**dict.fromkeys(read, _READ), **dict.fromkeys(written, _WRITE)}


def _inspected(settings: Settings) -> tuple[Finding, ...]:
    try:
        with Admin(connection(settings)) as admin:
            return admin.inspect(needs(settings))
    except (Interrupted, Halt) as error:
        return (_unreachable(settings, error),)


def _unreachable(settings: Settings, error: Exception) -> Finding:
    where = ", ".join(settings.kafka.bootstrap_servers)
    return Finding(
        f"brokers {where}", passed=False, detail=f"{error}; see kafka.bootstrap_servers and [kafka.security]"
    )


def _show(console: Console, findings: Iterable[Finding]) -> int:
    table, code = Table.grid(padding=(0, 3, 0, 0)), Exit.OK
    for finding in findings:
        table.add_row(_MARKS[finding.passed], finding.subject, finding.detail)
        code = Exit.REFUSED if finding.passed is False else code
    console.print(table)
    return code


def _settings(loaded: Loaded) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    for path in leaves(Settings):
        table.add_row(path, told(_value(loaded.settings, path)), loaded.origins.get(path, DEFAULT))
    return table


def _value(settings: BaseModel, path: str) -> object:
    value: object = settings
    for name in path.split("."):
        value = getattr(value, name)
    return value


def told(value: object) -> str:
    """A setting's value for people; a secret is not shown, nor how long it is."""
    match value:
        case None:
            return "-"
        case SecretStr():
            return SECRET
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}"
        case _:
            return str(value)
