"""Articles in, meetings out: usable in a notebook with no broker."""

from pipeline.extract.extractor import Extractor

__all__ = ["Extractor"]
