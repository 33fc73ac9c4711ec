"""Reading in processes of their own: a text that hangs or crashes one costs that text, and nothing else."""

from pipeline.readers.child import Making
from pipeline.readers.handle import Bounds
from pipeline.readers.pool import ROUNDS, Readers

__all__ = ["ROUNDS", "Bounds", "Making", "Readers"]
