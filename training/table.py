"""Word vectors as spaCy keeps them: few components, coarse steps, looked up by the word in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import spacy
import srsly
from spacy.attrs import LOWER
from spacy.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

STEP = 1 / 32  # what the vectors are rounded to, so that a wheel compresses them


def reduced(layers: Sequence[Floats], width: int) -> Floats:
    """Return the first principal components of the layers side by side, each row of each brought to length one."""
    centred = [layer - layer.mean(axis=0) for layer in layers]
    joined = np.concatenate([x / np.linalg.norm(x, axis=1, keepdims=True) for x in centred], axis=1)
    _values, axes = np.linalg.eigh(joined.T @ joined)
    main = joined @ axes[:, ::-1][:, :width]
    scaled = main / main.std()
    return np.asarray(np.round(scaled / STEP) * STEP, dtype="float32")


def table(words: Sequence[str], rows: Floats) -> Vectors:
    """Return the vectors as spaCy keeps them, looked up by the word in lower case."""
    blank = spacy.blank("en")
    keys = [blank.vocab.strings.add(word) for word in words]
    return Vectors(strings=blank.vocab.strings, data=rows, keys=keys, name="minilm", attr="LOWER")


def keep_key(folder: Path) -> None:
    """Note in a written pipeline that its vectors are looked up by lower case.

    spaCy 3.8 reads this setting from `vectors.cfg`, but writes it for Floret vectors alone.
    """
    srsly.write_json(folder / "vocab" / "vectors.cfg", {"mode": "default", "attr": LOWER})
