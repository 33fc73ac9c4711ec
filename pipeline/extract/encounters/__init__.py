"""Encounters: which verbs and nouns tell of one, and between whom."""

from pipeline.extract.encounters.finder import Finder

__all__ = ["Finder"]
