"""Make the shipped model of the two trained ones: joined, lemmas added, unneeded strings gone, described.

python -m training.finish <trained trees> <trained names> <target>
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import spacy
import srsly

import training.reader  # noqa: F401 -- the trained configuration names it
from training.lemmas import add_lemmatizer
from training.table import keep_key

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[np.float32]

_BITS = 9
META = {
    "name": "diplomatic_news_sm",
    "version": "0.1.0",
    "description": "Small English pipeline for diplomatic news.",
    "author": "The Readout authors",
    "license": "CC BY-SA 4.0",
    "url": "",
    "email": "",
}


def main(trees: Path, names: Path, target: Path) -> None:
    """Write the finished pipeline to `target`; both parts were trained over the same word vectors."""
    nlp = spacy.load(trees)
    nlp.add_pipe("ner", source=spacy.load(names, vocab=nlp.vocab))
    add_lemmatizer(nlp)
    round_weights(nlp)
    for key in ("corpora", "training", "initialize", "pretraining"):
        nlp.config.pop(key, None)
    nlp.meta.update(META)
    nlp.meta["performance"] = {}
    nlp.to_disk(target)
    keep_key(target)
    srsly.write_json(target / "vocab" / "strings.json", sorted(needed_strings(nlp)))
    print(f"{_size(target) / 1e6:.1f} MB in {target}")


def round_weights(nlp: Language) -> None:
    """Round every weight to nine significant bits: the zeros at its end compress to nothing in a wheel.

    The weights stay 32-bit numbers in memory and in the files.
    """
    for _name, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model else ():
            for key in node.param_names:
                if node.has_param(key):
                    node.set_param(key, rounded(node.get_param(key)))


def rounded(weights: Floats) -> Floats:
    """Return the weights to the nearest number of that many significant bits."""
    parts, powers = np.frexp(weights)
    return np.ldexp(np.round(parts * 2**_BITS), powers - _BITS).astype("float32")


def needed_strings(nlp: Language) -> set[str]:
    """Return the strings that the pipeline itself must spell: its labels and their parts.

    Words of texts enter the string store when they are read; those of the training texts
    are of no use to anyone.
    """
    needed = {word for name in nlp.pipe_names for word in getattr(nlp.get_pipe(name), "labels", ())}
    for label in tuple(needed):
        for feature in label.split("|"):
            needed |= {feature, *feature.split("=")}
    needed |= {label.replace("POS=", "") for label in needed}
    return needed | set(spacy.blank("en").vocab.strings)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
