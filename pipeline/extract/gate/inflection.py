"""The forms that a word takes: the lemmatizer's own tables, read backwards.

A form that the lemmatizer can bring back to a word is a form of it, and no other is: what a reader of lemmas would
find, a reader of forms finds as well. Regular forms that English spelling doubles ("travelled", "stopped") are
among the tables' exceptions; they are made here too, so that a word that the tables lack is inflected all the same.
"""

from collections.abc import Iterator
from typing import Any

_VERBAL = ("ed", "ing")
_SHORT_VOWELS = frozenset("aeiou")


class Inflector:
    """Makes forms of lemmas; `lookups` are a rule lemmatizer's, or None to go by spelling alone."""

    def __init__(self, lookups: Any = None) -> None:
        named = {} if lookups is None else {name: lookups.get_table(name) for name in lookups.tables}
        self._rules = named.get("lemma_rules", {})
        self._irregular: dict[str, dict[str, set[str]]] = {
            pos: _backwards(named.get("lemma_exc", {}).get(pos, {})) for pos in ("verb", "aux", "noun")
        }

    def verb(self, lemma: str) -> frozenset[str]:
        """All forms of a verb, the lemma among them."""
        return frozenset((*self._forms(lemma, "verb"), *self._forms(lemma, "aux"), *_doubled(lemma)))

    def noun(self, lemma: str) -> frozenset[str]:
        """The singular and the plural of a noun."""
        return frozenset(self._forms(lemma, "noun"))

    def _forms(self, lemma: str, pos: str) -> Iterator[str]:
        yield lemma
        yield from self._irregular[pos].get(lemma, ())
        for form_end, lemma_end in self._rules.get(pos, _PLAIN[pos]):
            if lemma.endswith(lemma_end):
                yield lemma[: len(lemma) - len(lemma_end)] + form_end


# Princeton WordNet's detachment rules ("morphy"), for a language model that brings no lemmatizer.
_PLAIN = {
    "verb": (
        ("s", ""),
        ("ies", "y"),
        ("es", "e"),
        ("es", ""),
        ("ed", "e"),
        ("ed", ""),
        ("ing", "e"),
        ("ing", ""),
    ),
    "noun": (
        ("s", ""),
        ("ses", "s"),
        ("xes", "x"),
        ("zes", "z"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("ies", "y"),
    ),
    "aux": (),
}


def _backwards(table: Any) -> dict[str, set[str]]:
    """Lemma → irregular forms."""
    found: dict[str, set[str]] = {}
    for form, lemmas in table.items():
        for lemma in lemmas:
            found.setdefault(lemma, set()).add(form)
    return found


def _doubled(lemma: str) -> Iterator[str]:
    """Yield "stopped", "stopping" for "stop"."""
    if len(lemma) > 2 and lemma[-1] not in "aeiouwxy" and lemma[-2] in _SHORT_VOWELS:  # noqa: PLR2004 - "go", "be"
        yield from (lemma + lemma[-1] + tail for tail in _VERBAL)
