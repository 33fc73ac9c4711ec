"""The lemma tables: English rules of spacy-lookups-data, and the auxiliaries that they lack."""

# ruff: noqa: RUF001 -- print has typographic apostrophes, and so must the tables
from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.lookups import Lookups, load_lookups

if TYPE_CHECKING:
    from spacy.language import Language

# spaCy's English tables know no AUX and no PART: without these rows "is" stays "is".
_AUX = {
    "be": "am is are was were been being be 's 're 'm ’s ’re ’m art ai",
    "have": "has have had having 've 'd ’ve ’d",
    "do": "does do did doing done",
    "will": "will wo 'll ’ll",
    "would": "would",
    "can": "can ca",
    "could": "could",
    "shall": "shall sha",
    "should": "should",
    "may": "may",
    "might": "might",
    "must": "must",
    "ought": "ought",
    "get": "get gets got getting",
}
_PART = {"not": "not n't n’t", "to": "to na ta", "'s": "'s ’s '"}
_TABLES = ("lemma_rules", "lemma_exc", "lemma_index")


def tables() -> Lookups:
    """Return rules, exceptions and index, with auxiliaries and particles among the exceptions."""
    lookups = load_lookups("en", _TABLES)
    for pos, rows in (("aux", _AUX), ("part", _PART)):
        forms = {form: [lemma] for lemma, spelt in rows.items() for form in spelt.split()}
        lookups.get_table("lemma_exc")[pos] = forms
        lookups.get_table("lemma_index")[pos] = sorted(rows)
        lookups.get_table("lemma_rules")[pos] = []
    index = lookups.get_table("lemma_index")
    for pos in ("noun", "verb", "adj", "adv", "aux", "part"):
        index[pos] = dict.fromkeys(index[pos], True)  # lists are searched word by word: as slow as it sounds
    return lookups


def add_lemmatizer(nlp: Language) -> None:
    """Add the rule lemmatizer, which reads the coarse tags, behind the morphologizer."""
    lemmatizer = nlp.add_pipe("lemmatizer", after="morphologizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=tables())
