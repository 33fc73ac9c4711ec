"""Write our own sentences into the corpus.

python -m training.synthetic ../shared/treebanks
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy

from training.build_corpus import write
from training.grammar import Grammar, to_sentence
from training.pools import choosers
from training.treebank import Sentence, read_conllu

RULES = sorted((Path(__file__).parent / "grammar").glob("*.txt"))
COUNTS = {"S": 4200, "D": 700, "H": 1100}
SEED = 1815


def features(source: Path) -> Callable[[str, str, str], str]:
    """Return a look-up of morphology as the training trees have it, by form, then by tag alone."""
    seen: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for name in ("gum_perm_train", "ewt_train"):
        for s in read_conllu(source / "ud" / f"{name}.conllu.gz"):
            for form, tag, pos, morph in zip(s.words, s.tags or [], s.pos or [], s.morphs or [], strict=True):
                seen[form.lower(), tag, pos][morph] += 1
                seen["", tag, pos][morph] += 1
    best = {key: counts.most_common(1)[0][0] for key, counts in seen.items()}
    return lambda form, tag, pos: best.get((form.lower(), tag, pos), best.get(("", tag, pos), ""))


def sentences(source: Path) -> Iterator[Sentence]:
    """Yield the sentences in the same order at every run."""
    rng = random.Random(SEED)  # noqa: S311 -- training noise, not a secret
    tokenizer = spacy.blank("en").tokenizer
    grammar = Grammar(RULES, choosers(source / "gazetteer"), lambda name: [t.text for t in tokenizer(name)])
    morph = features(source)
    for slot, count in COUNTS.items():
        for _ in range(count):
            yield to_sentence(grammar.phrase(slot, rng), morph)


def main(source: Path) -> None:
    """Write passages of one to three sentences, as news has them."""
    rng = random.Random(SEED)  # noqa: S311 -- training noise, not a secret
    written = list(sentences(source))
    rng.shuffle(written)
    groups = []
    while written:
        size = rng.choice((1, 1, 2, 3))
        groups.append([written.pop() for _ in range(min(size, len(written)))])
    write("synthetic", groups)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
