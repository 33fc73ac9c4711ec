"""The page in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from explain.browsers import need_browser
from explain.hand import Explain, made, mark

from pipeline.explain import Explanation
from pipeline.explain.page import page

need_browser()

FEED = Path(__file__).resolve().parents[2] / "pipeline" / "demo" / "feed"
SINGS = "window.canary=1"
EVIL = (
    f"<script>{SINGS}</script><img src=x onerror={SINGS}><svg onload={SINGS}>"
    f"\"'><iframe srcdoc='<script>parent.canary=1</script>'></iframe></title></style></script>"
    f"<script>{SINGS}</script><link rel=stylesheet href=http://127.0.0.1:9/x>"
    f"{{{{ 1 }}}} ${{{SINGS}}} <body onload={SINGS}> javascript:{SINGS}"
)
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1360, "height": 900}
IN_SIGHT = "node => ((box) => box.top >= 0 && box.bottom <= innerHeight)(node.getBoundingClientRect())"
LIT = "nodes => nodes.map(node => node.dataset.keys || node.dataset.key)"


class Tab:
    """A page that was opened, with all that it said and asked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))


Open = Callable[..., Tab]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a text as a file in a fresh profile."""
    contexts: list[Any] = []

    def visit(text: str, **options: Any) -> Tab:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        contexts.append(browser.new_context(**{"viewport": DESK, **options}))
        tab = Tab(contexts[-1].new_page())
        tab.page.goto(file.as_uri(), wait_until="load")
        return tab

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def first(explained: Explain) -> Explanation:
    """The first article explained, without the line that tells of it."""
    _, _, body = (FEED / "first-article.txt").read_text(encoding="utf-8").partition("\n")
    title, _, text = body.partition("\n")
    return explained(text, title=title)


def test_the_page_says_nothing_and_asks_for_nothing(opened: Open, first: Explanation) -> None:
    """Opened, the page has no error and makes no request but for itself."""
    tab = opened(page([first], "readout"))
    assert (tab.said, [address.partition(":")[0] for address in tab.asked]) == ([], ["file"])
    assert tab.page.locator(".record").count() == len(first.records) > 1


def test_a_word_lights_its_fields(opened: Open, first: Explanation) -> None:
    """Under the pointer a mark lights the fields that rest on it, and no others."""
    tab = opened(page([first], "readout"))
    word = tab.page.locator("a.mark.who").first
    word.hover()
    keys = set((word.get_attribute("data-keys") or "").split())
    assert set(tab.page.locator(".item.lit").evaluate_all(LIT)) == keys


def test_a_field_lights_its_words(opened: Open, first: Explanation) -> None:
    """Under the pointer a field lights every word that it rests on."""
    tab = opened(page([first], "readout"))
    field = tab.page.locator(".item.who").first
    field.hover()
    key = field.get_attribute("data-key")
    lit = tab.page.locator("a.mark.lit").evaluate_all(LIT)
    assert lit
    assert all(key in keys.split() for keys in lit)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    ("start", "end"), [("main a.mark.where", ".item.where"), (".item.who", "a.mark.who")]
)
def test_a_click_leads_to_the_other_side(
    opened: Open, first: Explanation, size: dict[str, int], start: str, end: str
) -> None:
    """A click brings the other end of the link into sight and keeps it lit."""
    tab = opened(page([first], "readout"), viewport=size, reduced_motion="reduce")
    tab.page.locator(start).last.click()
    other = tab.page.locator(f"{end}.pinned").first
    assert other.evaluate(IN_SIGHT)


def test_the_keyboard_does_as_the_pointer(opened: Open, first: Explanation) -> None:
    """Focus lights, Enter pins, Escape lets go."""
    tab = opened(page([first], "readout"))
    field = tab.page.locator(".item.who").first
    field.focus()
    assert tab.page.locator("a.mark.lit").count() > 0
    field.press("Enter")
    assert tab.page.locator("a.mark.pinned").count() > 0
    field.press("Escape")
    assert tab.page.locator(".pinned").count() == 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_hangs_over_the_edge(opened: Open, first: Explanation, size: dict[str, int]) -> None:
    """The page is as wide as the window, however long a word."""
    long = made("x" * 500 + " y", mark(0, 500), title="t" * 300, told="r" * 300)
    tab = opened(page([first, long], "readout"), viewport=size)
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_is_dark_where_dark_is_wished(opened: Open, first: Explanation) -> None:
    """Background and text follow the reader's scheme."""
    text = page([first], "readout")
    paint = "(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))"
    light = opened(text, color_scheme="light").page.evaluate(paint)
    dark = opened(text, color_scheme="dark").page.evaluate(paint)
    assert all(one != other for one, other in zip(light, dark, strict=True))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_hostile_article_is_harmless(opened: Open, size: dict[str, int]) -> None:
    """Scripts in every field of an article are shown as text: none runs, none is fetched."""
    evil = made(EVIL, mark(0, 40), mark(20, len(EVIL)), told=EVIL, title=EVIL, outlet=EVIL, url=EVIL, id=EVIL)
    tab = opened(page([evil], "readout"), viewport=size)
    tab.page.locator("a.mark").first.click()
    tab.page.locator(".item").first.click()
    assert tab.page.evaluate("window.canary") is None
    assert ([address.partition(":")[0] for address in tab.asked], tab.said) == (["file"], [])
    assert f"<script>{SINGS}</script>" in (tab.page.locator(".text").text_content() or "")


def test_the_canary_can_sing(opened: Open) -> None:
    """Where nothing is escaped the same article does its harm: the test above would see it."""
    assert opened(f"<body>{EVIL}</body>").page.evaluate("window.canary") == 1


def test_the_policy_stops_what_escaping_would_let_through(opened: Open) -> None:
    """Even markup that got into the page does not run."""
    text = page([made("x")], "readout").replace("</main>", f"{EVIL}</main>")
    assert opened(text).page.evaluate("window.canary") is None
