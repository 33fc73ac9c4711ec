"""The table of word vectors: small, coarse, and looked up by the word in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
from spacy.attrs import LOWER

from training.table import STEP, keep_key, reduced, table

if TYPE_CHECKING:
    from pathlib import Path

RNG = np.random.default_rng(7)
LAYERS = [RNG.normal(size=(40, 12)).astype("float32") for _ in range(2)]


def test_vectors_are_cut_to_their_main_components() -> None:
    """As many components are kept as asked for, the one that varies most first."""
    spread = reduced(LAYERS, 5).std(axis=0)
    assert spread.shape == (5,)
    assert spread[0] == max(spread)


def test_vectors_are_rounded_to_steps() -> None:
    """Every component is a multiple of the step, so that it compresses."""
    steps = reduced(LAYERS, 5) / STEP
    assert steps == pytest.approx(np.round(steps))


def test_the_key_outlives_the_disk(tmp_path: Path) -> None:
    """A pipeline that was written and read again finds the vector of a word in capitals."""
    nlp = spacy.blank("en")
    nlp.vocab.vectors = table(["oslo"], np.ones((1, 4), dtype="float32"))
    nlp.to_disk(tmp_path)
    keep_key(tmp_path)
    vectors = spacy.load(tmp_path).vocab.vectors
    doc = spacy.blank("en")("OSLO Oslo Rome")
    assert list(vectors.find(keys=doc.to_array(LOWER))) == [0, 0, -1]
    assert vectors.attr == LOWER
