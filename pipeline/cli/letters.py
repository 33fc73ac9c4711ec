"""`readout dead-letters ls` and `show`: what was refused, why, and what became of it since."""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from pipeline.cli.consoles import output
from pipeline.cli.exits import Exit
from pipeline.cli.kafka import connection
from pipeline.errors import ConfigurationError
from pipeline.records import Delivery
from pipeline.settings import Settings
from pipeline.transports.kafka import Extent, TopicSource, kept, measured
from schemas.deadletter import DeadLetterHeaders, Reason

_BATCH: Final = 256


class State(StrEnum):
    """What can become of a letter, or has."""

    WAITING = "waiting"
    SENT = "sent again"
    EXHAUSTED = "exhausted"
    CUT = "cut"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter. `facts` are None where somebody else wrote it."""

    delivery: Delivery
    facts: DeadLetterHeaders | None

    @property
    def name(self) -> str:
        """What people call it: partition and offset."""
        return f"{self.delivery.position.partition}@{self.delivery.position.offset}"

    def hopeless(self, attempts: int) -> State | None:
        """Why it cannot be sent again: only its beginning is kept, or it was refused `attempts` times or more."""
        if self.facts is None:
            return State.FOREIGN
        if self.facts.truncated_from is not None:
            return State.CUT
        return State.EXHAUSTED if self.facts.attempts >= attempts else None


def letter(delivery: Delivery) -> Letter:
    """The letter in a message of the topic of dead letters."""
    try:
        return Letter(delivery, DeadLetterHeaders.decoded(delivery.headers))
    except ValidationError:
        return Letter(delivery, None)


def group(settings: Settings, reason: Reason) -> str:
    """The group whose offsets tell how far the letters of that reason were sent again."""
    return f"{settings.kafka.group_id}-redrive-{reason.value}"


def sent(settings: Settings, reason: Reason, partitions: Collection[int]) -> Mapping[int, int]:
    """The offsets before which all letters of that reason were sent again, by partition."""
    return kept(connection(settings), group(settings, reason), settings.topics.dead_letters, partitions)


def ls(settings: Settings, reasons: Collection[Reason], attempts: int, *, as_json: bool) -> int:
    """Show the letters of `reasons`, of all when none is given; the exit code.

    Raises:
        ConfigurationError: there is no such topic.
        Interrupted, Halt: the cluster cannot be reached, or will not have us.
    """
    console, counts = output(), Counter[tuple[str, State]]()
    extent = measured(connection(settings), settings.topics.dead_letters)
    offsets = {reason: sent(settings, reason, extent.end) for reason in reasons or Reason}
    for each in _read(settings, extent):
        if reasons and (each.facts is None or each.facts.reason not in reasons):
            continue
        state = each.hopeless(attempts) or _state(each, offsets)
        counts[each.facts.reason.value if each.facts else "-", state] += 1
        _show(console, each, state, as_json=as_json or not console.is_terminal)
    if console.is_terminal and not as_json:
        console.print(_totals(counts))
    return Exit.OK


def _state(each: Letter, offsets: Mapping[Reason, Mapping[int, int]]) -> State:
    at = each.delivery.position
    done = offsets[each.facts.reason].get(at.partition, 0) if each.facts else 0
    return State.SENT if at.offset < done else State.WAITING


def _read(settings: Settings, extent: Extent) -> Iterator[Letter]:
    with closing(TopicSource(connection(settings), settings.topics.dead_letters, extent)) as source:
        while not source.exhausted:
            yield from map(letter, source.poll(_BATCH, 1.0))


def _show(console: Console, each: Letter, state: State, *, as_json: bool) -> None:
    told = _told(each, state)
    if as_json:
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201  records are for programs, and are not laid out
        return
    name, refused, *others = ("-" if value is None else str(value) for value in told.values())
    console.print(f"[bold]{name}[/]  {refused}  {others[0]}, attempt {others[1]}, {others[2]}", markup=True)
    console.print(f"    {others[3]}, {others[4]} bytes: {others[5]}", soft_wrap=True, style="dim")


def _told(each: Letter, state: State) -> dict[str, object]:
    """What is listed of a letter, in this order; None where it has no facts of ours."""
    facts, at = each.facts, each.delivery.timestamp
    origin = facts and f"{facts.original_topic}[{facts.original_partition}]@{facts.original_offset}"
    return {
        "letter": each.name,
        "refused_at": at.isoformat(timespec="seconds") if at else None,
        "reason": facts.reason.value if facts else None,
        "attempts": facts.attempts if facts else None,
        "state": state.value,
        "origin": origin,
        "bytes": len(each.delivery.payload or b""),
        "detail": facts.detail if facts else None,
    }


def _totals(counts: Counter[tuple[str, State]]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(justify="right")
    for (reason, state), count in sorted(counts.items()):
        table.add_row(str(count), reason, state.value)
    table.add_row(str(counts.total()), "dead letters", style="bold")
    return table


def show(settings: Settings, name: str, *, raw: bool) -> int:
    """Show the headers and the payload of one letter, or its bytes alone; the exit code.

    Raises:
        ConfigurationError: there is no letter of that name.
        Interrupted, Halt: the cluster cannot be reached, or will not have us.
    """
    found = _found(settings, name)
    if raw:
        sys.stdout.buffer.write(found.delivery.payload or b"")
        return Exit.OK
    console, table = output(), Table.grid(padding=(0, 3, 0, 0))
    for header, value in found.delivery.headers:
        table.add_row(header, value.decode("utf-8", "replace"))
    table.add_row("key", (found.delivery.key or b"").decode("utf-8", "replace"))
    console.print(table)
    console.print()
    console.print((found.delivery.payload or b"").decode("utf-8", "replace"), soft_wrap=True)
    return Exit.OK


def _found(settings: Settings, name: str) -> Letter:
    partition, at, offset = name.partition("@")
    if not (at and partition.isdecimal() and offset.isdecimal()):
        raise ConfigurationError(f"{name}: a letter is named by partition and offset, as in 0@12")
    number, first = int(partition), int(offset)
    extent = measured(connection(settings), settings.topics.dead_letters)
    if extent.begin.get(number, first + 1) <= first < extent.end.get(number, 0):
        for each in _read(settings, Extent({number: first}, {number: first + 1})):
            return each
    raise ConfigurationError(f"{name}: there is no such letter in {settings.topics.dead_letters}")
