"""Personal names: where they begin and end.

The model proposes PERSON entities; titles, the table of office-holders and the rest of the article widen, narrow
or add to them. A name is a run of capitalised words with the particles of the world's cultures in between.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.extract.folding import fold_name
from pipeline.extract.leaders import leaders

PARTICLES = frozenset(
    "al el bin ibn ben bint abu abd abdel abdul ould mint de da do dos das del della di du des la le van von der den "
    "ter ten zu zum y e ud ul os af av ap san st st. mac".split()
)
_TAILS = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_LEADING = frozenset({"von", "van", "der", "den", "de", "del", "al", "el", "bin", "ben", "-"})  # lower-case beginnings
_INITIAL = re.compile(r"^[A-ZÀ-Þ]\.?$|^(?:[A-Z]\.){1,3}$")
_NEVER = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep "
    "sept oct nov dec mr mrs ms dr sir lord the a an i he she it we they his her their its our my in on at of for by "
    "to from with and or but as if when while after before during today tomorrow yesterday both all this that these "
    "those there here who which what earlier later meanwhile however asked told said not no yes afterward afterwards then still yet once such among since although though despite under over last next new later between because until unless where why how so also back just only even under near two three four five first second third former gmt reuters afp ap "
    "caption photo file image read also more".split()
)


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
    return text[:1].isupper() and (token.is_alpha or "'" in text or "-" in text) and token.lower_ not in _NEVER


def name_end(doc: Doc, start: int, stop: Collection[int] = ()) -> int:
    """Where the name that begins at token `start` ends (exclusive); `start` itself when none does.

    `stop` holds tokens that belong to something else: actors and offices.
    """
    i, last = start, start
    while i < len(doc) and i not in stop and (i == start or not doc[i].is_sent_start):
        token = doc[i]
        if capitalised(token) or (_INITIAL.match(token.text) and token.text != "I"):
            last = i = i + 1
        elif token.lower_ in PARTICLES and _goes_on(doc, i, stop) and (i > start or token.text != token.lower_ or True):
            i += 1
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
    """The name at [start, end), its text as the article writes it."""
    text = doc[start:end].text.strip(" ,.") if end - start > 1 else doc[start].text
    if doc[end - 1].text.lower() in _TAILS and not text.endswith("."):
        text = doc[start:end].text
    return Name(start, end, text, fold_name(text))


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
    return capitalised(token) or bool(_INITIAL.match(token.text)) or (token.lower_ in PARTICLES and _goes_on(doc, i, ()))


def _table_names(doc: Doc, stop: Collection[int]) -> list[Name]:
    """Names of two words or more that the table of office-holders knows."""
    found, i = [], 0
    while i < len(doc):
        if i in stop or not capitalised(doc[i]):
            i += 1
            continue
        end = name_end(doc, i, stop)
        hit = next((e for e in range(end, i + 1, -1) if _known(doc, i, e)), None)
        if hit:
            found.append(make_name(doc, i, hit))
        i = max(end, i + 1)
    return found


def _known(doc: Doc, start: int, end: int) -> bool:
    words = fold_name(doc[start:end].text)
    return len(words) > 1 and any(words in h.names for h in leaders().on(words, doc._.published))


def _overlaps(a: Name, taken: set[int]) -> bool:
    return any(i in taken for i in range(a.start, a.end))


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
    while start > 0 and start - 1 not in stop and (capitalised(doc[start - 1]) or doc[start - 1].lower_ in PARTICLES or _INITIAL.match(doc[start - 1].text)):
        start -= 1
        if doc[start].is_sent_start:
            break
    while start < end and doc[start].lower_ in PARTICLES:
        start += 1
    return make_name(doc, start, end) if end - start > 1 else None


def find_names(doc: Doc, stop: Collection[int], after_title: Sequence[int], titles: Sequence[int] = ()) -> list[Name]:
    """All personal names, left to right, not overlapping.

    `stop` holds tokens of actors and offices; `after_title` the tokens that follow a title, where a capitalised
    word is a name whatever the model says.
    """
    taken: set[int] = set()
    found: list[Name] = []
    titled = [make_name(doc, i, end) for i in after_title if i < len(doc) and not doc[i].is_sent_start and (end := name_end(doc, i, stop)) > i]
    apposed = [name for i in titles if (name := _apposed(doc, i, stop))]
    for name in [*_table_names(doc, stop), *titled, *_entity_names(doc, stop), *apposed]:
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
