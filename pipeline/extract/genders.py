"""Whether a person is spoken of as "he" or as "she", as far as names, styles and the table of office-holders tell."""

from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.extract.folding import fold, fold_name
from pipeline.extract.frames import Form, Mention, Person
from pipeline.extract.leaders import FAMILY_NAME_FIRST, leaders
from pipeline.extract.rows import words

FEMALE = frozenset({"she", "her", "hers"})
MALE = frozenset({"he", "him", "his"})
_GIVEN, _LADY, _GENTLEMAN = (words("genders", sort) for sort in ("given", "lady", "gentleman"))


def _by_name(name: tuple[str, ...]) -> str:
    """Of a full name: "f" when the given name is a woman's."""
    return "f" if len(name) > 1 and name[0] in _GIVEN else ""


def _by_table(name: tuple[str, ...]) -> str:
    """Of a name that the table knows: of one who has no woman's name it is a man's, as of nearly all in office."""
    terms = leaders().named(name)
    if not terms or any(h.actor.country in FAMILY_NAME_FIRST for h in terms):
        return ""
    told = {_by_name(n) or "m" for h in terms for n in h.names[:1]}
    return told.pop() if len(told) == 1 else ""


def _by_style(doc: Doc, mention: Mention) -> str:
    """Of the words before a name: "Mrs", "Sheikh"."""
    styles = {fold(t.text) for t in doc[mention.start : mention.end]}
    if styles & _LADY:
        return "f"
    return "m" if styles & _GENTLEMAN else ""


def genders(doc: Doc, mentions: Sequence[Mention], people: Sequence[Person]) -> list[str]:
    """For each person "f", "m", or nothing where it is not known."""
    told = [_by_name(fold_name(p.name or "")) for p in people]
    for mention in mentions:
        if mention.form is Form.NAMED and mention.person is not None and not told[mention.person]:
            told[mention.person] = _by_style(doc, mention)
    return [t or (_by_table(fold_name(p.name)) if p.name else "") for t, p in zip(told, people, strict=True)]


def agrees(pronoun: str, gender: str) -> bool:
    """Whether a pronoun may be somebody of that gender."""
    if pronoun in FEMALE:
        return gender != "m"
    return not (pronoun in MALE and gender == "f")
