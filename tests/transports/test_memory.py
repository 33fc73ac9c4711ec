"""The memory transport keeps the contract of the ports."""

from collections.abc import Sequence

import pytest
from transports.contract import FiniteSourceContract, Read, SinkContract, SourceOf

from pipeline.records import Channel
from pipeline.transports.memory import MemorySink, MemorySource


class TestMemorySource(FiniteSourceContract):
    """Everything that a source must hold."""

    @pytest.fixture
    def source_of(self) -> SourceOf:
        """A source of the payloads."""

        def make(payloads: Sequence[bytes]) -> MemorySource:
            return MemorySource(payloads)

        return make


class TestMemorySink(SinkContract):
    """Everything that a sink must hold."""

    @pytest.fixture
    def sink(self) -> MemorySink:
        """An empty one."""
        return MemorySink()

    @pytest.fixture
    def read(self, sink: MemorySink) -> Read:
        """Reads what it keeps."""

        def values(channel: Channel, count: int) -> list[bytes | None]:
            return [dispatch.value for dispatch in sink.on(channel)][:count]

        return values
