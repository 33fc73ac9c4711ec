"""Who and where: countries, organisations, movements and places by the names that the press gives them."""

from pipeline.extract.gazetteer.entries import Entry, Kind, Match
from pipeline.extract.gazetteer.history import resolve
from pipeline.extract.gazetteer.matcher import Gazetteer

__all__ = ["Entry", "Gazetteer", "Kind", "Match", "resolve"]
