import io

from explain.hand import Explain, made, mark
from rich.console import Console

from pipeline.explain import Explanation, Field
from pipeline.explain.terminal import show


def shown(explanation: Explanation, *, colours: bool, width: int = 100) -> str:
    """What a terminal is sent."""
    sent = io.StringIO()
    show(
        Console(
            file=sent,
            width=width,
            force_terminal=True,
            no_color=not colours,
            color_system="standard",
            markup=False,
            highlight=False,
        ),
        explanation,
    )
    return sent.getvalue()


def test_without_colours_marks_are_in_brackets() -> None:
    """Field and record of a mark stand with its words in brackets."""
    assert "[who 1: Rossi] smiled" in shown(made("Rossi smiled", mark(0, 5)), colours=False)


def test_with_colours_there_are_no_brackets() -> None:
    """Colours tell the fields, small figures the records."""
    sent = shown(made("Rossi smiled", mark(0, 5)), colours=True)
    assert "\x1b[1;34mRossi\x1b[0m" in sent
    assert "¹" in sent


def test_each_field_has_its_own_colour() -> None:
    """No two fields look alike."""
    marks = [mark(n, n + 1, field) for n, field in enumerate(Field)]
    sent = shown(made("x" * len(Field), *marks), colours=True)
    assert len({code.split("mx")[0] for code in sent.split("\x1b[") if "mx" in code}) == len(Field)


def test_an_article_cannot_steer_the_terminal() -> None:
    """Escape sequences in text, title and outlet arrive as harmless characters."""
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m"
    sent = shown(made(evil, title=evil, outlet=f"o{evil}", told=evil), colours=False)
    assert not {"\x07", "\x9b"} & set(sent)
    assert "\x1b]" not in sent
    assert "\x1b[2J" not in sent


def test_brackets_in_an_article_are_no_markup() -> None:
    """Text that looks like the console's own markup is shown as it is."""
    assert "[bold red]x[/]" in shown(made("[bold red]x[/]"), colours=False)


def test_a_wide_terminal_has_the_records_beside_the_text() -> None:
    """Where there is room, text and records share lines; else the records come below."""
    explanation = made("Rossi smiled", mark(0, 5), told="grounds")
    wide, narrow = (
        [line for line in shown(explanation, colours=False, width=width).splitlines() if "[who 1" in line]
        for width in (160, 100)
    )
    assert ["confidence" in line or "grounds" in line for line in (*wide, *narrow)] == [True, False]


def test_an_article_without_a_meeting_says_so(explained: Explain) -> None:
    """Nothing found is told, not left blank."""
    assert "No meeting was found." in shown(explained("It rained in Rome."), colours=False)
