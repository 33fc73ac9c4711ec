"""What to do where no broker can be had."""

import os

import pytest


def without_broker(reason: str) -> None:
    """Skip, or fail where a broker is required."""
    message = f"no broker: {reason}"
    if os.environ.get("READOUT_REQUIRE_KAFKA") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
