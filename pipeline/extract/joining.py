"""Office phrases that belong together: nested ones, two offices of one person, a government and its delegation."""

from collections.abc import Collection

from spacy.tokens import Doc

from pipeline.extract.noun_phrases import OfficePhrase
from pipeline.extract.rows import words
from pipeline.extract.titles import Titles

_NESTED = words("groups", "nested")


def join(phrases: list[OfficePhrase], titles: Titles, names: Collection[int]) -> list[OfficePhrase]:
    """Nested phrases dropped; "Deputy Prime Minister and Foreign Minister" made one.

    `names` holds the tokens at which a personal name begins.
    """
    kept: list[OfficePhrase] = []
    for phrase in phrases:
        before = kept[-1] if kept else None
        if before and phrase.head < before.end and phrase.head != before.head:
            continue
        if before and _possessor(titles.doc, before, phrase):
            phrase.actors = phrase.actors or before.actors
            phrase.start, phrase.determiner = before.start, before.determiner
            kept[-1] = phrase
        elif before and _one_person(titles, names, before, phrase):
            before.title = f"{before.title} {' '.join(before.after)} and {phrase.role}"
            before.after = []
            before.end, before.head = phrase.end, phrase.head
            before.actors = before.actors or phrase.actors
        else:
            kept.append(phrase)
    return kept


def _possessor(doc: Doc, a: OfficePhrase, b: OfficePhrase) -> bool:
    """Whether the first belongs to the second, as in "the Syrian government's delegation"."""
    between = doc[a.end : b.start].text
    owns = between in {"'s", "'"} or (a.end == b.start and not between)
    return a.sort == "group" and owns and doc[a.head].lower_ in _NESTED and not b.actors


def _one_person(titles: Titles, names: Collection[int], a: OfficePhrase, b: OfficePhrase) -> bool:
    doc = titles.doc
    between = doc[a.end : b.start].text.lower()
    if any(doc[k].is_sent_start for k in range(a.end, b.end)):
        return False
    if a.plural or b.plural or b.actors or b.determiner:
        return False
    if between == "":
        return a.end == b.start and b.sort in {"rank", "office"}
    linked = between in {"and", "&", "/", "- cum -", "-cum-"}
    alike = doc[a.head].text[0].isupper() == doc[b.head].text[0].isupper()
    return linked and alike and titles.past_styles(b.end) in names
