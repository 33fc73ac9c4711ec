"""The gate: whether there is anything to read in an article, and where, told before the language model reads it."""

from pipeline.extract.gate.context import Choice, Context
from pipeline.extract.gate.gate import Gate
from pipeline.extract.gate.inflection import Inflector
from pipeline.extract.gate.scout import Scout

__all__ = ["Choice", "Context", "Gate", "Inflector", "Scout"]
