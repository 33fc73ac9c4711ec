"""Casing as headlines have it: all capitals, Title Case, lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

# Words that Title Case leaves small, as most style books have it.
_SMALL = frozenset(
    {
        "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor",
        "of", "off", "on", "or", "over", "per", "the", "to", "up", "via", "with",
    }
)  # fmt: skip


def _title(word: str, *, first: bool) -> str:
    return word if word in _SMALL and not first else word[:1].upper() + word[1:]


def recased(doc: Doc, change: Callable[[str, bool], str]) -> Doc:
    """Return a copy of `doc` with every word changed; `change` gets the word and whether it leads."""
    words = [change(t.text, t.i == 0 or bool(t.is_sent_start)) for t in doc]
    return rebuilt(doc, words)


def rebuilt(doc: Doc, words: list[str]) -> Doc:
    """Return `doc` with other words (as many as before) and all its annotation."""
    layers = {}
    if doc.has_annotation("TAG"):
        layers = {
            "tags": [t.tag_ for t in doc],
            "pos": [t.pos_ for t in doc],
            "morphs": [str(t.morph) for t in doc],
            "lemmas": [t.lemma_ for t in doc],
            "heads": [t.head.i for t in doc],
            "deps": [t.dep_ for t in doc],
            "sent_starts": [bool(t.is_sent_start) for t in doc],
        }
    fresh = Doc(doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc], **layers)
    if doc.has_annotation("ENT_IOB"):
        fresh.set_ents([Span(fresh, name.start, name.end, label=name.label_) for name in doc.ents])
    return fresh


CHANGES: Mapping[str, Callable[[str, bool], str]] = {
    "upper": lambda word, _first: word.upper(),
    "lower": lambda word, _first: word.lower(),
    "title": lambda word, first: _title(word, first=first),
}


def recase(doc: Doc, odds: Mapping[str, float], rng: random.Random) -> Doc:
    """Return `doc`, or by the `odds` a copy of it in another casing."""
    dice = rng.random()
    for name, chance in odds.items():
        if dice < chance:
            return recased(doc, CHANGES[name])
        dice -= chance
    return doc
