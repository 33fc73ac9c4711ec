"""Which browser the tests open pages with, and what to do where there is none."""

import importlib.util
import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str | None:
    """The path of the first browser that is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def need_browser() -> None:
    """Skip the module that asks, or fail where READOUT_REQUIRE_BROWSER is 1."""
    if program() is None:
        _without(f"none of {', '.join(NAMES)} is installed")
    if importlib.util.find_spec("playwright") is None:
        _without("playwright is not installed")


def _without(reason: str) -> None:
    message = f"no browser: {reason}"
    if os.environ.get("READOUT_REQUIRE_BROWSER") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message, allow_module_level=True)
