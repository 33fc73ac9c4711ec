"""Turn passages into spaCy documents; layers that were not annotated stay missing."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

from training.places import place_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.vocab import Vocab

    from training.treebank import Sentence


def to_doc(vocab: Vocab, passage: Sequence[Sentence]) -> Doc:
    """Return the passage as one document, with gold tokens, and only the layers it has."""
    words = list(chain.from_iterable(s.words for s in passage))
    spaces = list(chain.from_iterable([*s.spaces[:-1], True] for s in passage))
    spaces[-1] = False
    layers = _trees(passage) if all(s.heads is not None for s in passage) else {}
    doc = Doc(vocab, words=words, spaces=spaces, **layers)
    if all(s.names is not None for s in passage):
        doc.set_ents(name_spans(doc, list(chain.from_iterable(s.names or [] for s in passage))))
    return doc


def _trees(passage: Sequence[Sentence]) -> dict[str, list[object]]:
    layers: dict[str, list[object]] = {
        key: [] for key in ("tags", "pos", "morphs", "lemmas", "heads", "deps")
    }
    layers["sent_starts"] = []
    start = 0
    for s in passage:
        for key in ("tags", "pos", "morphs", "lemmas", "deps"):
            layers[key].extend(getattr(s, key))
        layers["heads"].extend(start + head for head in s.heads or [])
        layers["sent_starts"].extend(i == 0 for i in range(len(s.words)))
        start += len(s.words)
    return layers


def name_spans(doc: Doc, tags: Sequence[str]) -> list[Span]:
    """Return the names that IOB2 `tags` mark, places told apart as GPE and LOC."""
    spans: list[Span] = []
    start = 0
    for end in range(1, len(tags) + 1):
        if end < len(tags) and tags[end].startswith("I-"):
            continue
        if tags[start] != "O":
            spans.append(_span(doc, start, end, tags[start][2:]))
        start = end
    return spans


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    return Span(doc, start, end, label=place_label(doc[start:end].text) if label == "LOC" else label)
