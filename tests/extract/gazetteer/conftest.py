"""What the tests of the gazetteer share."""

import pytest
from sentences import Reader


@pytest.fixture(scope="session")
def read() -> Reader:
    """The reader; loading takes most of a second, once."""
    return Reader()
