"""Write our own sentences into the corpus.

python -m training.synthetic ../shared/treebanks
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
import srsly

from training.build_corpus import CORPUS, write
from training.casing import CHANGES
from training.grammar import Grammar, tidied, to_sentence
from training.pools import choosers, cities, countries, persons, towns
from training.treebank import Sentence, read_conllu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULES = sorted((Path(__file__).parent / "grammar").glob("*.txt"))
COUNTS = {"S": 4200, "D": 700, "H": 3600}
HEADLINE_CASINGS = {"ordinary": 0.3, "upper": 0.27, "title": 0.18, "lower": 0.25}
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


def sentences(source: Path) -> Iterator[tuple[str, Sentence]]:
    """Yield the sentences with their kind, in the same order at every run."""
    rng = random.Random(SEED)  # noqa: S311 -- training noise, not a secret
    tokenizer = spacy.blank("en").tokenizer
    grammar = Grammar(RULES, choosers(source / "gazetteer"), lambda name: [t.text for t in tokenizer(name)])
    morph = features(source)
    for slot, count in COUNTS.items():
        for _ in range(count):
            yield slot, to_sentence(tidied(grammar.phrase(slot, rng)), morph)


def main(source: Path) -> None:
    """Write passages of one to three sentences, as news has them."""
    rng = random.Random(SEED)  # noqa: S311 -- training noise, not a secret
    written = list(sentences(source))
    groups = []
    body = [sentence for kind, sentence in written if kind != "H"]
    rng.shuffle(body)
    while body:
        groups.append([body.pop() for _ in range(min(rng.choice((1, 1, 2, 3)), len(body)))])
    write("synthetic", groups)
    write("headlines", ([cased(sentence, rng)] for kind, sentence in written if kind == "H"))
    write_pools(source)


def cased(headline: Sentence, rng: random.Random) -> Sentence:
    """Return the headline in one of the casings that the press has for it."""
    change = rng.choices(list(HEADLINE_CASINGS), weights=list(HEADLINE_CASINGS.values()))[0]
    if change not in CHANGES:
        return headline
    words = [CHANGES[change](word, i == 0) for i, word in enumerate(headline.words)]
    return replace(headline, words=words)


def write_pools(source: Path) -> None:
    """Keep the names that the reader puts in place of others."""
    full = persons(source / "gazetteer")
    singles = [name.split()[-1] for name in full]
    pools = {"PERSON": full + singles, "GPE": cities() + countries(), "TOWN": towns()}
    srsly.write_json(CORPUS / "pools.json", pools)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
