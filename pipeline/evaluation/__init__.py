"""How well meetings are read: published records against annotations of the same articles.

The metric is described in `docs/evaluation.md`. This room knows the schemas alone: what it measures are
the records that consumers get, however they were made.
"""

from pipeline.evaluation.figures import Figures
from pipeline.evaluation.floors import Fall, Floors
from pipeline.evaluation.gold import Annotated, GoldSet, find_sets
from pipeline.evaluation.mistakes import Mistake
from pipeline.evaluation.scoring import Scoring

__all__ = ["Annotated", "Fall", "Figures", "Floors", "GoldSet", "Mistake", "Scoring", "find_sets"]
