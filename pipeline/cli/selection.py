"""Which messages of an archive are read, in which order, and how fast."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, Final

from pipeline.errors import Reject, Skip
from pipeline.intake.dates import published_on
from pipeline.intake.limits import Limits
from pipeline.intake.messages import decode, parse
from pipeline.records import Delivery
from schemas.article import RawArticle

_SEED: Final = 0
"""The same disorder every time: a replay is to give the same answer whenever it is run."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read of an archive; what cannot be understood always is, so that it is refused and counted.

    Attributes:
        since: first day of publication; of an article whose day is unknown nobody can say that it is later.
        until: last day of publication.
        outlets: names of outlets, whatever their case; none for all.
        limit: most messages.
        shuffle_within: messages are put in another order within runs of so many.
    """

    since: date | None = None
    until: date | None = None
    outlets: frozenset[str] = frozenset()
    limit: int | None = None
    shuffle_within: int | None = None

    def told(self) -> dict[str, str]:
        """Everything that decides which messages come, and in which order."""
        return {name: str(_sorted(getattr(self, name))) for name in self.__slots__}

    @property
    def everything(self) -> bool:
        """Whether no message need be looked at."""
        return not (self.since or self.until or self.outlets)

    def takes(self, raw: RawArticle, today: date) -> bool:
        """Whether an article is among them."""
        if self.outlets and (raw.outlet or "").strip().casefold() not in self.outlets:
            return False
        if not (self.since or self.until):
            return True
        day = published_on(raw.published, today)
        return bool(day) and (self.since or date.min) <= (day or date.min) <= (self.until or date.max)


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast messages are handed out: `rate` a second, or `speed` times as fast as they were published."""

    rate: float | None = None
    speed: float | None = None


@dataclass
class Sieve:
    """Messages on their way: selected, shuffled, cut short, resumed, held back, in this order.

    Attributes:
        done: messages that an earlier part of the run has dealt with.
        placed: whether what comes begins behind those already.
        passed_over: messages that were not selected, so far; those of an earlier part are counted again.
    """

    selection: Selection
    pace: Pace
    limits: Limits
    today: date
    done: int = 0
    passed_over: int = 0
    placed: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def through(self, deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
        """The messages that are left, when they are due."""
        chosen = deliveries if self.selection.everything else filter(self._takes, deliveries)
        if self.selection.shuffle_within:
            chosen = _shuffled(chosen, self.selection.shuffle_within)
        limit = self.selection.limit
        if self.placed:
            return self._paced(islice(chosen, None if limit is None else max(0, limit - self.done)))
        return self._paced(islice(chosen, self.done, limit))

    def _takes(self, delivery: Delivery) -> bool:
        raw = self._raw(delivery)
        taken = raw is None or self.selection.takes(raw, self.today)
        self.passed_over += not taken
        return taken

    def _raw(self, delivery: Delivery) -> RawArticle | None:
        if delivery.payload is None or delivery.fault:
            return None
        try:
            return parse(decode(delivery.payload, self.limits), self.limits)
        except (Reject, Skip):
            return None

    def _paced(self, deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
        if self.pace.rate:
            return self._at_rate(deliveries, 1 / self.pace.rate)
        return self._true_to_life(deliveries, self.pace.speed) if self.pace.speed else deliveries

    def _at_rate(self, deliveries: Iterator[Delivery], seconds: float) -> Iterator[Delivery]:
        """One every so many seconds. Time that was lost is made up for, a second of it at most."""
        due = time.monotonic()
        for delivery in deliveries:
            due = max(due, time.monotonic() - 1.0)
            self._wait(due)
            due += seconds
            yield delivery

    def _true_to_life(self, deliveries: Iterator[Delivery], speed: float) -> Iterator[Delivery]:
        """As far apart as they were published; one without a time, or out of order, comes at once."""
        began: tuple[float, datetime] | None = None
        for delivery in deliveries:
            raw = self._raw(delivery)
            if at := published_at(raw.published, self.today) if raw else None:
                began = began or (time.monotonic(), at)
                self._wait(began[0] + (at - began[1]).total_seconds() / speed)
            yield delivery

    def _wait(self, due: float) -> None:
        self.stop.wait(max(0.0, due - time.monotonic()))


def _shuffled(deliveries: Iterator[Delivery], size: int) -> Iterator[Delivery]:
    order = random.Random(_SEED)  # noqa: S311  nobody is to be surprised by it
    while block := list(islice(deliveries, size)):
        order.shuffle(block)
        yield from block


def published_at(value: Any, today: date) -> datetime | None:
    """The moment of publication where the source tells it in ISO 8601 or since 1970, else its day.

    A time without a zone is taken in UTC. None where the day is unknown.
    """
    day = published_on(value, today)
    if day is None:
        return None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else _since_epoch(value)
    except (ValueError, OverflowError, TypeError):
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _since_epoch(value: float) -> datetime:
    milliseconds = 100_000_000_000  # as `intake.dates` has it
    return datetime.fromtimestamp(value / 1000 if value >= milliseconds else value, UTC)
