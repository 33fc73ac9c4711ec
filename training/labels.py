"""Write the label sets of every component, counted over the training files.

python -m training.labels <config.cfg> ...

A streamed corpus shows spaCy only its first hundred examples, so the labels are given.
"""

from __future__ import annotations

import sys
from pathlib import Path

import srsly
from spacy import util
from spacy.training.initialize import init_nlp

import training.context
import training.reader  # noqa: F401 -- registers what the configurations name

LABELS = Path(__file__).parent / "corpus" / "labels"


def main(config: Path) -> None:
    """Initialise the pipeline once over the whole corpus and keep what it found."""
    settings = util.load_config(config, overrides={"training.max_epochs": 1})
    settings["initialize"]["components"] = {}
    once = dict.fromkeys(settings["corpora"]["train"]["shares"], 1.0)
    settings["corpora"]["train"] |= {"shares": once, "casing": {}, "renaming": {}}
    nlp = init_nlp(settings)
    LABELS.mkdir(parents=True, exist_ok=True)
    for name, component in nlp.pipeline:
        if getattr(component, "label_data", None) is not None:
            srsly.write_json(LABELS / f"{name}.json", component.label_data)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
