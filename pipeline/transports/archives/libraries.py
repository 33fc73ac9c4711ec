"""Libraries that only some archives take."""

from importlib import import_module
from typing import Any

from pipeline.errors import ConfigurationError


def library(name: str, wanted_for: str) -> Any:
    """The module called `name`.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        told = f"{wanted_for} takes the library {name}: pip install 'readout-pipeline[archives]'"
        raise ConfigurationError(told) from error
