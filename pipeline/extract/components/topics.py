"""What was discussed and what came of it, as phrases of the text."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.extract.frames import Encounter
from pipeline.extract.rows import words

_LONGEST = 18  # tokens of a phrase that is still a phrase


def _phrase(token: Token, stop: int) -> tuple[int, int] | None:
    """The noun phrase that a token heads, without relative clauses; None when it is too long or empty."""
    inside = [t.i for t in token.subtree if t.i < stop]
    for child in token.subtree:
        if child.dep_ in {"acl:relcl", "advcl", "parataxis"} and child.i > token.i:
            cut = min(t.i for t in child.subtree)
            inside = [i for i in inside if i < cut]
    if not inside:
        return None
    start, end = inside[0], inside[-1] + 1
    while start < end and (
        token.doc[start].dep_ in {"case", "det", "punct", "mark"} or token.doc[start].pos_ in {"ADP", "DET"}
    ):
        start += 1
    while end > start and token.doc[end - 1].is_punct:
        end -= 1
    return (start, end) if 0 < end - start <= _LONGEST else None


def _found(doc: Doc, encounter: Encounter, sort: str) -> Iterator[tuple[int, int]]:
    start, end = encounter.sentence
    for token in doc[start:end]:
        if token.lemma_.lower() not in words("topics", sort):
            continue
        for child in token.children:
            wanted = child.dep_ == "obj" or (
                child.dep_ in {"obl", "nmod"}
                and any(
                    c.lower_ in {"on", "about", "over", "regarding", "to"}
                    for c in child.children
                    if c.dep_ == "case"
                )
            )
            phrase = (
                _phrase(child, end)
                if wanted and child.pos_ in {"NOUN", "PROPN"} and child.ent_type_ != "PERSON"
                else None
            )
            if phrase:
                yield phrase


@Language.component("readout_topics", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def topics(doc: Doc) -> Doc:
    """Add topics and outcomes to `doc._.encounters`."""
    doc._.encounters = tuple(
        replace(e, topics=tuple(_found(doc, e, "topic")), outcomes=tuple(_found(doc, e, "outcome")))
        for e in doc._.encounters
    )
    return doc
