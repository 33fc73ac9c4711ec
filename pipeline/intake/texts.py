"""What people wrote becomes plain, normalised text. `docs/schema.md` lists every change made here."""

import re
from html import unescape
from typing import Final
from unicodedata import normalize

from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement

from pipeline.errors import Reject
from pipeline.intake.limits import Limits
from schemas.deadletter import Reason

# C0 but tab and line ends, DEL, C1, and what overrides or isolates the direction of writing.
_CONTROLS: Final = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"  # soft hyphen, zero widths, marks
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS: Final = "\r\x0b\x0c\x85\u2028\u2029"

_ODD: Final = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_SPACES}{_BREAKS}\ud800-\udfff]")
_CONTROL: Final = re.compile(f"[{_CONTROLS}]")
_REMOVED: Final = re.compile(f"[{_CONTROLS}{_INVISIBLE}]")
_SPACE: Final = re.compile(f"[{_SPACES}]")
_BREAK: Final = re.compile(f"\r\n|[{_BREAKS}]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# A closing tag of HTML's own, a tag that needs none, or a document's head: nobody writes these by accident.
_MARKUP: Final = re.compile(
    r"<(?:!doctype\s+html|(?:html|p|br|hr|img|li|tr|td)\b[^<>]*+"
    r"|/(?:p|div|span|a|b|i|u|em|strong|ul|ol|li|table|tr|td|th|h[1-6]|blockquote|article|section|header"
    r"|footer|figure|figcaption|script|style|noscript|iframe|body|html|head|title|font|center|small|sup|sub"
    r"|time|main|aside|nav|pre|code|q|cite|dl|dd|dt|form|button|label|svg|video|picture)\s*+)>",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_GAP: Final = re.compile(r"\n\s*\n")  # begins at a line end: a run of mere spaces costs nothing

_UNSEEN: Final = ("noscript", "iframe", "object", "template", "svg", "button", "select", "textarea")
_RENDERING: Final = ParserConfig(
    css=STRICT_CSS_PROFILE | {tag: HtmlElement(display=Display.none) for tag in _UNSEEN}
)


def plain(text: str, limits: Limits) -> str:
    """The text without markup and invisible characters, in NFC, trimmed, its paragraphs on lines.

    Raises:
        Reject: it is flooded with control characters.
    """
    text = _visible(text, limits)
    if "&" in text and not _MARKUP.search(text):
        text = _visible(_ENTITY.sub(lambda entity: unescape(entity[0]), text), limits)
    if "<" in text and _MARKUP.search(text):
        text = _visible(_rendered(text), limits)
    return normalize("NFC", text).strip()


def line(text: str | None, limits: Limits) -> str | None:
    """The same on one line, for names and titles; None when nothing is left.

    Raises:
        Reject: it is too long, or flooded with control characters.
    """
    if text is None:
        return None
    if len(text) > limits.field_characters:
        raise Reject(Reason.TOO_LARGE, f"a field of {len(text)} characters, of {limits.field_characters}")
    return " ".join(plain(text, limits).split()) or None


def _visible(text: str, limits: Limits) -> str:
    """Odd spaces become spaces, odd breaks newlines, broken characters U+FFFD; what shows nothing goes."""
    if not _ODD.search(text):
        return text
    _check_controls(text, limits)
    text = _SPACE.sub(" ", _BREAK.sub("\n", _REMOVED.sub("", text)))
    return _SURROGATE.sub("\ufffd", text)


def _rendered(text: str) -> str:
    """What a browser would show; where no tag parts the paragraphs, blank lines do."""
    if not _BLOCK.search(text):
        text = _GAP.sub("<br><br>", text)
    lines = (each.strip() for each in str(get_text(text, _RENDERING)).split("\n"))
    return _GAP.sub("\n\n", "\n".join(lines))


def _check_controls(text: str, limits: Limits) -> None:
    found = len(_CONTROL.findall(text))
    if found > max(limits.control_characters, limits.control_share * len(text)):
        raise Reject(Reason.CONTROL_FLOOD, f"{found} control characters among {len(text)}")
