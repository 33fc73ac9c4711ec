"""What tests of the extractor share: one, loaded once; and which of their truths do not hold yet."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from spacy.tokens import Doc

from pipeline.extract.extractor import Extractor
from schemas.article import Article
from schemas.meeting import Meeting

# One test a line, by what follows `tests/extract/`. One that has come to pass fails until its line is gone.
OPEN = frozenset((Path(__file__).parent / "open.txt").read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the shipped model."""
    return Extractor()


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Callable[[str], Doc]:
    """Reads a sentence as an article of a known day, 7 April 2021."""

    @cache
    def reader(text: str) -> Doc:
        return extractor.read(Article(text=text, published=date(2021, 4, 7)))

    return reader


@pytest.fixture
def told(extractor: Extractor) -> Callable[[Sequence[str]], Meeting]:
    r"""Read a row (text, published, kind, country): its first meeting of the kind that involves the country.

    A line break is written \n.
    """

    def read(row: Sequence[str]) -> Meeting:
        text = row[0].replace("\\n", "\n")
        article = Article.model_validate({"id": "a", "text": text, "published": row[1]})
        (found,) = extractor.extract([article])
        assert isinstance(found, tuple)
        involved = ((m, {p.country for p in m.participants} | {m.place.country}) for m in found)
        return next(m for m, countries in involved if m.kind == row[2] and row[3] in countries)

    return read


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect the tests of `open.txt` to fail, strictly."""
    for item in items:
        if item.nodeid.removeprefix("tests/extract/") in OPEN:
            item.add_marker(
                pytest.mark.xfail(reason="does not hold yet: tests/extract/open.txt", strict=True)
            )
