"""Measure a pipeline on all that is held out, and write the figures into the model card.

python -m training.card <pipeline> ../shared/treebanks
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from thinc.api import NumpyOps, set_current_ops

from training.build_corpus import LONGEST
from training.diplomatic import GOLD, names_table, read, roles_right
from training.docs import to_doc
from training.evaluate import name_scores, parsed, tree_scores
from training.treebank import passages, read_conllu, read_iob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.language import Language
    from spacy.training import Example

CARD = Path(__file__).parents[1] / "docs" / "model-card.md"

Rows = dict[str, dict[str, float]]

# What the first attempt reached, by the README that came with the data.
TREES: Mapping[str, Mapping[str, float]] = {
    "gum_perm_test": {"TAG": 0.960, "UAS": 0.865, "LAS": 0.831},
    "ewt_test": {"TAG": 0.938, "UAS": 0.845, "LAS": 0.810},
    "pud_test": {"TAG": 0.956, "UAS": 0.887, "LAS": 0.852},
}
NAMES: Mapping[str, Mapping[str, float]] = {
    "gum_perm_test": {"all": 0.702, "PERSON": 0.752, "LOC": 0.751, "ORG": 0.568},
    "uner_ewt_test": {"all": 0.647, "PERSON": 0.705, "LOC": 0.732, "ORG": 0.513},
    "uner_pud": {"all": 0.733, "PERSON": 0.841, "LOC": 0.749, "ORG": 0.496},
    "crossner_pol_test": {"all": 0.824, "PERSON": 0.899, "LOC": 0.796, "ORG": 0.799},
}
KINDS = ("PERSON", "GPE", "ORG", "LOC", "all")


def examples(nlp: Language, source: Path, name: str) -> list[Example]:
    """Return the readings of a held-out file beside the gold ones."""
    if (source / "ud" / f"{name}.conllu.gz").exists():
        groups = passages(read_conllu(source / "ud" / f"{name}.conllu.gz"), LONGEST)
    else:
        groups = passages(read_iob(source / "ner" / f"{name}.iob2.gz"), 1)
    return parsed(nlp, [to_doc(nlp.vocab, group) for group in groups])


def held_out(nlp: Language, source: Path) -> tuple[Rows, Rows]:
    """Return the scores of trees and of names, by file and measure, to four places."""
    trees = {name: tree_scores(nlp, examples(nlp, source, name)) for name in TREES}
    names = {name: name_scores(examples(nlp, source, name)) for name in NAMES}
    return (
        {name: {key: round(value, 4) for key, value in row.items()} for name, row in trees.items()},
        {name: {key: round(score.fscore, 4) for key, score in row.items()} for name, row in names.items()},
    )


def short(rows: Rows, bars: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Name the figures that do not lie above their bar."""
    return [
        f"{name} {key} {rows[name][key]:.4f}, to beat {bar:.3f}"
        for name, row in bars.items()
        for key, bar in row.items()
        if rows[name][key] <= bar
    ]


def own(nlp: Language) -> tuple[dict[str, Rows], dict[str, tuple[int, int]]]:
    """Return of each file of our own: F1 by casing and kind, and how many roles of how many are right."""
    names, roles = {}, {}
    for file in sorted(GOLD.glob("*.txt")):
        lines = list(read(file))
        names[file.stem] = names_table(nlp, lines, KINDS)
        right = [fine for line in lines for fine in roles_right(line, nlp(line.text)).values()]
        if right:
            roles[file.stem] = (sum(right), len(right))
    return names, roles


def against(title: str, rows: Rows, bars: Mapping[str, Mapping[str, float]]) -> str:
    """Return a table of the rows beside what they had to beat; what beats it stands in bold."""
    keys = list(next(iter(bars.values())))
    lines = [
        f"| {title} | {' | '.join(keys)} | to beat: {' | '.join(keys)} |",
        "|---" * (2 * len(keys) + 1) + "|",
    ]
    for name, row in bars.items():
        told = [
            f"**{rows[name][k]:.3f}**" if rows[name][k] > row[k] else f"{rows[name][k]:.3f}" for k in keys
        ]
        lines.append(f"| {name} | {' | '.join(told)} | {' | '.join(f'{row[k]:.3f}' for k in keys)} |")
    return "\n".join(lines).replace("0.", ".")


def by_casing(names: Mapping[str, Rows], roles: Mapping[str, tuple[int, int]]) -> str:
    """Return the tables of our own sentences: by kind, then all names by casing."""
    kinds = "| F1 | PERSON | GPE | ORG | LOC | roles of the meeting verb |\n|---|---|---|---|---|---|\n"
    for name, table in names.items():
        told = " | ".join(f"{table['ordinary'][kind]:.3f}" for kind in KINDS[:-1])
        right, of = roles.get(name, (0, 0))
        kinds += f"| {name} | {told} | {f'{right} of {of} ({right / of:.3f})' if of else ''} |\n"
    casings = list(next(iter(names.values())))
    cased = f"| all names, F1 | {' | '.join(casings)} |\n" + "|---" * (len(casings) + 1) + "|\n"
    for name, table in names.items():
        told = " | ".join(f"{table[casing]['all']:.3f}" for casing in casings)
        cased += f"| {name} | {told} |\n"
    return f"{kinds}\n{cased}".strip().replace("0.", ".")


def others(trees: Rows) -> str:
    """Return the other scores of the tree files."""
    keys = ("SENT", "POS", "MORPH", "LEMMA")
    lines = [f"| others | {' | '.join(keys)} |", "|---" * (len(keys) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(f'{row[key]:.3f}' for key in keys)} |" for name, row in trees.items()]
    return "\n".join(lines).replace("0.", ".")


def held_out_part(trees: Rows, names: Rows) -> str:
    """Return the tables of the held-out files."""
    return "\n\n".join([against("trees", trees, TREES), against("names, F1", names, NAMES), others(trees)])


def section(text: str, name: str) -> str:
    """Return what stands between the marks of that name."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", text, re.DOTALL)
    if not found:
        raise ValueError(f"the card has no part {name!r}")
    return found[1]


def main(model: str, source: Path) -> None:
    """Write the parts `held-out` and `own` of the card anew."""
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(model)
    trees, names = held_out(nlp, source)
    parts = {
        "held-out": held_out_part(trees, names),
        "own": by_casing(*own(nlp)),
    }
    text = CARD.read_text(encoding="utf-8")
    for name, part in parts.items():
        head, foot = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        text = text.replace(f"{head}{section(text, name)}{foot}", f"{head}{part}{foot}")
        print(part, end="\n\n")
    CARD.write_text(text, encoding="utf-8")
    print(*(short(trees, TREES) + short(names, NAMES) or ["every figure is beaten"]), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
