"""Measure a pipeline on the held-out files, raw text in, spaCy's own tokens.

python -m training.evaluate <pipeline> [file ...]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.scorer import PRFScore
from spacy.training import Example

from training.reader import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

CORPUS = Path(__file__).parent / "corpus"
TREES = ("gum_perm_test", "ewt_test", "pud_test")
NAMES = ("gum_perm_test", "uner_ewt_test", "uner_pud", "crossner_pol_test")
KINDS = {"PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"}

Name = tuple[int, int, str]


def parsed(nlp: Language, golds: Sequence[Doc]) -> list[Example]:
    """Return the pipeline's reading of the texts beside the gold ones."""
    read = nlp.pipe([gold.text for gold in golds], batch_size=16)
    return [Example(doc, gold) for doc, gold in zip(read, golds, strict=True)]


def name_scores(examples: Iterable[Example]) -> dict[str, PRFScore]:
    """Return exact-span scores of names, by kind and over `all`; GPE counts as LOC."""
    scores = {kind: PRFScore() for kind in ("all", "PERSON", "LOC", "ORG")}
    for example in examples:
        told, gold = _names(example.predicted), _names(example.reference)
        for kind, score in scores.items():
            score.score_set(
                {name for name in told if kind in ("all", name[2])},
                {name for name in gold if kind in ("all", name[2])},
            )
    return scores


def _names(doc: Doc) -> set[Name]:
    return {(e.start_char, e.end_char, KINDS[e.label_]) for e in doc.ents if e.label_ in KINDS}


def tree_scores(nlp: Language, examples: list[Example]) -> dict[str, float]:
    """Return spaCy's own scores of tags, trees, sentences and lemmas."""
    scores = nlp.evaluate([]) if not examples else {}
    for name in ("tagger", "morphologizer", "parser", "lemmatizer"):
        if nlp.has_pipe(name):
            scores.update(nlp.get_pipe(name).score(examples))
    wanted = {"TAG": "tag_acc", "UAS": "dep_uas", "LAS": "dep_las", "SENT": "sents_f",
              "POS": "pos_acc", "MORPH": "morph_acc", "LEMMA": "lemma_acc"}  # fmt: skip
    return {short: scores.get(key) or 0.0 for short, key in wanted.items()}


def main(model: str, only: Sequence[str]) -> None:
    """Print one row for each held-out file."""
    nlp = spacy.load(model)
    for name in only or TREES:
        examples = parsed(nlp, load(CORPUS / f"{name}.spacy", nlp))
        if examples[0].reference.has_annotation("DEP"):
            print(f"{name:20}", *(f"{k} {v:.3f}" for k, v in tree_scores(nlp, examples).items()))
    for name in only or NAMES:
        examples = parsed(nlp, load(CORPUS / f"{name}.spacy", nlp))
        if examples[0].reference.has_annotation("ENT_IOB"):
            scores = name_scores(examples)
            print(f"{name:20}", *(f"{k} {v.fscore:.3f}" for k, v in scores.items()))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
