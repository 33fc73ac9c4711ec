"""Our own sentences with names and without trees: of parties and elections.

python -m training.templates ../shared/treebanks
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
import srsly

from training.build_corpus import CORPUS, write
from training.organisations import Inventor
from training.pools import countries, persons, towns
from training.slots import filled, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

    from training.slots import Fillers
    from training.treebank import Sentence

FOLDER = Path(__file__).parent / "templates"
COUNTS = {"politics": 2400}
ORGANISATIONS = 12_000
SEED = 1815


def fillers(source: Path, rng: random.Random) -> Fillers:
    """Return for each slot the kind of name that fills it, and its maker."""
    full, places, lands = persons(source / "gazetteer"), towns(), countries()
    make = Inventor(rng, sorted({name.split()[-1] for name in full}), places, lands)
    return {
        "PERSON": ("PERSON", lambda: rng.choice(full)),
        "SURNAME": ("PERSON", lambda: rng.choice(full).split()[-1]),
        "TOWN": ("GPE", lambda: rng.choice(places)),
        "COUNTRY": ("GPE", lambda: rng.choice(lands)),
        "PARTY": ("ORG", make.party),
        "ALLIANCE": ("ORG", make.party),
        "ACRONYM": ("ORG", make.acronym),
        "UNION": ("ORG", make.union),
        "ASSEMBLY": ("ORG", make.assembly),
        "COMPANY": ("ORG", make.company),
        "SCHOOL": ("ORG", make.school),
        "PAPER": ("ORG", make.paper),
    }


def written(kind: str, nlp: Language, fill: Fillers, rng: random.Random) -> Iterator[Sentence]:
    """Yield the sentences of a file of templates, at random."""
    rows = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    lines = [row for row in rows if row.strip() and not row.startswith("#")]
    for _ in range(COUNTS[kind]):
        text, names = filled(rng.choice(lines), fill)
        made = sentence(nlp, text, names)
        if made:
            yield made


def main(source: Path) -> None:
    """Write passages of one to four sentences, and the names of organisations that the reader draws."""
    rng = random.Random(SEED)  # noqa: S311 -- training noise, not a secret
    nlp, fill = spacy.blank("en"), fillers(source, rng)
    for kind in COUNTS:
        made = list(written(kind, nlp, fill, rng))
        groups = []
        while made:
            groups.append([made.pop() for _ in range(min(rng.choice((1, 1, 2, 3, 4)), len(made)))])
        write(kind, groups)
    pools = srsly.read_json(CORPUS / "pools.json")
    kinds = ("PARTY", "PARTY", "PARTY", "UNION", "COMPANY", "SCHOOL", "PAPER", "ASSEMBLY")
    pools["ORG"] = [fill[rng.choice(kinds)][1]() for _ in range(ORGANISATIONS)]
    pools["ORG"] += [fill["ACRONYM"][1]() for _ in range(ORGANISATIONS // 10)]
    srsly.write_json(CORPUS / "pools.json", pools)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
