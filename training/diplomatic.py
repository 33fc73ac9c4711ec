"""Measure a pipeline on our own sentences and headlines.

python -m training.diplomatic <pipeline> [file ...] [--errors]

Without files, all of `gold/` are read; each is told by itself, since each was written by another hand.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.scorer import PRFScore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Token

GOLD = Path(__file__).parent / "gold"
_NAME = re.compile(r"\[([^|\]]+)\|(\w+)\]")
_SUBJECTS = {"nsubj", "nsubj:pass"}
_PARTNERS = {"obj", "obl", "obl:agent", "iobj"}
CASINGS: dict[str, Callable[[str], str]] = {
    "ordinary": str,
    "UPPER": str.upper,
    "lower": str.lower,
    "Title": lambda text: re.sub(r"(?<![\w'])\w", lambda letter: letter[0].upper(), text),
}

Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One annotated sentence: its names by character, and who did what to whom by word."""

    text: str
    names: frozenset[Name]
    verb: str = "-"
    subject: str = "-"
    partner: str = "-"


def read(path: Path) -> Iterator[Line]:
    """Yield the annotated lines of a file; the files say how they are written."""
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.strip() and not row.startswith("#"):
            marked, _, roles = row.partition(" || ")
            yield Line(*unmarked(marked), *(part.strip() for part in roles.split("|") if roles))


def unmarked(marked: str) -> tuple[str, frozenset[Name]]:
    """Return the text without its marks, and the names by character offsets.

    >>> unmarked("[Oslo|GPE] calls")
    ('Oslo calls', frozenset({(0, 4, 'GPE')}))
    """
    text, names, last = "", set(), 0
    for found in _NAME.finditer(marked):
        text += marked[last : found.start()]
        names.add((len(text), len(text) + len(found[1]), found[2]))
        text += found[1]
        last = found.end()
    return text + marked[last:], frozenset(names)


def names_of(doc: Doc) -> set[Name]:
    """Return the names that the pipeline found."""
    return {(name.start_char, name.end_char, name.label_) for name in doc.ents}


def scored(told: list[set[Name]], gold: list[frozenset[Name]], kind: str) -> PRFScore:
    """Return exact-span scores of one label; `all` counts every label, GPE and LOC as one."""
    score = PRFScore()
    for ours, theirs in zip(told, gold, strict=True):
        score.score_set(_of(ours, kind), _of(theirs, kind))
    return score


def _of(names: set[Name] | frozenset[Name], kind: str) -> set[Name]:
    if kind == "all":
        return {(start, end, "LOC" if label == "GPE" else label) for start, end, label in names}
    return {name for name in names if name[2] == kind}


def roles_right(line: Line, doc: Doc) -> dict[str, bool]:
    """Return for each annotated role of the meeting verb whether the tree has it."""
    verb = next((t for t in doc if t.text == line.verb), None)
    right = {}
    if verb is None:
        return right
    if line.subject != "-":
        doer = _controller(verb)
        right["subject"] = any(t.dep_ in _SUBJECTS and t.text == line.subject for t in doer.children)
    if line.partner != "-":
        right["partner"] = _partner_right(line.partner, verb)
    return right


def _controller(verb: Token) -> Token:
    """Return the verb that bears the subject: "refused" for the "meet" of "refused to meet"."""
    while verb.dep_ == "xcomp":
        verb = verb.head
    return verb


def _partner_right(partner: str, verb: Token) -> bool:
    first, _, second = partner.partition("+")
    if second:
        return any(t.text == second and t.dep_ == "conj" and t.head.text == first for t in verb.doc)
    objects = [t for t in verb.children if t.dep_ == "obj"]
    near = [t for t in verb.children if t.dep_ in _PARTNERS]
    near += [t for noun in objects for t in noun.children if t.dep_ == "nmod"]
    return any(t.text == partner for t in near)


def names_table(nlp: Language, lines: list[Line], kinds: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Return the F1 of each kind in each casing."""
    gold = [line.names for line in lines]
    table = {}
    for casing, change in CASINGS.items():
        told = [names_of(doc) for doc in nlp.pipe(change(line.text) for line in lines)]
        table[casing] = {kind: scored(told, gold, kind).fscore for kind in kinds}
    return table


def main(model: str, files: Sequence[Path], *, errors: bool) -> None:
    """Print the tables of each file, and on request what went wrong."""
    nlp = spacy.load(model)
    kinds = ("PERSON", "GPE", "ORG", "LOC", "all")
    for file in files:
        lines = list(read(file))
        for casing, scores in names_table(nlp, lines, kinds).items():
            print(f"{file.stem:12} {casing:9}", *(f"{kind} {score:.3f}" for kind, score in scores.items()))
        right = [fine for line in lines for fine in _roles(nlp, line, errors=errors).values()]
        if right:
            print(f"{file.stem:12} roles right {sum(right)} of {len(right)}: {sum(right) / len(right):.3f}")


def _roles(nlp: Language, line: Line, *, errors: bool) -> dict[str, bool]:
    doc = nlp(line.text)
    roles = roles_right(line, doc)
    if errors:
        _show(line, doc, roles)
    return roles


def _show(line: Line, doc: Doc, roles: dict[str, bool]) -> None:
    told = names_of(doc)
    if all(roles.values()) and told == line.names:
        return
    print(line.text)
    print("   missed", [(line.text[s:e], k) for s, e, k in line.names - told])
    print("   wrong ", [(line.text[s:e], k) for s, e, k in told - line.names])
    for role in (role for role, fine in roles.items() if not fine):
        print(f"   {role}: {line.verb} {getattr(line, role)}", [(t.text, t.dep_, t.head.text) for t in doc])


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[2:] if name != "--errors"]
    main(sys.argv[1], named or sorted(GOLD.glob("*.txt")), errors="--errors" in sys.argv)
