"""Average the weights of names trained in several ways from the same beginnings.

python -m training.average <target> <trained names> ...

The mean of what a run and its continuations on other mixtures have learnt makes fewer errors than any of them
(Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy

import training.context
import training.reader  # noqa: F401 -- registers what the configurations name
from training.table import keep_key


def main(target: Path, runs: list[Path]) -> None:
    """Write the first pipeline with the mean of everybody's weights."""
    pipelines = [spacy.load(run) for run in runs]
    for nodes in zip(*(nlp.get_pipe("ner").model.walk() for nlp in pipelines), strict=True):  # type: ignore[attr-defined] # spaCy types a pipe as a callable
        for key in nodes[0].param_names:
            if nodes[0].has_param(key):
                nodes[0].set_param(key, sum(node.get_param(key) for node in nodes) / len(nodes))
    pipelines[0].to_disk(target)
    keep_key(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), list(map(Path, sys.argv[2:])))
