"""What tests of explanations share: one extractor, ways to explain an article, and one browser."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from explain.browsers import program
from explain.hand import Explain

from pipeline.explain import Explanation
from pipeline.explain.explainer import Explainer
from pipeline.extract.extractor import Extractor
from schemas.article import Article

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the shipped model."""
    return Extractor()


@pytest.fixture(scope="session")
def explained(extractor: Extractor) -> Explain:
    """Explains a text, published on 7 April 2021 unless told otherwise."""

    def explain(text: str, **fields: Any) -> Explanation:
        explainer = Explainer(extractor)
        explainer.extract([Article(**{"id": "a", "published": date(2021, 4, 7), **fields}, text=text)])
        (explanation,) = explainer.taken()
        return explanation

    return explain


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser without a window, in a profile of its own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  who has no browser need not have it

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program(), args=list(FLAGS))
        yield started
        started.close()
