"""Which language an article is in: as declared, else as its words say."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

import pycountry
from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH: Final = "en"

_WORDS: Final = tomllib.loads(resources.files(__package__).joinpath("languages.toml").read_text("utf-8"))
_ENGLISH_WORDS: Final = frozenset(_WORDS["english"])
_ENOUGH: Final = 4  # distinct ones; a foreign text that quotes more English than that may well be read
_SAMPLE: Final = 600  # characters; more costs time and changes no verdict
_SHORT_SAMPLE: Final = 400  # the same, for the identifier, whose time grows with the length
_UNLIKELY: Final = 0.01  # probability of English; headlines full of names come down to 0.02

_KEYS: Final = {2: "alpha_2", 3: "alpha_3"}  # there is a language called En, and it is not English
_SUBTAG: Final = re.compile(r"[^A-Za-z]+")


def language_of(declared: str | None, title: str | None, text: str) -> str:
    """ISO 639 code of the language; a declared one that is understood is believed.

    `und`, `mul` and whatever names no language count as not declared. English is assumed unless it is
    unlikely: reading in vain is cheaper than missing news.
    """
    return (declared and _named(declared)) or _detected(f"{title or ''}\n{text[:_SAMPLE]}")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_WORDS["press"])
    return identifier


def _detected(sample: str) -> str:
    """Plain English is told by its little words in microseconds; all else is worth the identifier's time."""
    if len(_ENGLISH_WORDS.intersection(sample.lower().split())) >= _ENOUGH:
        return ENGLISH
    ranked = _identifier().rank(sample[:_SHORT_SAMPLE])
    return str(ranked[0][0]) if dict(ranked)[ENGLISH] < _UNLIKELY else ENGLISH


def _named(declared: str) -> str | None:
    """The code of a declared language: `en-GB`, `eng` and `English` are all `en`."""
    primary = _SUBTAG.split(declared.strip(), maxsplit=1)[0].lower()
    return _code(primary) if len(primary) <= 40 else None  # noqa: PLR2004  longer than any name


@lru_cache(maxsize=1024)  # a bound, because producers may declare what they like
def _code(name: str) -> str | None:
    if name in {"", "und", "mul", "mis", "zxx"}:
        return None
    try:
        known: Any = _by_code(name) if len(name) in _KEYS else pycountry.languages.lookup(name)
    except LookupError:
        return None
    return str(getattr(known, "alpha_2", known.alpha_3)) if known else None


def _by_code(code: str) -> Any:
    return pycountry.languages.get(**{_KEYS[len(code)]: code})
