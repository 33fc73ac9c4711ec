"""Files hold what every source and every sink must hold."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from transports.contract import FiniteSourceContract, Read, SinkContract, SourceOf

from pipeline.ports import Sink, Source
from pipeline.records import Channel
from pipeline.transports.files import FileSource
from pipeline.transports.outputs import FileSink


class TestFileSource(FiniteSourceContract):
    """A file of JSON Lines is a source."""

    @pytest.fixture
    def source_of(self, tmp_path: Path) -> SourceOf:
        """Writes the payloads into one file, and none where there are none."""

        def make(payloads: Sequence[bytes]) -> Source:
            file = tmp_path / "in.jsonl"
            file.write_bytes(b"\n".join(payloads))
            return FileSource([str(file)] if payloads else [])

        return make


class TestFileSink(SinkContract):
    """Files of JSON Lines are a sink."""

    @pytest.fixture
    def sink(self, tmp_path: Path) -> Sink:
        """A sink over two files."""
        return FileSink({channel: str(tmp_path / channel) for channel in Channel})

    @pytest.fixture
    def read(self, tmp_path: Path, sink: Sink) -> Read:
        """Reads the files once they have their names."""

        def lines(channel: Channel, count: int) -> list[bytes | None]:
            sink.close()
            found = (tmp_path / channel).read_bytes().splitlines()[:count]
            return [_value(line) if channel is Channel.DEAD_LETTERS else line for line in found]

        return lines


def _value(line: bytes) -> bytes:
    value: str = json.loads(line)["value"]
    return value.encode()
