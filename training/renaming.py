"""Other names in the same sentences: persons and places of the whole world, titles put before names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

from training.casing import rebuilt

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence

# Titles for documents that have names but no trees; those with trees get theirs from the grammar.
TITLES = tuple(
    title.split()
    for title in (
        "President", "Foreign Minister", "Prime Minister", "Secretary of State", "Defence Minister",
        "Chancellor", "King", "Emir", "Crown Prince", "Sheikh", "Ambassador", "Special Envoy", "General",
        "Mr", "Mr.", "Dr.", "Minister for Foreign Affairs", "Deputy Foreign Minister", "Vice President",
        "Premier", "Senator", "foreign minister", "spokesman", "envoy", "Russian President",
        "Chinese Foreign Minister", "German Chancellor", "Pakistani Prime Minister",
        "French Foreign Minister", "Iranian President",
    )
)  # fmt: skip

_WITHIN = frozenset({"of", "the", "for", "and", "'s", "&"})  # small words in names of organisations


@dataclass(frozen=True, slots=True)
class Pool:
    """Names by the number of their tokens, so that a tree keeps its shape."""

    by_length: Mapping[int, Sequence[tuple[str, ...]]]

    @classmethod
    def of(cls, names: Sequence[str], tokens: Callable[[str], list[str]]) -> Pool:
        """Sort the names by length; those that spaCy would tokenise at a mark are left out."""
        by_length: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
        for name in names:
            parts = tuple(tokens(name))
            if parts == tuple(name.split()):
                by_length[len(parts)].append(parts)
        return cls(by_length)

    def draw(self, length: int, rng: random.Random) -> tuple[str, ...] | None:
        """Return a name of that many tokens, if there is any."""
        found = self.by_length.get(length)
        return rng.choice(found) if found else None


def rename(doc: Doc, pools: Mapping[str, Pool], odds: float, rng: random.Random) -> Doc:
    """Return `doc` with some of its names replaced, the same word by the same word throughout."""
    words = [t.text for t in doc]
    swapped: dict[str, str] = {}
    for name in doc.ents:
        if name.label_ in pools and rng.random() < odds:
            _swap(name, words, swapped, pools[name.label_].draw(len(name), rng))
    return rebuilt(doc, words) if swapped else doc


def _swap(name: Span, words: list[str], swapped: dict[str, str], fresh: tuple[str, ...] | None) -> None:
    if fresh is None or not all(_replaceable(t.text, name.label_) for t in name):
        return
    for token, word in zip(name, fresh, strict=True):
        words[token.i] = swapped.setdefault(token.text, word)


def _replaceable(word: str, label: str) -> bool:
    return (word[:1].isupper() and word.isalpha()) or (label == "ORG" and word in _WITHIN)


def with_titles(doc: Doc, odds: float, rng: random.Random) -> Doc:
    """Return a names-only `doc` with a title put before some of the persons."""
    if doc.has_annotation("TAG"):
        return doc
    chosen = {e.start: rng.choice(TITLES) for e in doc.ents if e.label_ == "PERSON" and rng.random() < odds}
    chosen = {i: title for i, title in chosen.items() if i == 0 or not doc[i - 1].text[:1].isupper()}
    return _inserted(doc, chosen) if chosen else doc


def _inserted(doc: Doc, titles: Mapping[int, list[str]]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    place: dict[int, int] = {}
    for token in doc:
        title = titles.get(token.i, [])
        words += [*title, token.text]
        spaces += [*(True for _ in title), bool(token.whitespace_)]
        place[token.i] = len(words) - 1
    fresh = Doc(doc.vocab, words=words, spaces=spaces)
    fresh.set_ents([Span(fresh, place[e.start], place[e.end - 1] + 1, label=e.label_) for e in doc.ents])
    return fresh
