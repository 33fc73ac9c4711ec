"""What tests of the extractor share: one, loaded once; and which of their truths do not hold yet."""

from pathlib import Path

import pytest

from pipeline.extract.extractor import Extractor

# One test a line, by what follows `tests/extract/`. One that has come to pass fails until its line is gone.
OPEN = frozenset((Path(__file__).parent / "open.txt").read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the shipped model."""
    return Extractor()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect the tests of `open.txt` to fail, strictly."""
    for item in items:
        if item.nodeid.removeprefix("tests/extract/") in OPEN:
            item.add_marker(
                pytest.mark.xfail(reason="does not hold yet: tests/extract/open.txt", strict=True)
            )
