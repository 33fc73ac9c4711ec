"""What every source and every sink must hold, whatever it is made of: inherit, and say how to make one.

Payloads are JSON objects on one line, so that any transport can carry them.
"""

import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from pipeline.ports import Sink, Source
from pipeline.records import Channel, Delivery, Dispatch, Position, Progress

PAYLOADS = tuple(f'{{"id": "{number}", "text": "Text {number}."}}'.encode() for number in range(25))
DEADLINE = 30.0

SourceOf = Callable[[Sequence[bytes]], Source]
Read = Callable[[Channel, int], list[bytes | None]]


def drained(source: Source, count: int, limit: int = 10) -> list[Delivery]:
    """The next `count` deliveries; fewer when the deadline passes or the source is exhausted."""
    deliveries: list[Delivery] = []
    deadline = time.monotonic() + DEADLINE
    while len(deliveries) < count and not source.exhausted and time.monotonic() < deadline:
        deliveries.extend(source.poll(min(limit, count - len(deliveries)), 0.2))
    return deliveries


def payloads(deliveries: Sequence[Delivery]) -> list[bytes | None]:
    """What they carry."""
    return [delivery.payload for delivery in deliveries]


class SourceContract:
    """Inherit, and override `source_of`."""

    @pytest.fixture
    def source_of(self) -> SourceOf:
        """A function that makes a source, of one partition, that holds the given payloads."""
        raise NotImplementedError

    @pytest.fixture
    def source(self, source_of: SourceOf) -> Iterator[Source]:
        """A source of all `PAYLOADS`."""
        source = source_of(PAYLOADS)
        yield source
        source.close()

    def test_everything_comes_in_order_and_unchanged(self, source: Source) -> None:
        """A source hands out every payload, byte for byte, in the order in which it came."""
        assert payloads(drained(source, len(PAYLOADS))) == list(PAYLOADS)

    def test_poll_keeps_to_its_limit(self, source: Source) -> None:
        """No poll gives more than it was asked for."""
        batches = [drained(source, 3, limit=3) for _ in range(3)]
        assert all(len(batch) == 3 for batch in batches)

    def test_no_two_deliveries_share_a_position(self, source: Source) -> None:
        """A position names one delivery."""
        positions = [delivery.position for delivery in drained(source, len(PAYLOADS))]
        assert len(set(positions)) == len(PAYLOADS)

    def test_progress_is_the_next_offset(self, source: Source) -> None:
        """Progress says, for each stream and partition, the offset after the last delivery."""
        deliveries = drained(source, 10)
        last = deliveries[-1].position
        assert source.progress(deliveries).offsets[last.stream, last.partition] == last.offset + 1

    def test_a_rewound_batch_comes_again(self, source: Source) -> None:
        """After a rewind the same deliveries come again, and then the rest."""
        first = drained(source, 5, limit=5)
        source.rewind(first)
        assert payloads(drained(source, len(PAYLOADS))) == list(PAYLOADS)

    def test_a_rewind_keeps_what_was_acknowledged(self, source: Source) -> None:
        """A rewind goes back to the failed batch, not before it."""
        source.acknowledge(source.progress(drained(source, 5, limit=5)))
        source.rewind(drained(source, 5, limit=5))
        assert payloads(drained(source, 20)) == list(PAYLOADS[5:])

    def test_closing_twice_is_closing(self, source: Source) -> None:
        """A source may be closed again."""
        source.close()
        source.close()


class FiniteSourceContract(SourceContract):
    """For sources that come to an end."""

    def test_it_ends(self, source: Source) -> None:
        """It is exhausted once everything was handed out, and a poll then gives nothing."""
        drained(source, len(PAYLOADS) + 1)
        assert source.exhausted
        assert not source.poll(10, 0.0)

    def test_a_rewind_revives_it(self, source: Source) -> None:
        """A rewound source is not exhausted."""
        source.rewind(drained(source, len(PAYLOADS), limit=len(PAYLOADS)))
        assert not source.exhausted

    def test_nothing_is_a_source_too(self, source_of: SourceOf) -> None:
        """A source of nothing ends at once, or on its first poll."""
        source = source_of([])
        assert not source.poll(10, 0.0)
        assert source.exhausted


class DurableSourceContract(SourceContract):
    """For sources whose progress outlives them; `reopened` is a fixture that closes and opens the source."""

    @pytest.fixture
    def reopened(self, source: Source) -> Callable[[], Source]:
        """Closes the source, and opens another over the same payloads."""
        raise NotImplementedError

    def test_acknowledged_deliveries_do_not_come_again(
        self, source: Source, reopened: Callable[[], Source]
    ) -> None:
        """What was acknowledged stays so, and what was not comes again."""
        source.acknowledge(source.progress(drained(source, 5, limit=5)))
        drained(source, 5, limit=5)
        assert payloads(drained(reopened(), 20)) == list(PAYLOADS[5:])


class SinkContract:
    """Inherit, and override `sink` and `read`."""

    @pytest.fixture
    def sink(self) -> Sink:
        """A sink to which nothing was published yet."""
        raise NotImplementedError

    @pytest.fixture
    def read(self) -> Read:
        """Reads up to that many published values of a channel, in order, as a careful consumer would."""
        raise NotImplementedError

    def test_what_is_published_can_be_read(self, sink: Sink, read: Read) -> None:
        """Once `publish` returns, every value can be read, unchanged and in order."""
        sink.publish([_meeting(number) for number in range(25)], Progress({}))
        assert read(Channel.MEETINGS, 25) == list(PAYLOADS)

    def test_channels_are_kept_apart(self, sink: Sink, read: Read) -> None:
        """Dead letters and meetings do not mix."""
        sink.publish([_meeting(0), _letter(1), _meeting(2)], Progress({}))
        assert read(Channel.MEETINGS, 2) == [PAYLOADS[0], PAYLOADS[2]]
        assert read(Channel.DEAD_LETTERS, 1) == [PAYLOADS[1]]

    def test_batches_follow_each_other(self, sink: Sink, read: Read) -> None:
        """A later batch comes after an earlier one."""
        sink.publish([_meeting(0)], Progress({}))
        sink.publish([_meeting(1)], Progress({}))
        assert read(Channel.MEETINGS, 2) == list(PAYLOADS[:2])

    def test_nothing_can_be_published(self, sink: Sink, read: Read) -> None:
        """A batch without dispatches is a batch."""
        sink.publish([], Progress({}))
        sink.publish([_meeting(0)], Progress({}))
        assert read(Channel.MEETINGS, 1) == [PAYLOADS[0]]

    def test_closing_twice_is_closing(self, sink: Sink) -> None:
        """A sink may be closed again."""
        sink.close()
        sink.close()


def _meeting(number: int) -> Dispatch:
    return Dispatch(Channel.MEETINGS, b"key", PAYLOADS[number], (), Position("test", 0, number))


def _letter(number: int) -> Dispatch:
    return Dispatch(Channel.DEAD_LETTERS, b"key", PAYLOADS[number], (), Position("test", 0, number))
