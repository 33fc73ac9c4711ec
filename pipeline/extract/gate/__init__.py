"""The gate: whether there is anything to read in an article, and where, told before any model runs."""

from pipeline.extract.gate.gate import Gate
from pipeline.extract.gate.inflection import Inflector

__all__ = ["Gate", "Inflector"]
