"""What was discussed and what came of it, as phrases of the text.

They stand in the sentence that tells of the encounter, or in one soon after it that names nobody else: "The
two leaders discussed ...", "They agreed to ...".
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.extract.frames import Encounter
from pipeline.extract.rows import words

_LONGEST = 18  # tokens of a phrase that is still a phrase
_AFTER = 3  # sentences for which an encounter is still the one spoken of
_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_OPENERS = frozenset({"case", "det", "punct", "mark"})
_ASIDES = frozenset({"acl:relcl", "advcl", "parataxis"})


def _phrase(token: Token, stop: int) -> tuple[int, int] | None:
    """Return what a token heads, without asides and opening words; None when it is too long or empty."""
    inside = [t.i for t in token.subtree if t.i < stop]
    for child in token.subtree:
        if child.dep_ in _ASIDES and child.i > token.i:
            cut = min(t.i for t in child.subtree)
            inside = [i for i in inside if i < cut]
    if not inside:
        return None
    start, end = inside[0], inside[-1] + 1
    while start < end and (token.doc[start].dep_ in _OPENERS or token.doc[start].pos_ in {"ADP", "DET"}):
        start += 1
    while end > start and (token.doc[end - 1].is_punct or token.doc[end - 1].pos_ in {"CCONJ", "ADP"}):
        end -= 1
    return (start, end) if 0 < end - start <= _LONGEST else None


def _told(child: Token, sort: str) -> bool:
    """Whether a dependant of "discuss", "focus", "agree" says what about."""
    if sort == "outcome" and child.dep_ in {"xcomp", "ccomp"}:
        return child.tag_ == "VB"
    empty = words("topics", "empty") | words("frames", "time")
    nominal = (
        child.pos_ in {"NOUN", "PROPN"} and child.ent_type_ != "PERSON" and child.lemma_.lower() not in empty
    )
    if child.dep_ == "obj":
        return nominal
    cases = {c.lower_ for c in child.children if c.dep_ == "case"}
    return nominal and child.dep_ in {"obl", "nmod"} and bool(cases & _ABOUT) and sort == "topic"


def _found(sent: Span, sort: str) -> Iterator[tuple[int, int]]:
    for token in sent:
        if token.lemma_.lower() not in words("topics", sort):
            continue
        for child in (*token.children, *_estranged(token)):
            phrase = _phrase(child, sent.end) if _told(child, sort) else None
            if phrase:
                yield phrase


def _estranged(token: Token) -> Iterator[Token]:
    """Yield what follows at once, and was hung on the verb: "held [talks] [on trade]"."""
    for child in token.head.children:
        if child.i > token.i and child.dep_ == "obl" and any(c.i == token.i + 1 for c in child.children):
            yield child


def _continues(doc: Doc, sent: Span, encounter: Encounter) -> bool:
    """Whether a sentence that tells of no encounter speaks of nobody but these parties."""
    people = {m.person for m in doc._.mentions if sent.start <= m.start < sent.end and m.person is not None}
    return people <= {p.person for p in encounter.parties}


def _enriched(doc: Doc) -> Iterator[tuple[int, Span]]:
    """Yield (encounter, sentence) for each sentence that may say what an encounter was about."""
    latest, distance = None, 0
    own = {e.sentence[0]: n for n, e in reversed(list(enumerate(doc._.encounters)))}
    for sent in doc.sents:
        if sent.start in own:
            latest, distance = own[sent.start], 0
            yield latest, sent
        elif latest is not None:
            distance += 1
            if distance <= _AFTER and _continues(doc, sent, doc._.encounters[latest]):
                yield latest, sent


@Language.component("readout_topics", assigns=["doc._.encounters"], requires=["doc._.encounters"])
def topics(doc: Doc) -> Doc:
    """Add topics and outcomes to `doc._.encounters`."""
    found = list(doc._.encounters)
    for number, sent in _enriched(doc):
        encounter = found[number]
        found[number] = replace(
            encounter,
            topics=(*encounter.topics, *_found(sent, "topic")),
            outcomes=(*encounter.outcomes, *_found(sent, "outcome")),
        )
    doc._.encounters = tuple(found)
    return doc
