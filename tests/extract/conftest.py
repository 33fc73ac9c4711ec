"""What tests of the extractor share: one, loaded once."""

import pytest

from pipeline.extract.extractor import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with the shipped model."""
    return Extractor()
