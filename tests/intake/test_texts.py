"""Text becomes plain: markup, entities, white space, invisible and control characters."""

import pytest

from pipeline.errors import Reject
from pipeline.intake import Limits
from pipeline.intake.texts import line, plain
from schemas import Reason

LIMITS = Limits()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Lavrov met Qureshi.</p><p>They talked.</p>", "Lavrov met Qureshi.\n\nThey talked."),
        ("One line.<br>Another.", "One line.\nAnother."),
        ("<p>AT&amp;T &lt;said&gt;</p>", "AT&T <said>"),
        ("<div>Talks</div><script>alert('<p>')</script><style>p{}</style>", "Talks"),
        ("<html><head><title>x</title></head><body><p>Talks</p></body></html>", "Talks"),
        ("<p>Talks<noscript>Enable it</noscript> <iframe>ad</iframe></p>", "Talks"),
        ("<p>Talks <!-- not these --> in <b>Geneva</b>.</p>", "Talks in Geneva."),
        ("&lt;p&gt;Talks&lt;/p&gt;", "Talks"),
        ("First.\n\nSecond <b>bold</b>.", "First.\n\nSecond bold."),
        ("<p>never closed", "never closed"),
        ("<script>only()</script>", ""),
    ],
)
def test_html(html: str, text: str) -> None:
    """HTML is reduced to what a reader would see, its paragraphs kept apart."""
    assert plain(html, LIMITS) == text


@pytest.mark.parametrize(
    "text",
    [
        "If a < b and c > d, talks fail.",
        "The sign <3 is no tag.",
        "<Reuters> reported talks.",
        "He wrote <unclear> in the margin.",
        "x </ y",
        "<p",
    ],
)
def test_no_html(text: str) -> None:
    """A stray angle bracket makes no HTML: the text stays as it is."""
    assert plain(text, LIMITS) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("AT&amp;T &quot;met&quot; &#8217;", 'AT&T "met" \u2019'),
        ("Q&A; R&D", "Q&A; R&D"),
        ("a & b", "a & b"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("New\u00a0York \u2009 met", "New York   met"),
        ("co\u00adoperation \u200bzero\ufeff", "cooperation zero"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("  \n text \n\n more \n", "text \n\n more"),
        ("nul\0 bell\x07 \u202eoverride\u202c", "nul bell override"),
        ("half \ud800 pair", "half \ufffd pair"),
    ],
)
def test_characters(raw: str, text: str) -> None:
    """Entities, breaks, spaces and invisible characters become what they stand for; the rest is untouched."""
    assert plain(raw, LIMITS) == text


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\u202e", "\u2067"])
def test_flood(character: str) -> None:
    """More control or override characters than the limits allow are refused."""
    with pytest.raises(Reject) as refusal:
        plain("Talks " + character * 50, LIMITS)
    assert refusal.value.reason is Reason.CONTROL_FLOOD


def test_flood_in_disguise() -> None:
    """Control characters that hide in entities are counted too."""
    with pytest.raises(Reject) as refusal:
        plain("<p>Talks" + "&#8238;" * 50 + "</p>", LIMITS)
    assert refusal.value.reason is Reason.CONTROL_FLOOD


def test_a_few_controls_are_no_flood() -> None:
    """Up to the limit they are removed in silence; in a long text, up to their share."""
    assert plain("Talks" + "\0" * 10, LIMITS) == "Talks"
    assert plain("Talks " * 1000 + "\0" * 50, LIMITS) == ("Talks " * 1000).strip()


def test_line() -> None:
    """A name or title stands on one line, and is null when nothing is left."""
    assert line(" Talks\n <b>open</b>&nbsp;in\tGeneva ", LIMITS) == "Talks open in Geneva"
    assert line(" \u200b ", LIMITS) is None
    assert line(None, LIMITS) is None


def test_long_line() -> None:
    """A field that is longer than the limit is refused."""
    with pytest.raises(Reject) as refusal:
        line("x" * 2001, LIMITS)
    assert refusal.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "unit",
    ["<p ", "</b ", " \n", "\n \t", "<", "&", "&amp;", "<br", "<p>", "<li>", "<table>", "<!--", "</p>"],
)
def test_time_is_linear(unit: str) -> None:
    """A hundred thousand characters of anything are dealt with while a person waits."""
    assert plain(unit * (100_000 // len(unit)), LIMITS) is not None
