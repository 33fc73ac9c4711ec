"""Train a pipeline by its configuration.

    OMP_NUM_THREADS=1 python -m training.train <config.cfg> <output> [--section.key value ...]

Does what `spacy train` does, with the matrix products of numpy in place of those of BLIS,
which are three times slower on the processors at hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from spacy import util
from spacy.cli._util import parse_config_overrides
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from thinc.api import NumpyOps, set_current_ops

import training.context
import training.reader  # noqa: F401 -- registers what the configurations name
from training.table import keep_key


def main(config: Path, output: Path, changes: list[str]) -> None:
    """Train and write `model-best` and `model-last` under `output`; `changes` are laid over the configuration."""
    set_current_ops(NumpyOps(use_blis=False))
    output.mkdir(parents=True, exist_ok=True)
    train(init_nlp(util.load_config(config, overrides=parse_config_overrides(changes))), output)
    keep_key(output / "model-last")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
