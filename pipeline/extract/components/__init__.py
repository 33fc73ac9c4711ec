"""How a meeting is understood: one small component a file, each Doc → Doc, none knowing another, in this order."""

from pipeline.extract.components import (
    actors,
    circumstances,
    confidence,
    encounters,
    hosting,
    mentions,
    merging,
    people,
    places,
    timing,
    topics,
    trees,
)

COMPONENTS = (
    "readout_trees",
    "readout_actors",
    "readout_mentions",
    "readout_people",
    "readout_encounters",
    "readout_timing",
    "readout_places",
    "readout_topics",
    "readout_merging",
    "readout_circumstances",
    "readout_hosting",
    "readout_confidence",
)

__all__ = [
    "COMPONENTS",
    "actors",
    "circumstances",
    "confidence",
    "encounters",
    "hosting",
    "mentions",
    "merging",
    "people",
    "places",
    "timing",
    "topics",
    "trees",
]
