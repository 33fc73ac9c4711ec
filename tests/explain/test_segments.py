from explain.hand import mark
from hypothesis import given
from hypothesis import strategies as st

from pipeline.explain import Field, Mark
from pipeline.explain.segments import segments, visible

TEXTS = st.text(st.characters(), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and marks anywhere in it, overlapping as they like."""
    text = draw(TEXTS.filter(bool))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges, st.sampled_from(Field), st.integers(1, 12)), max_size=6))
    return text, [mark(min(a, b), max(a, b), field, record) for a, b, field, record in pairs if a != b]


@given(marked())
def test_the_pieces_are_the_text(given_: tuple[str, list[Mark]]) -> None:
    """Joined, the pieces are what can be seen of the text, whatever marks lie on it."""
    text, marks = given_
    assert "".join(piece.text for piece in segments(text, "text", marks)) == visible(text)


@given(marked())
def test_a_mark_lies_on_its_words(given_: tuple[str, list[Mark]]) -> None:
    """The pieces of each mark, joined, are the words that it marks."""
    text, marks = given_
    pieces = list(segments(text, "text", marks))
    for each in marks:
        own = "".join(piece.text for piece in pieces if each in piece.marks)
        assert own == visible(text)[each.start : each.end]


@given(TEXTS)
def test_what_is_seen_is_as_long_as_what_is_there(text: str) -> None:
    """Offsets hold in what is shown, and it can be written in UTF-8."""
    assert len(visible(text)) == len(text)
    visible(text).encode()


def test_what_acts_is_not_shown() -> None:
    """Escapes of terminals, marks of direction and halves of characters are replaced; lines and tabs stay."""
    assert visible("a\x1b[2J\u202eb\ud800\x9b\tc\n") == "a\ufffd[2J\ufffdb\ufffd\ufffd\tc\n"


def test_the_shortest_mark_shows() -> None:
    """Of marks that lie on one another the one that says least else gives the colour."""
    whole, part = mark(0, 20, Field.TOPIC), mark(4, 9, Field.WHO, 2)
    shown = [(piece.field, piece.records) for piece in segments("x" * 20, "text", [whole, part])]
    assert shown == [(Field.TOPIC, (1,)), (Field.WHO, (2,)), (Field.TOPIC, (1,))]


def test_a_mark_outside_the_text_is_left_out() -> None:
    """A mark that does not fit the text, or belongs to the headline, cuts nothing."""
    marks = [mark(5, 99), mark(3, 3), Mark("title", 0, 2, Field.WHO, "1-who-0", 1)]
    assert [piece.marks for piece in segments("abcdefg", "text", marks)] == [()]
