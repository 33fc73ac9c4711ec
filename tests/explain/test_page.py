import base64
import hashlib
import re

import pytest
from explain.hand import made, mark

from pipeline.explain.page import page

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;"


def test_the_policy_allows_what_is_on_the_page_alone() -> None:
    """The digests of the policy are those of the page's style sheet and script; nothing else is allowed."""
    text = page([made("x")], "readout")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    inline = [re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script")]
    (style,), (script,) = inline
    expected = (
        f"default-src &#39;none&#39;; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri &#39;none&#39;; form-action &#39;none&#39;"
    )
    assert policy == expected


def _digest(text: str) -> str:
    return f"&#39;sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}&#39;"


@pytest.mark.parametrize("field", ["title", "outlet", "url", "id", "text", "told"])
def test_everything_is_escaped(field: str) -> None:
    """Markup in any field of an article, or in what is told of it, is shown and never becomes an element."""
    fields = {"text": "x", **({} if field == "text" else {"title": None}), field: EVIL}
    text = page([made(fields.pop("text") or "", mark(0, 1), **fields)], "readout")
    assert "<img" not in text
    assert text.count("<script") == 1


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "//x", "file:///etc"],
)
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    """An address that would do anything but lead to a web page is shown as text."""
    assert "<a href" not in page([made("x", url=address)], "readout")


def test_an_address_of_the_web_becomes_a_link() -> None:
    """The article's own address can be followed."""
    assert '<a href="https://example.org/a?b=1&amp;c=2"' in page(
        [made("x", url="https://example.org/a?b=1&c=2")], "readout"
    )


def test_the_page_loads_nothing() -> None:
    """No element of the page asks for another file."""
    text = page([made("Rossi smiled", mark(0, 5))], "readout")
    assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b|\ssrc=|url\(|@import", text)


def test_no_article_gives_a_page_too() -> None:
    """Nothing to explain is a page without sections."""
    assert "<section" not in page([], "readout")


def test_articles_do_not_share_names() -> None:
    """Of two articles every element's name is its own."""
    one = made("Rossi smiled", mark(0, 5))
    names = re.findall(r'\bid="([^"]*)"', page([one, one], "readout"))
    assert len(names) == len(set(names)) > 2
