"""Sentences that go on about an encounter told before: "The talks took place in Entebbe on Monday"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc, Span, Token

from pipeline.extract.encounters.triggers import triggers
from pipeline.extract.frames import Encounter
from pipeline.extract.rows import words
from schemas.meeting import Kind

_AFTER: Final = 3  # sentences for which an encounter is still the one spoken of
_DEFINITE: Final = frozenset({"the", "this", "that", "their", "his", "her"})
_TENSES: Final = frozenset({"cue:VBZ", "cue:VBP", "cue:bare"})  # of the first telling, not of its sequel


def sequels(doc: Doc) -> Iterator[tuple[int, Encounter]]:
    """Yield the number of an encounter, and the encounter as the sentence that goes on about it would tell it."""
    told: dict[int, list[int]] = {}
    for number, encounter in enumerate(doc._.encounters):
        told.setdefault(encounter.sentence[0], []).append(number)
    latest: Sequence[int] = ()
    distance = 0
    for sent in doc.sents:
        if sent.start in told:
            latest, distance = told[sent.start], 0
            continue
        distance += 1
        token = _subject(sent) if latest and distance <= _AFTER else None
        meant = [n for n in latest if token is not None and _means(token, doc._.encounters[n])]
        if token is not None and len(meant) == 1:
            yield meant[0], _retold(doc._.encounters[meant[0]], token, sent)


def _retold(encounter: Encounter, token: Token, sent: Span) -> Encounter:
    return replace(
        encounter,
        trigger=(token.i, token.i + 1),
        sentence=(sent.start, sent.end),
        features=encounter.features - _TENSES,
    )


def _subject(sent: Span) -> Token | None:
    """The noun or pronoun that may stand for an encounter, where it is the subject of the sentence."""
    for token in sent:
        if token.dep_.startswith("nsubj") and token.head.dep_ == "ROOT":
            return token if _stands(token) else None
    return None


def _stands(token: Token) -> bool:
    if token.lower_ in {"it", "they"}:
        return token.lower_ == "it" and token.head.lemma_.lower() in words("frames", "happen")
    definite = any(t.lower_ in _DEFINITE for t in token.lefts)
    return definite and token.lemma_.lower() in triggers("noun")


def _means(token: Token, encounter: Encounter) -> bool:
    """Whether the noun is one for encounters of this kind."""
    row = triggers("noun").get(token.lemma_.lower())
    if row is None:
        return True
    return (row.kind is encounter.kind) or {row.kind, encounter.kind} == {Kind.TALKS, Kind.SUMMIT}
