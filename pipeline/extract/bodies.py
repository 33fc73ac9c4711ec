"""Organisations that no list knows: named in full with their initials, and by the initials thereafter.

"The National Movement for the Liberation of Azawad (MNLA)" is an actor because it is a movement and says so.
Parties, companies and ministries are not: they do not negotiate with states.
"""

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

from pipeline.extract.frames import Actor, ActorMention
from pipeline.extract.rows import words

_INNER = frozenset(("of", "for", "the", "and", "in", "de", "du", "des", "pour", "la", "le", "et", "'s", "-"))
_HEADS, _NOT = words("bodies", "head"), words("bodies", "not")
_ANAPHORS = words("bodies", "anaphor")
_LEAST, _MOST = 3, 10  # letters of initials
_SHARE = 0.6  # of the initials that the name's words must give: particles and numbers come and go


def _initials(doc: Doc, i: int) -> str:
    """The initials in brackets at token `i`, or nothing."""
    if i + 2 >= len(doc) or doc[i].text != "(" or doc[i + 2].text != ")":
        return ""
    text = doc[i + 1].text
    letters = text.replace("-", "").replace(".", "")
    capitals = sum(c.isupper() for c in letters)
    fits = letters.isalpha() and len(letters) <= _MOST and capitals >= _LEAST
    return text if fits else ""


def _start(doc: Doc, end: int) -> int:
    """Where the run of capitalised words that ends before token `end` begins."""
    start = end
    while start > 0 and (doc[start - 1].text[:1].isupper() or doc[start - 1].lower_ in _INNER):
        start -= 1
        if doc[start].is_sent_start:
            break
    while start < end and (doc[start].lower_ in _INNER or not doc[start].text[:1].isupper()):
        start += 1
    return start


def _spelt(doc: Doc, start: int, end: int, initials: str) -> bool:
    """Whether the name's words begin with most of the initials, in order."""
    firsts = "".join(t.text[0].lower() for t in doc[start:end])
    wanted = [c.lower() for c in initials if c.isalpha()]
    at = hits = 0
    for letter in wanted:
        place = firsts.find(letter, at)
        if place >= 0:
            at, hits = place + 1, hits + 1
    return hits >= _SHARE * len(wanted)


def _named(doc: Doc, taken: Collection[int]) -> Iterator[tuple[int, int, str]]:
    for i in range(len(doc)):
        initials = _initials(doc, i)
        start = _start(doc, i) if initials else i
        lower = {t.lower_ for t in doc[start:i]}
        negotiates = lower & _HEADS and not lower & _NOT
        if initials and negotiates and i + 1 not in taken and _spelt(doc, start, i, initials):
            yield start, i, initials


def _fronts(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int]]:
    """As in "the Islamic Front of Azawad", "the Zahra Liberation Army", of which no initials are told."""
    for token in doc:
        if token.text not in {"Front", "Army", "Movement"} or token.i in taken:
            continue
        start, end = _first(doc, token.i), _end(doc, token.i + 1)
        span = doc[start:end]
        lower = {t.lower_ for t in span}
        fights = "Liberation" in {t.text for t in span} or (token.text == "Front" and end > token.i + 1)
        if fights and start < token.i and not lower & _NOT and not taken & set(range(start, end)):
            yield start, end


def _first(doc: Doc, i: int) -> int:
    """The first of the capitalised words that lead up to token `i` without a small one between."""
    while i > 0 and doc[i - 1].text[:1].isupper() and doc[i - 1].lower_ not in _INNER:
        if doc[i].is_sent_start:
            break
        i -= 1
    return i


def _end(doc: Doc, end: int) -> int:
    """Where "of Azawad", "for the Liberation of Zahra" ends, if it follows token `end`."""
    k = end
    while k + 1 < len(doc) and doc[k].lower_ in {"of", "for"}:
        k += 2 if doc[k + 1].lower_ == "the" else 1
        if k >= len(doc) or not doc[k].text[:1].isupper():
            break
        while k < len(doc) and doc[k].text[:1].isupper():
            k += 1
        end = k
    return end


def unknown_bodies(doc: Doc, taken: Collection[int]) -> Iterator[ActorMention]:
    """The unlisted organisations of a Doc; `taken` holds the tokens of those that are listed."""
    known: set[str] = set()
    for start, end, initials in _named(doc, taken):
        known.add(initials)
        yield ActorMention(start, end + 3, "movement", Actor(organization=initials))
    told = {k for i, end, _ in _named(doc, taken) for k in range(i, end)}
    for start, end in _fronts(doc, {*taken, *told}):
        yield ActorMention(start, end, "movement", Actor(organization=doc[start:end].text))
    for token in doc:
        if token.text in known and (token.i == 0 or doc[token.i - 1].text != "("):
            yield ActorMention(token.i, token.i + 1, "movement", Actor(organization=token.text))


def anaphoric_bodies(doc: Doc, found: Collection[ActorMention]) -> Iterator[ActorMention]:
    """As in "The bloc": the organisation named last before."""
    for token in doc[1:]:
        if token.lower_ not in _ANAPHORS or doc[token.i - 1].lower_ not in {"the", "regional"}:
            continue
        if token.i + 1 < len(doc) and doc[token.i + 1].pos_ in {"NOUN", "PROPN"}:
            continue
        before = [a for a in found if a.form == "organization" and a.actor and a.end <= token.i]
        if before:
            yield ActorMention(token.i, token.i + 1, "organization", before[-1].actor)
