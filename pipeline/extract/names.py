"""Personal names: where they begin and end.

The model proposes PERSON entities; titles, the table of office-holders and the rest of the article widen, narrow
or add to them. A name is a run of capitalised words with the particles of the world's cultures in between.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.extract.folding import fold_name
from pipeline.extract.leaders import TITLES, leaders
from pipeline.extract.rows import rows, words

PARTICLES, _NEVER, _DOUBLE = (words("name_words", sort) for sort in ("particle", "never", "double"))
_TAILS = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_NUMERAL = re.compile(r"^(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XV|XVI)$")  # of kings and popes
# Lower-case beginnings of surnames used alone: "von der Leyen".
_LEADING = frozenset({"von", "van", "der", "den", "de", "del", "al", "el", "bin", "ben", "-"})
_INITIAL = re.compile(r"^[A-ZÀ-Þ]\.?$|^(?:[A-Z]\.){1,3}$")
_PERSON = frozenset({"PERSON", "PER"})
_DASHES = frozenset({"-", "\u2013", "/"})
_MEETINGS = frozenset(row["form"] for row in rows("encounters") if row["sort"] == "noun")
_LONGEST = 6  # words of the longest name in the table of office-holders that is looked up whole


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name at tokens [start, end)."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]


def capitalised(token: Token) -> bool:
    """Whether the token may be a word of a name."""
    text = token.text
    if not text[:1].isupper() or not (token.is_alpha or "'" in text or "-" in text):
        return False
    return token.lower_ not in _NEVER or _doubly(token)


def _doubly(token: Token) -> bool:
    """Whether a word that is also a month or the like is part of a name here: "Jan Kubis", "Theresa May"."""
    if token.lower_ not in _DOUBLE or token.ent_type_ not in _PERSON:
        return False
    return any(
        0 <= i < len(token.doc) and token.doc[i].ent_type_ in _PERSON and token.doc[i].text[:1].isupper()
        for i in (token.i - 1, token.i + 1)
    )


def name_end(doc: Doc, start: int, stop: Collection[int] = ()) -> int:
    """Where the name that begins at token `start` ends (exclusive); `start` itself when none does.

    `stop` holds tokens that belong to something else: actors and offices.
    """
    i, last = start, start
    while i < len(doc) and i not in stop and (i == start or not doc[i].is_sent_start):
        token = doc[i]
        if capitalised(token) or (_INITIAL.match(token.text) and token.text != "I"):
            last = i = i + 1
        elif token.lower_ in PARTICLES and _goes_on(doc, i, stop):
            i += 1
        elif i > start and i == last and _NUMERAL.match(token.text):
            return i + 1
        elif token.text == "-" and i > start and not doc[i - 1].whitespace_ and _glued(doc, i):
            i += 1
            last = i = i + 1
        elif token.text == "," and i + 1 < len(doc) and doc[i + 1].lower_ in _TAILS and last == i:
            last = i = i + 2
        else:
            break
        if last and doc[last - 1].text.endswith("'s"):
            break
    return last


def _glued(doc: Doc, i: int) -> bool:
    return i + 1 < len(doc) and not doc[i].whitespace_ and doc[i + 1].is_alpha


def _goes_on(doc: Doc, i: int, stop: Collection[int]) -> bool:
    """Whether a particle at `i` is followed by a word of a name, perhaps over a hyphen or another particle."""
    for j in range(i + 1, min(i + 4, len(doc))):
        if j in stop:
            return False
        token = doc[j]
        if token.text == "-" or token.lower_ in PARTICLES:
            continue
        return capitalised(token)
    return False


def make_name(doc: Doc, start: int, end: int) -> Name:
    """The name at [start, end), its text as the article writes it, capitals of speakers' labels aside."""
    text = doc[start:end].text.strip(" ,.") if end - start > 1 else doc[start].text
    if doc[end - 1].text.lower() in _TAILS and not text.endswith("."):
        text = doc[start:end].text
    shouted = text.isupper() and len(text) > 4 and "." not in text  # noqa: PLR2004 - "AK", "JFK" are initials
    return Name(start, end, text.title() if shouted else text, fold_name(text))


def _entity_names(doc: Doc, stop: Collection[int]) -> list[Name]:
    found = []
    for ent in doc.ents:
        if ent.label_ not in {"PERSON", "PER"}:
            continue
        start = ent.start
        while start < ent.end and (start in stop or not _opens(doc, start)):
            start += 1
        end = max(name_end(doc, start, stop), start)
        if start < end:
            found.append(make_name(doc, start, end))
    return found


def _opens(doc: Doc, i: int) -> bool:
    token = doc[i]
    if capitalised(token) or _INITIAL.match(token.text):
        return True
    return token.lower_ in PARTICLES and _goes_on(doc, i, ())


def _table_names(doc: Doc, stop: Collection[int]) -> list[Name]:
    """Names of two words or more that the table of office-holders knows, widened by what else the model saw."""
    found, i = [], 0
    while i < len(doc):
        end = _known_end(doc, i, stop) if doc[i].text[:1].isupper() else i
        if end > i:
            wide = name_end(doc, i, [k for k in stop if k >= end])
            if wide > end and _continues(doc, end):
                end = wide
            found.append(make_name(doc, i, end))
        i = max(end, i + 1)
    return found


def _continues(doc: Doc, i: int) -> bool:
    """Whether the name goes on at token `i`, by its particles and tails or by the model's word."""
    token = doc[i]
    if token.text in {"-", ","} or token.lower_ in PARTICLES:
        return True
    return token.ent_type_ in _PERSON and token.ent_iob_ == "I" and capitalised(token)


def _known_end(doc: Doc, start: int, stop: Collection[int]) -> int:
    """Where the longest name known that begins at `start` ends; `start` when none does."""
    opens = start in stop or doc[start].lower_ in TITLES
    ends = start + 1
    while ends < len(doc) and ends - start < _LONGEST and _holds_on(doc, ends):
        ends += 1
    return next((e for e in range(ends, start + 1, -1) if _known(doc, start, e, opens=opens)), start)


def _holds_on(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_sent_start:
        return False
    glued = doc[i - 1].text == "-" and not doc[i - 1].whitespace_
    return glued or token.text[:1].isupper() or token.lower_ in PARTICLES or token.text == "-"


def _known(doc: Doc, start: int, end: int, *, opens: bool) -> bool:
    """Whether the tokens are a name of the table; one that opens with a title must have it in the table too."""
    folded = fold_name(doc[start:end].text)
    cut_off = doc[end - 1].text == "-" or doc[end - 1].lower_ in PARTICLES
    if len(folded) < 2 or cut_off:  # noqa: PLR2004 - a surname alone says too little
        return False
    holders = [h for h in leaders().on(folded, doc._.published) if folded in h.names]
    if not opens:
        return bool(holders)
    return any(fold_name(h.name)[:1] == folded[:1] for h in holders)


def _paired_names(doc: Doc, stop: Collection[int]) -> list[Name]:
    """The two names of "the Obama-Putin meeting", when each is the surname of somebody in office."""
    found = []
    for i in range(1, len(doc) - 2):
        if doc[i].text not in _DASHES or i - 1 in stop or i + 1 in stop:
            continue
        two = (doc[i - 1], doc[i + 1])
        joined = not doc[i - 1].whitespace_ and not doc[i].whitespace_ and all(capitalised(t) for t in two)
        if joined and _names_meeting(doc, i + 2) and all(_in_office(t) for t in two):
            found += [make_name(doc, t.i, t.i + 1) for t in two]
    return found


def _names_meeting(doc: Doc, start: int) -> bool:
    """Whether a noun of meeting follows, perhaps after a word or two."""
    return any(t.lemma_.lower() in _MEETINGS for t in doc[start : start + 3])


def _in_office(token: Token) -> bool:
    return bool(leaders().on(fold_name(token.text), token.doc._.published))


def _overlaps(a: Name, taken: set[int]) -> bool:
    return any(i in taken for i in range(a.start, a.end))


def _titled(doc: Doc, i: int, stop: Collection[int]) -> Name | None:
    """The name that a title ends before: capitalised words, or one that is else a month: "Prime Minister May"."""
    if i >= len(doc) or doc[i].is_sent_start:
        return None
    end = name_end(doc, i, stop)
    if end > i:
        return make_name(doc, i, end)
    alone = (
        doc[i].lower_ in _DOUBLE and doc[i].text.istitle() and doc[i].pos_ in {"PROPN", "NOUN", "AUX", "VERB"}
    )
    dated = i + 1 < len(doc) and doc[i + 1].like_num
    return make_name(doc, i, i + 1) if alone and not dated and i not in stop else None


def _apposed(doc: Doc, title: int, stop: Collection[int]) -> Name | None:
    """The run of capitalised words before ", the British foreign secretary", whatever the model says."""
    i = title
    while i > 0 and title - i < 6 and doc[i - 1].text != "," and not doc[i].is_sent_start:  # noqa: PLR2004 - "the then acting deputy"
        if doc[i - 1].pos_ in {"VERB", "AUX", "PUNCT"}:
            return None
        i -= 1
    end = start = i - 1
    if end < 1 or doc[end].text != "," or doc[i].is_sent_start:
        return None
    while start > 0 and start - 1 not in stop and _inside(doc[start - 1]):
        start -= 1
        if doc[start].is_sent_start:
            break
    while start < end and doc[start].lower_ in PARTICLES:
        start += 1
    return make_name(doc, start, end) if end - start > 1 else None


def _inside(token: Token) -> bool:
    return capitalised(token) or token.lower_ in PARTICLES or bool(_INITIAL.match(token.text))


def find_names(
    doc: Doc, stop: Collection[int], after_title: Sequence[int], titles: Sequence[int] = ()
) -> list[Name]:
    """All personal names, left to right, not overlapping.

    `stop` holds tokens of actors and offices; `after_title` the tokens that follow a title, where a capitalised
    word is a name whatever the model says.
    """
    taken: set[int] = set()
    found: list[Name] = []
    titled = [name for i in after_title if (name := _titled(doc, i, stop))]
    apposed = [name for i in titles if (name := _apposed(doc, i, stop))]
    for name in [
        *_paired_names(doc, stop),
        *_table_names(doc, stop),
        *titled,
        *_entity_names(doc, stop),
        *apposed,
    ]:
        if name.words and not _overlaps(name, taken):
            found.append(name)
            taken.update(range(name.start, name.end))
    found.extend(_repeated(doc, found, taken, stop))
    return sorted(found, key=lambda n: n.start)


def _repeated(doc: Doc, known: list[Name], taken: set[int], stop: Collection[int]) -> list[Name]:
    """Later mentions by a word of a name already found, where the model saw none."""
    surnames = {w for n in known for w in (n.words[-1], n.words[0]) if len(w) > 2}  # noqa: PLR2004 - "Li" is too short
    extra = []
    for token in doc:
        if token.i in taken or token.i in stop or not capitalised(token):
            continue
        end = name_end(doc, token.i, stop)
        start = token.i
        while start > 0 and doc[start - 1].text in _LEADING and start - 1 not in taken:
            start -= 1
        name = make_name(doc, start, max(end, token.i + 1))
        if name.words and name.words[-1] in surnames and not _overlaps(name, taken):
            extra.append(name)
            taken.update(range(name.start, name.end))
    return extra
