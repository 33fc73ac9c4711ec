"""Explanations as one HTML page that needs nothing else and lets nothing else in.

Everything from an article is escaped by the template. A content security policy allows the page's own style
sheet and script, by their digests, and nothing besides: no network, no frames, no forms.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.explain.model import Explanation, Field, Item, Mark, Part
from pipeline.explain.segments import Segment, segments, visible

_LINES: Final = re.compile(r"[^\S\n]*\n\s*")
_WEB: Final = ("http://", "https://")


def page(explanations: Sequence[Explanation], generator: str) -> str:
    """The page as text, to be written in UTF-8; `generator` names who made it."""
    return _environment().get_template("page.html.j2").render(
        explanations=explanations, generator=generator, fields=list(Field), style=_asset("page.css"),
        script=_asset("page.js"), policy=_policy(),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.explain", "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"visible": visible, "lines": _LINES.split}
    environment.globals |= {"pieces": _pieces, "keys": _keys, "quoted": _quoted, "link": _link}
    return environment


def _policy() -> str:
    style, script = _digest("page.css"), _digest("page.js")
    return f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


def _digest(name: str) -> str:
    """The source expression of CSP level 2, section 4.2.5, for an inline asset."""
    digest = hashlib.sha256(_asset(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _asset(name: str) -> Markup:
    return Markup((files("pipeline.explain") / "web" / name).read_text(encoding="utf-8"))  # noqa: S704  ours


def _pieces(explanation: Explanation, part: Part) -> list[Segment]:
    source = explanation.article.title if part == "title" else explanation.article.text
    return list(segments(source or "", part, explanation.marks))


def _keys(segment: Segment) -> str:
    """The items that a piece belongs to, parted by blanks, that of its shown field first."""
    return " ".join(dict.fromkeys(mark.key for mark in segment.marks))


def _quoted(explanation: Explanation, item: Item) -> list[Mark]:
    return [mark for mark in explanation.marks if mark.key == item.key]


def _link(address: str | None) -> str | None:
    """The address, if following it leads to the web and does nothing else."""
    return address if address and address.lower().startswith(_WEB) else None
