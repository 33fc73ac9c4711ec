"""Lines with slots: what fills them, and the names that come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from training.treebank import Sentence

if TYPE_CHECKING:
    from spacy.language import Language

Fillers = Mapping[str, tuple[str, Callable[[], str]]]  # slot → kind of name, and its maker

_SLOT = re.compile(r"\{(\w+)\}")


def filled(line: str, fill: Fillers) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the line with its slots filled, and the names by character offsets.

    >>> filled("To {TOWN}.", {"TOWN": ("GPE", lambda: "Oslo")})
    ('To Oslo.', [(3, 7, 'GPE')])
    """
    text, names, last = "", [], 0
    for slot in _SLOT.finditer(line):
        kind, maker = fill[slot[1]]
        text += line[last : slot.start()]
        name = maker()
        names.append((len(text), len(text) + len(name), kind))
        text += name
        last = slot.end()
    return text + line[last:], names


def sentence(nlp: Language, text: str, names: list[tuple[int, int, str]]) -> Sentence | None:
    """Return the annotated sentence in spaCy's own tokens, or None if a name ends within one."""
    doc = nlp.make_doc(text)
    tags = ["O"] * len(doc)
    for start, end, kind in names:
        span = doc.char_span(start, end)
        if span is None:
            return None
        tags[span.start : span.end] = [f"B-{kind}"] + [f"I-{kind}"] * (len(span) - 1)
    return Sentence([t.text for t in doc], [bool(t.whitespace_) for t in doc], names=tags, opens=True)
