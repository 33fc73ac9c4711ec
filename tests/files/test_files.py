"""Files as a source and as a sink."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from pipeline.errors import ConfigurationError, Halt
from pipeline.records import Channel, Delivery, Dispatch, Position, Progress
from pipeline.transports.files import FileSource
from pipeline.transports.outputs import FileSink

NOTHING = Progress({})


def drain(source: FileSource, limit: int = 7) -> list[Delivery]:
    """All that `source` has to give."""
    deliveries: list[Delivery] = []
    while not source.exhausted:
        deliveries += source.poll(limit, 5.0)
    source.close()
    return deliveries


def payloads(*paths: Path) -> list[bytes | None]:
    """The payloads of all records of `paths`."""
    return [delivery.payload for delivery in drain(FileSource([str(path) for path in paths]))]


def dispatch(channel: Channel, value: bytes | None) -> Dispatch:
    """A dispatch made of a record of some file."""
    return Dispatch(channel, b"k\xff", value, (("reason", b"not_utf8"),), Position("in.jsonl", 0, 3))


def halt_after_publishing(out: str) -> None:
    """A run that ends in the middle."""
    with FileSink({Channel.MEETINGS: out}) as sink:
        sink.publish([dispatch(Channel.MEETINGS, b"later")], NOTHING)
        raise Halt("enough")


def test_a_position_names_the_file_and_the_record(tmp_path: Path) -> None:
    """A delivery carries its file, partition 0, and its record number from 0."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"a": 1}\n{"a": 2}\n')
    assert [d.position for d in drain(FileSource([str(file)]))] == [
        Position(str(file), 0, 0),
        Position(str(file), 0, 1),
    ]


def test_long_records_come_a_few_at_a_time(tmp_path: Path) -> None:
    """A poll stops at records that are together as long as so many of 4 KiB; one alone may be longer."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(
        b"".join(b'{"a": "%s"}\n' % (b"x" * size) for size in (90_000, 20_000, 20_000, 20_000, 10))
    )
    with closing(FileSource([str(file)])) as source:
        assert [len(source.poll(10, 5.0)) for _ in range(3)] == [1, 3, 1]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """A folder stands for all files below it, sorted, hidden ones left out."""
    for name, text in {"b.txt": b"b", "a/z.txt": b"az", ".hidden": b"no", ".git/x": b"no"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text)
    assert payloads(tmp_path) == [b"az", b"b"]


def test_a_pattern_stands_for_what_it_matches(tmp_path: Path) -> None:
    """A pattern stands for the files that it matches, sorted, each of them once."""
    for name in ("b.txt", "a.txt", "c.json"):
        (tmp_path / name).write_bytes(name.encode())
    assert payloads(tmp_path / "*.txt", tmp_path / "a.txt") == [b"a.txt", b"b.txt"]


@pytest.mark.parametrize("name", ["no-such.json", "*.json", ""])
def test_a_path_that_stands_for_nothing_is_refused_at_once(tmp_path: Path, name: str) -> None:
    """A missing file, a pattern without a match and an empty folder are the caller's mistake."""
    with pytest.raises(ConfigurationError):
        FileSource([str(tmp_path / name)])


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a"])
def test_compression_is_told_by_content(
    tmp_path: Path, compress: Callable[[bytes], bytes], name: str
) -> None:
    """Compressed records are read whatever the file is called."""
    (tmp_path / name).write_bytes(compress(b'{"a": 1}\n{"a": 2}\n'))
    assert payloads(tmp_path / name) == [b'{"a": 1}', b'{"a": 2}']


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_compressed_members_in_a_row_are_all_read(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    """A file to which compressed parts were appended is read to its end."""
    (tmp_path / "a.jsonl").write_bytes(compress(b'{"a": 1}\n') + compress(b'{"a": 2}\n'))
    assert payloads(tmp_path / "a.jsonl") == [b'{"a": 1}', b'{"a": 2}']


def test_a_file_that_breaks_off_costs_its_rest_only(tmp_path: Path) -> None:
    """Of a truncated archive the last delivery tells the fault, and the next file is read."""
    lines = b"".join(b'{"a": %d}\n' % (number * 7919) for number in range(20_000))
    (tmp_path / "a.gz").write_bytes(gzip.compress(lines)[:-3000])
    (tmp_path / "b.txt").write_bytes(b"good")
    deliveries = drain(FileSource([str(tmp_path)]), 1000)
    faults = [number for number, delivery in enumerate(deliveries) if delivery.fault]
    assert faults == [len(deliveries) - 2]
    assert deliveries[-1].payload == b"good"


def test_rewound_deliveries_come_again_in_order(tmp_path: Path) -> None:
    """Deliveries handed back come again before all others."""
    (tmp_path / "a.jsonl").write_bytes(b'{"a": 1}\n{"a": 2}\n{"a": 3}\n')
    source = FileSource([str(tmp_path)])
    first = source.poll(2, 5.0)
    source.rewind(first)
    assert [d.position.offset for d in drain(source)] == [0, 1, 2]


def test_the_bytes_read_add_up(tmp_path: Path) -> None:
    """At the end as many bytes were read as there are, compressed or not."""
    (tmp_path / "a.txt").write_bytes(b"x" * 1000)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"a": 1}\n' * 1000))
    source = FileSource([str(tmp_path)])
    drain(source, 500)
    assert source.read == source.total == sum(f.stat().st_size for f in tmp_path.iterdir())


def test_standard_input_does_not_hold_up_a_poll() -> None:
    """A poll of a silent standard input comes back; what is written later is then read."""
    program = (
        "from pipeline.transports.files import FileSource\n"
        "source = FileSource(['-'])\n"
        "print(len(source.poll(5, 0.1)), flush=True)\n"
        "while not source.exhausted: print([d.payload for d in source.poll(5, 5.0)], flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "0\n"
        assert process.communicate("some text", timeout=30)[0] == "[b'some text']\n"


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    """Until the sink is closed the file has not its name; then it holds every line. Folders are made."""
    out = tmp_path / "new" / "folder" / "out.jsonl"
    sink = FileSink({Channel.MEETINGS: str(out)})
    sink.publish([dispatch(Channel.MEETINGS, b'{"id": "m"}')], NOTHING)
    assert not out.exists()
    sink.close()
    sink.close()
    assert out.read_bytes() == b'{"id": "m"}\n'
    assert [file.name for file in out.parent.iterdir()] == ["out.jsonl"]


def test_a_failed_run_leaves_the_earlier_file_alone(tmp_path: Path) -> None:
    """An error inside the `with` block keeps the file of an earlier run as it was."""
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"earlier\n")
    with pytest.raises(Halt):
        halt_after_publishing(str(out))
    assert out.read_bytes() == b"earlier\n"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (b"caf\xc3\xa9", {"value": "café"}),
        (b"caf\xe9", {"value_base64": "Y2Fm6Q=="}),
        (None, {"value": None}),
    ],
)
def test_a_dead_letter_keeps_its_original_bytes(
    tmp_path: Path, value: bytes | None, told: dict[str, str | None]
) -> None:
    """A dead letter's line holds headers, key, and the original bytes: as text, else in base 64."""
    out = tmp_path / "dead.jsonl"
    with FileSink({Channel.DEAD_LETTERS: str(out)}) as sink:
        sink.publish([dispatch(Channel.DEAD_LETTERS, value), dispatch(Channel.MEETINGS, b"dropped")], NOTHING)
    assert [json.loads(line) for line in out.read_bytes().splitlines()] == [
        {"origin": "in.jsonl[0]@3", "headers": {"reason": "not_utf8"}, "key_base64": "a/8=", **told}
    ]


def test_a_file_that_cannot_be_made_is_refused_at_once(tmp_path: Path) -> None:
    """A folder in the place of the output file is the caller's mistake."""
    with pytest.raises(ConfigurationError):
        FileSink({Channel.MEETINGS: str(tmp_path)})


def test_a_device_is_written_to_and_not_replaced() -> None:
    """What is no regular file is written to as it is."""
    with FileSink({Channel.MEETINGS: os.devnull}) as sink:
        sink.publish([dispatch(Channel.MEETINGS, b"gone")], NOTHING)
    assert not Path(os.devnull).is_file()


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    """The file that a link points to is replaced, and the link stays."""
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "out.jsonl")
    with FileSink({Channel.MEETINGS: str(tmp_path / "link.jsonl")}) as sink:
        sink.publish([dispatch(Channel.MEETINGS, b"{}")], NOTHING)
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "out.jsonl").read_bytes() == b"{}\n"


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    """While a file is being written, another run that wants to write it is refused at once."""
    out = str(tmp_path / "out.jsonl")
    with FileSink({Channel.MEETINGS: out}), pytest.raises(ConfigurationError, match="another run"):
        FileSink({Channel.MEETINGS: out})
