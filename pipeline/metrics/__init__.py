"""What is measured: a catalogue as data, and a fold over what became of each batch."""

from pipeline.metrics.catalogue import CATALOGUE, Measure, Type, page
from pipeline.metrics.fold import Metrics, SourceState

__all__ = ["CATALOGUE", "Measure", "Metrics", "SourceState", "Type", "page"]
