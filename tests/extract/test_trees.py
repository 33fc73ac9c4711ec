"""Slips of the parser with single words, set right before the tree is read."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extract.components.trees import trees

VOCAB = spacy.blank("en").vocab


def _doc(rows: str) -> Doc:
    """Build a Doc of rows "form/TAG/dep/head", the head a number from 0; the lemma is the form but for "be"."""
    parts = [row.split("/") for row in rows.split()]
    words, tags, deps, heads = zip(*parts, strict=True)
    pos = ["NOUN" if tag.startswith("NN") else "X" for tag in tags]
    lemmas = [{"is": "be", "was": "be", "gave": "give", "talks": "talk"}.get(word, word) for word in words]
    return Doc(
        VOCAB, words=list(words), tags=list(tags), pos=pos, deps=list(deps), lemmas=lemmas,
        heads=[int(head) for head in heads], sent_starts=[i == 0 for i in range(len(words))],
    )  # fmt: skip


def _arcs(doc: Doc) -> set[str]:
    return {f"{t.text}<{t.dep_}<{t.head.text}" for t in trees(doc)}


@pytest.mark.parametrize(
    ("rows", "arcs"),
    [
        (
            "Rossi/NNP/nsubj/4 is/VBZ/cop/4 due/JJ/case/4 in/IN/case/4 Rome/NNP/ROOT/4",
            {"due<ROOT<due", "Rome<obl<due", "Rossi<nsubj<due", "is<cop<due"},
        ),
        (
            "Rossi/NNP/nsubj/4 is/VBZ/cop/4 due/JJ/mark/4 to/TO/mark/4 meet/VB/ROOT/4 Dubois/NNP/obj/4",
            {"due<ROOT<due", "meet<xcomp<due", "Rossi<nsubj<due", "Dubois<obj<meet"},
        ),
        (
            "Rossi/NNP/nsubj/1 gave/VBD/ROOT/1 two/CD/nummod/3 envoys/NNS/compound/4 dinner/NN/obj/1",
            {"envoys<iobj<gave", "dinner<obj<gave"},
        ),
        (
            "came/VBD/ROOT/0 to/IN/case/2 Rome/NNP/obl/0 for/IN/case/4 talks/NNS/nmod/2 with/IN/case/6 Rossi/NNP/obl/0",
            {"Rossi<nmod<talks"},
        ),
    ],
)
def test_a_slip_is_set_right(rows: str, arcs: set[str]) -> None:
    """What the parser hung on the wrong word hangs where it belongs, with what stands before it."""
    assert arcs <= _arcs(_doc(rows))


@pytest.mark.parametrize(
    "rows",
    [
        "delay/NN/nsubj/4 was/VBD/cop/4 due/JJ/case/4 to/IN/fixed/2 rain/NN/ROOT/4",
        "held/VBD/ROOT/0 talks/NNS/obj/0 with/IN/case/3 Rossi/NNP/obl/0",
        "opened/VBD/ROOT/0 the/DT/det/3 sports/NNS/compound/3 hall/NN/obj/0",
    ],
)
def test_what_is_right_stays(rows: str) -> None:
    """Causes that are due to something, partners of a verb and compounds are left as they are."""
    before = {f"{t.text}<{t.dep_}<{t.head.text}" for t in _doc(rows)}
    assert _arcs(_doc(rows)) == before
