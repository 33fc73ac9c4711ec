"""Word vectors as spaCy keeps them, looked up by the word in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy
import srsly
from spacy.attrs import LOWER
from spacy.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.minilm import Floats


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
