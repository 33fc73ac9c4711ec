"""Our own sentences of diplomatic English: rules with trees and names, written out at random.

Each rule line reads `slot: item item ...`; an item is `form/TAG` or `{slot}`, followed by
`:dep>head` (head is the number of another item, from 1) unless it is the root of its rule.
`form/TAG,POS` overrides the coarse tag; `~` before an item glues it to the one before.
A rule of a name slot (PERSON, ORG, GPE, LOC) becomes one named entity.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.treebank import Sentence

if TYPE_CHECKING:
    from pathlib import Path

Names = Mapping[str, Callable[[random.Random], str]]
_ITEM = re.compile(
    r"(?P<glue>~?)(?:\{(?P<slot>\w+)\}|(?P<form>.+)/(?P<tag>[^/:,]+|,|:)(?:,(?P<pos>[A-Z]+))?)"
    r"(?::(?P<dep>[a-z:]+)>(?P<head>\d+))?"
)
_COARSE = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "IN": "ADP", "TO": "PART",
    "DT": "DET", "PDT": "DET", "PRP": "PRON", "PRP$": "PRON", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "CC": "CCONJ", "CD": "NUM", "POS": "PART", "WDT": "PRON",
    "WP": "PRON", "WP$": "PRON", "WRB": "ADV", "RP": "ADP", "EX": "PRON", "$": "SYM", "FW": "X",
}  # fmt: skip
ENTITIES = {"PERSON": "PERSON", "ORG": "ORG", "CITY": "GPE", "COUNTRY": "GPE", "PLACE": "LOC"}
_AUXILIARY = {"aux", "aux:pass", "cop"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase; `head` is an index in the phrase, its own for the root."""

    form: str
    tag: str
    pos: str
    head: int
    dep: str
    name: str = "O"
    space: bool = True


def coarse(tag: str, dep: str) -> str:
    """Return the universal part of speech that goes with a Penn tag in that relation."""
    if tag.startswith("VB"):
        return "AUX" if dep in _AUXILIARY else "VERB"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    if tag == "DT" and dep not in {"det", "det:predet"}:
        return "PRON"
    return _COARSE.get(tag, "PUNCT")


class Grammar:
    """Rules by slot, and the makers of names for the slots that the rules leave open."""

    def __init__(self, files: Iterable[Path], names: Names, tokens: Callable[[str], list[str]]) -> None:
        self.rules: dict[str, list[list[re.Match[str]]]] = defaultdict(list)
        self.names = names
        self.tokens = tokens
        for file in files:
            self._read(file)

    def _read(self, file: Path) -> None:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                slot, _, body = line.partition(": ")
                items = [self._item(item, line) for item in body.split()]
                _check_tree([int(item["head"] or 0) for item in items], line)
                self.rules[slot].append(items)

    @staticmethod
    def _item(text: str, line: str) -> re.Match[str]:
        found = _ITEM.fullmatch(text)
        if not found:
            raise ValueError(f"cannot read the item {text!r} in {line!r}")
        return found

    def phrase(self, slot: str, rng: random.Random) -> list[Word]:
        """Write out one phrase of that slot."""
        words = self._name(slot, self.names[slot](rng)) if slot in self.names else self._written(slot, rng)
        return _marked(words, ENTITIES[slot]) if slot in ENTITIES else words

    def _written(self, slot: str, rng: random.Random) -> list[Word]:
        items = rng.choice(self.rules[slot])
        parts = [self._part(item, rng) for item in items]
        starts = [sum(len(part) for part in parts[:i]) for i in range(len(parts))]
        roots = [start + _root(part) for start, part in zip(starts, parts, strict=True)]
        words: list[Word] = []
        for item, part, start, root in zip(items, parts, starts, roots, strict=True):
            if item["glue"] and words:
                words[-1] = replace(words[-1], space=False)
            for i, word in enumerate(part, start):
                head, dep = start + word.head, word.dep
                if i == root and item["head"]:
                    head, dep = roots[int(item["head"]) - 1], item["dep"]
                words.append(replace(word, head=head, dep=dep, pos=_settled(word, dep)))
        return words

    def _part(self, item: re.Match[str], rng: random.Random) -> list[Word]:
        if item["slot"]:
            return self.phrase(item["slot"], rng)
        tag, dep = item["tag"], item["dep"] or "ROOT"
        return [Word(item["form"], tag, item["pos"] or coarse(tag, dep), 0, dep)]

    def _name(self, slot: str, name: str) -> list[Word]:
        words = _flat(self.tokens(name), name, flat=slot == "PERSON")
        return [replace(w, tag="JJ", pos="ADJ") for w in words] if slot == "DEMONYM" else words


def _check_tree(heads: list[int], line: str) -> None:
    """Raise ValueError unless the heads (from 1; 0 is the root) make one tree."""
    for at in range(1, len(heads) + 1):
        seen = set()
        while at and at not in seen:
            seen.add(at)
            at = heads[at - 1] if at <= len(heads) else at  # noqa: PLW2901 -- climbs to the root
        if at or heads.count(0) != 1:
            raise ValueError(f"not one tree: {line!r}")


def _marked(words: list[Word], label: str) -> list[Word]:
    return [replace(word, name=f"{'I' if i else 'B'}-{label}") for i, word in enumerate(words)]


def _settled(word: Word, dep: str) -> str:
    return coarse(word.tag, dep) if word.tag.startswith("VB") or word.tag in {"IN", "DT"} else word.pos


def _root(words: list[Word]) -> int:
    return next(i for i, word in enumerate(words) if word.head == i)


def _flat(forms: list[str], name: str, *, flat: bool) -> list[Word]:
    """Return the tree of a plain name: persons `flat` from the first word, others `compound` to the last."""
    top = 0 if flat else len(forms) - 1
    words, at = [], 0
    for i, form in enumerate(forms):
        at = name.index(form, at) + len(form)
        tag, pos, dep = ("NNP", "PROPN", "flat" if flat else "compound")
        if not any(letter.isalnum() for letter in form):
            tag, pos, dep = ("HYPH", "PUNCT", "punct")
        words.append(
            Word(form, tag, pos, top, "ROOT" if i == top else dep, space=name[at : at + 1] in ("", " "))
        )
    return words


_CLOSING = frozenset({",", ".", ":", ";", ")", "''"})


def tidied(words: list[Word]) -> list[Word]:
    """Return the words with punctuation as print has it: none doubled, none after a space."""
    doubled = {i for i, word in enumerate(words[:-1]) if word.form == "," and words[i + 1].form in {",", "."}}
    kept = [i for i in range(len(words)) if i not in doubled]
    moved = {old: new for new, old in enumerate(kept)}
    tidy = [replace(words[i], head=moved[words[i].head]) for i in kept]
    for i, word in enumerate(tidy[1:]):
        if word.form in _CLOSING:
            tidy[i] = replace(tidy[i], space=False)
    return tidy


def to_sentence(words: list[Word], morph: Callable[[str, str, str], str]) -> Sentence:
    """Return the phrase as an annotated sentence; `morph` looks features up by form, tag, part of speech."""
    return Sentence(
        words=[w.form for w in words],
        spaces=[w.space for w in words],
        tags=[w.tag for w in words],
        pos=[w.pos for w in words],
        morphs=[morph(w.form, w.tag, w.pos) for w in words],
        lemmas=["" for _ in words],
        heads=[w.head for w in words],
        deps=[w.dep for w in words],
        names=[w.name for w in words],
        opens=True,
    )
