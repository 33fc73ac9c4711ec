"""Encounters: what the text says happened between whom."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.encounters import Finder

Doc.set_extension("encounters", default=(), force=True)


@Language.component(
    "readout_encounters", assigns=["doc._.encounters"], requires=["doc._.mentions", "doc._.people"]
)
def encounters(doc: Doc) -> Doc:
    """Set `doc._.encounters`."""
    doc._.encounters = tuple(Finder(doc).run())
    return doc
