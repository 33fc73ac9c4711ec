"""How sure we are: a calibrated probability that a record tells of a real encounter.

A logistic model over named signs. Its weights are fitted to annotated articles by `training/confidence.py`,
and kept in `words/confidence.toml`; a sign without a weight there counts for nothing.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Encounter
from schemas.meeting import Kind, Status

BIAS: Final = "bias"
_DOUBTFUL: Final = frozenset({Status.PROPOSED, Status.POSTPONED})


def signs(doc: Doc, encounter: Encounter) -> dict[str, float]:
    """The signs of an encounter of `doc`, by name, each from 0 to about 1."""
    names = {p.name for p in encounter.parties if p.name}
    actors = {p.actor for p in encounter.parties if p.actor}
    sources = {doc._.people[p.person].source for p in encounter.parties if p.person is not None}
    told = {
        BIAS: True,
        "kind_visit": encounter.kind is Kind.VISIT,
        "kind_summit": encounter.kind is Kind.SUMMIT,
        "status_held": encounter.status is Status.HELD,
        "status_doubtful": encounter.status in _DOUBTFUL,
        "one_actor": len(actors) == 1,
        "one_name": len(names) == 1,
        "several_names": len(names) > 1,
        "actor_unknown": any(p.actor is None for p in encounter.parties),
        "actor_from_table": "table" in sources,
        "actor_from_dateline": "dateline" in sources,
        "dated": encounter.when.start is not None,
        "placed": encounter.where.country is not None,
        "told_twice": len(encounter.support) > 1,
        "title_alone": "title" in encounter.features,
        "by_noun": _is_noun(doc, encounter),
        "without_verb": "cue:bare" in encounter.features,
        "apart": _apart(doc, encounter),
    }
    return {name: float(value) for name, value in told.items()}


def _is_noun(doc: Doc, encounter: Encounter) -> bool:
    return doc[encounter.trigger[0]].pos_ in {"NOUN", "PROPN"}


def _apart(doc: Doc, encounter: Encounter) -> float:
    """How far the farthest party of the sentence stands from the trigger: 0 near, 1 far."""
    mentions = [doc._.mentions[p.mention] for p in encounter.parties if p.mention is not None]
    start, end = encounter.sentence
    gaps = [abs(m.root - encounter.trigger[0]) for m in mentions if start <= m.start < end]
    return 1.0 - 1.0 / (1.0 + max(gaps) / 10.0) if gaps else 0.0


@cache
def weights() -> Mapping[str, float]:
    """Sign → weight, in logits."""
    text = (files("pipeline.extract") / "words" / "confidence.toml").read_text(encoding="utf-8")
    found: dict[str, float] = tomllib.loads(text)["weights"]
    return found


def probability(told: Mapping[str, float], weighted: Mapping[str, float]) -> float:
    """The logistic function of the weighted signs, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-sum(weighted.get(name, 0.0) * value for name, value in told.items())))


@Language.component("readout_confidence", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def confidence(doc: Doc) -> Doc:
    """Set the confidence of `doc._.encounters`."""
    doc._.encounters = tuple(
        replace(e, confidence=round(probability(signs(doc, e), weights()), 3)) for e in doc._.encounters
    )
    return doc
