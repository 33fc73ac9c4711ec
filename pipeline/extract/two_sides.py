"""The two sides that an article speaks of: "both countries" of whom nobody was told before."""

from collections import Counter

from spacy.tokens import Doc

from pipeline.extract.frames import Actor

_SIDES = frozenset({"country", "demonym", "metonym", "movement", "organization"})
_LOCATIVE = frozenset({"in", "at", "near"})
_CLEAR = 2  # times that a side is told of, and how often it outdoes a third


def two_sides(doc: Doc) -> list[Actor]:
    """The only two states, movements or organisations that the article tells of often; empty if not so clear."""
    told = [
        a.actor for a in doc._.actors
        if a.actor and a.form in _SIDES and doc[max(a.start - 1, 0)].lower_ not in _LOCATIVE
    ]  # fmt: skip
    (first, second, third) = (*Counter(told).most_common(3), None, None, None)[:3]
    if first is None or second is None or second[1] < _CLEAR:
        return []
    if third is not None and third[1] * _CLEAR > second[1]:
        return []
    pair = {first[0], second[0]}
    return [a for a in dict.fromkeys(told) if a in pair]
