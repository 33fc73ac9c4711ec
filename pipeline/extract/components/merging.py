"""One record per encounter: headline, lead and body told together; a visit apart from the talks in it."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.fates import fated
from pipeline.extract.frames import Encounter
from pipeline.extract.tellings import merged


def _told(doc: Doc) -> list[Encounter]:
    """Return the tellings, the body's before the headline's, each with the sentences that it rests on."""
    body = next((i for i, (part, _) in enumerate(doc._.offsets) if part == "text"), len(doc))
    told = [
        replace(
            e,
            support=(e.sentence, *e.support),
            features=e.features | ({"title"} if e.trigger[0] < body else set()),
        )
        for e in doc._.encounters
    ]
    return sorted(told, key=lambda e: "title" in e.features)


@Language.component("readout_merging", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def merging(doc: Doc) -> Doc:
    """Merge `doc._.encounters`."""
    doc._.encounters = tuple(fated(merged(_told(doc))))
    return doc
