"""How streams of bytes are cut into records."""

import io

import pytest

from pipeline.transports.framing import frames


def cut(data: bytes, name: str = "-", limit: int = 1000) -> list[bytes]:
    """The payloads that `data` is cut into."""
    return [payload for _, payload in numbered(data, name, limit)]


def numbered(data: bytes, name: str = "-", limit: int = 1000) -> list[tuple[int, bytes]]:
    """The same, each with its number."""
    stream: io.BufferedReader = io.BufferedReader(io.BytesIO(data))
    return [(frame.number, frame.payload) for frame in frames(stream, name, limit)]


def test_each_line_of_json_lines_is_a_record() -> None:
    """Every line of JSON Lines is one record, byte for byte, without its line end."""
    assert cut(b'{"a": 1}\r\n{"a":  2}\n') == [b'{"a": 1}', b'{"a":  2}']


def test_a_malformed_line_costs_that_line_only() -> None:
    """A malformed line between good ones is a record of its own, and they stay whole."""
    assert cut(b'{"a": 1}\n{"a": \n\xff\xfe\n{"a": 2}') == [b'{"a": 1}', b'{"a":', b"\xff\xfe", b'{"a": 2}']


def test_a_malformed_first_line_does_not_hide_the_lines_after_it() -> None:
    """Lines are found although the first of them is not JSON."""
    assert cut(b'garbage\n{"a": 1}\n') == [b"garbage", b'{"a": 1}']


def test_a_record_keeps_the_number_of_its_line() -> None:
    """Blank lines give no record, and the number of a record is still that of its line, from 0."""
    assert [number for number, _ in numbered(b'{"a": 1}\n\n \n{"a": 2}\n')] == [0, 3]


def test_the_name_settles_what_content_leaves_open() -> None:
    """A file called .jsonl is cut at lines although none of them is JSON."""
    assert cut(b"one\ntwo\n", "x.jsonl") == [b"one", b"two"]


def test_an_indented_object_is_one_record() -> None:
    """An object over many lines is one record."""
    data = b'{\n  "a": "}",\n  "b": {"c": [1]}\n}\n'
    assert cut(data) == [data.strip()]


def test_indented_objects_in_a_row_are_records() -> None:
    """Indented objects one after the other are one record each."""
    assert cut(b'{\n "a": 1\n}\n{\n "a": 2\n}') == [b'{\n "a": 1\n}', b'{\n "a": 2\n}']


@pytest.mark.parametrize("data", [b'[{"a": 1}, {"a": [2]}]', b'\n[\n  {"a": 1},\n  {"a": [2]}\n]\n'])
def test_an_array_of_objects_is_a_record_for_each(data: bytes) -> None:
    """The elements of an array of objects are the records, on one line or on many."""
    assert cut(data) == [b'{"a": 1}', b'{"a": [2]}']


def test_another_array_is_one_record() -> None:
    """An array that holds no objects is no list of articles, and is left in one piece."""
    assert cut(b"[1, [2], 3]") == [b"[1, [2], 3]"]


def test_what_stands_between_elements_is_not_lost() -> None:
    """Bytes between the objects of an array that separate nothing go with the next record, or come last."""
    assert cut(b'[{"a": 1}, nonsense, {"a": 2}, 5]') == [b'{"a": 1}', b'nonsense, {"a": 2}', b"5]"]


def test_a_broken_object_is_one_record() -> None:
    """An object whose brackets never close is given as far as it goes."""
    assert cut(b'{\n "a": [1,\n "b"\n') == [b'{\n "a": [1,\n "b"']


def test_escapes_hold_across_chunks() -> None:
    """Backslashes and quotation marks in a string longer than any buffer do not hide where it ends."""
    element = b'{\n"a": "' + b'\\\\\\"{' * 50_000 + b'"}'
    assert cut(b"[" + element + b",\n" + element + b"]", limit=1 << 20) == [element, element]


def test_plain_text_is_one_record() -> None:
    """Text that is not JSON is one record, its layout untouched."""
    data = b" date 2021-04-07 World\nA title\n\nA body.\n"
    assert cut(data) == [data]


def test_an_empty_file_is_one_empty_record() -> None:
    """An empty file is one message with nothing in it, which intake passes over and counts."""
    assert cut(b"") == [b""]


def test_a_byte_order_mark_is_no_part_of_the_first_record() -> None:
    """The mark that some editors put before a file is taken off."""
    assert cut(b'\xef\xbb\xbf{"a": 1}\n{"a": 2}\n') == [b'{"a": 1}', b'{"a": 2}']


@pytest.mark.parametrize("shape", [b'{"a": "%s"}\n{"a": 1}\n', b'[{\n"a": "%s"}, {"a": 1}]'])
def test_an_endless_record_is_cut_and_its_neighbour_is_not(shape: bytes) -> None:
    """A record over the limit is cut there; the one after it is whole."""
    long, short = cut(shape % (b"x" * 5000), limit=100)
    assert len(long) == 100
    assert short == b'{"a": 1}'
