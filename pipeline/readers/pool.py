"""Reads batches in processes of their own, several at once, with results in order.

A batch is dealt out in pieces, to whichever process is free. When a process dies over a piece, or takes too long,
each message of it is read once more, alone; one that has the same effect again is refused, as `timeout` or `crash`.
So no message is blamed for a death that it did not survive twice, the second time without company.
"""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil
from multiprocessing.connection import wait
from typing import Final

from pipeline.readers.child import Answer, Making
from pipeline.readers.handle import Bounds, Handle
from pipeline.records import Delivery, Outcome, Result
from pipeline.stopwatch import Stopwatch

_PIECE: Final = 32
"""Messages dealt out at once, at most: few of them are read, and what is read costs least together."""

_PIECE_BYTES: Final = 96 * 1024
"""Bytes dealt out at once, at most, unless a single message has more: all that they say is read in a few seconds."""

_LEAST: Final = 4
"""Messages dealt out at once, at least, while there are so many: what little is read together costs more."""

ROUNDS: Final = 4
"""Full pieces that a batch should hold for each of several processes, so that they wait little for its end."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Messages from number `start` of the batch on; `suspect` when a process died over them before."""

    start: int
    deliveries: tuple[Delivery, ...]
    suspect: bool = False

    def one_by_one(self) -> Iterator["_Piece"]:
        """Each of its messages alone."""
        return (_Piece(self.start + k, (each,), suspect=True) for k, each in enumerate(self.deliveries))


class Readers:
    """`count` processes that read, started at once; not for several threads.

    Args:
        making: makes what reads, in each of the processes.
        count: how many.
        bounds: what each of them may take.
    """

    def __init__(self, making: Making, count: int = 1, bounds: Bounds | None = None) -> None:
        self._making = making
        self._count = count
        self._bounds = bounds or Bounds()
        self._handles: list[Handle] = []
        self._fill_up()

    def await_ready(self) -> None:
        """Wait until all of them can read.

        Raises:
            Halt: one of them did not start.
        """
        self._fill_up()
        for handle in self._handles:
            handle.await_ready()

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes."""
        return tuple(handle.pid for handle in self._handles if handle.pid)

    def process(self, deliveries: Sequence[Delivery], stopwatch: Stopwatch) -> list[Result]:
        """One result for each delivery, in order; what each stage took, in all processes, goes to `stopwatch`.

        Raises:
            Halt: no process can be had.
        """
        outcomes: dict[int, Outcome] = {}
        for piece, answer in self._read(deque(_pieces(deliveries, self._count))):
            outcomes.update(enumerate(answer.outcomes, piece.start))
            for stage, seconds in answer.seconds.items():
                stopwatch.add(stage, seconds)
        return [Result(delivery, outcomes[number]) for number, delivery in enumerate(deliveries)]

    def close(self) -> None:
        """End the processes; safe to call twice."""
        while self._handles:
            self._handles.pop().bury()

    def _read(self, waiting: deque[_Piece]) -> Iterator[tuple[_Piece, Answer]]:
        busy: dict[Handle, _Piece] = {}
        try:
            while waiting or busy:
                self._deal_out(waiting, busy)
                for handle in _due(busy):
                    yield from self._heard(handle, busy.pop(handle), waiting)
        finally:  # what was asked and not answered must not be taken for the answer to the next question
            for handle in busy:
                self._bury(handle)

    def _deal_out(self, waiting: deque[_Piece], busy: dict[Handle, _Piece]) -> None:
        self._fill_up()
        idle = [handle for handle in self._handles if handle not in busy]
        # One that still loads is waited for only where there is no other.
        for handle in [each for each in idle if each.answers] or ([] if busy else idle[:1]):
            if waiting:
                handle.await_ready()
                busy[handle] = waiting.popleft()
                handle.ask([_bare(each) for each in busy[handle].deliveries])

    def _heard(
        self, handle: Handle, piece: _Piece, waiting: deque[_Piece]
    ) -> Iterator[tuple[_Piece, Answer]]:
        """The answer to a piece; where there is none, its messages go back to `waiting`, or one is refused."""
        answer = handle.answer()
        if isinstance(answer, Answer):
            if handle.spent:
                self._bury(handle)
                self._fill_up()  # it loads while the batch is published
            yield piece, answer
            return
        self._bury(handle)
        if piece.suspect:
            yield piece, Answer((answer,), {})
        else:
            waiting.extendleft(piece.one_by_one())

    def _fill_up(self) -> None:
        while len(self._handles) < self._count:
            self._handles.append(Handle(self._making, self._bounds))

    def _bury(self, handle: Handle) -> None:
        handle.bury()
        self._handles.remove(handle)


def _pieces(deliveries: Sequence[Delivery], readers: int) -> Iterator[_Piece]:
    start = 0
    while start < len(deliveries):
        end = _end(deliveries, start, _most(len(deliveries) - start, readers))
        yield _Piece(start, tuple(deliveries[start:end]))
        start = end


def _most(left: int, readers: int) -> int:
    """How many of those `left` make the next piece: the fewer, the smaller, so that all processes end together."""
    return _PIECE if readers == 1 else min(_PIECE, max(_LEAST, ceil(left / (2 * readers))))


def _end(deliveries: Sequence[Delivery], start: int, most: int) -> int:
    """Where a piece from `start` ends that holds at most so many, and no more bytes than it may."""
    sizes = accumulate(len(each.payload or b"") for each in deliveries[start : start + most])
    return start + max(1, sum(size <= _PIECE_BYTES for size in sizes))


def _bare(delivery: Delivery) -> Delivery:
    """What reading needs of a message: keys, headers and times stay here."""
    return replace(delivery, key=None, headers=(), timestamp=None)


def _due(busy: dict[Handle, _Piece]) -> list[Handle]:
    """Those that have answered or died, or whose time is over; waits until there is one."""
    first = min(handle.deadline for handle in busy)
    ready = wait([handle.pipe for handle in busy], max(0.0, first - time.monotonic()))
    now = time.monotonic()
    return [handle for handle in busy if handle.pipe in ready or handle.deadline <= now]
