"""Messages for a soak, no two of them alike: everyday news, meetings, and what is refused, skipped or hostile."""

import json
import random
import re
from collections.abc import Callable, Iterator
from itertools import count, cycle
from typing import Final

from hostile.bad_inputs import REFUSED, SKIPPED
from hostile.slow_texts import SLOW_TEXTS
from stub import POISON

from benchmarks.feed import Feed, told
from schemas.article import Article

LARGEST: Final = 900_000
"""Bytes of a message that a topic takes as it is set up by default."""

_HOSTILE: Final = 2_000
"""Characters of a text that was made to be slow; the tests read such texts at their full length."""

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{3,}\b")  # within a sentence
_NUMBER = re.compile(r"\d+")
_ONSETS = (
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "v",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "", "n", "r", "l", "s", "m", "th", "ck")
_OFFICES = ("Foreign Minister", "President", "Prime Minister", "Defence Minister", "Deputy Foreign Minister")
_COUNTRIES = ("France", "Japan", "Kenya", "Brazil", "Norway", "India", "Egypt", "Chile", "Poland", "Vietnam")
_CITIES = ("Paris", "Tokyo", "Nairobi", "Oslo", "New Delhi", "Cairo", "Warsaw", "Hanoi", "Geneva", "Vienna")
_DAYS = ("on Monday", "on Tuesday", "on Wednesday", "on 3 May", "last week", "on the sidelines of a summit")


class Newsroom:
    """Makes messages, the same for the same seed. The shares are of all messages; the rest is everyday news."""

    def __init__(
        self, meetings: float = 0.03, refused: float = 0.02, hostile: float = 0.01, seed: int = 1815
    ) -> None:
        self._dice = random.Random(seed)  # noqa: S311  a feed is no secret
        self._everyday = (each for n in count(seed) for each in Feed(1_000, 0.0, n).articles())
        self._meetings = cycle(told())
        self._refused = cycle(_small([bad for bad, _ in REFUSED.values() if POISON.encode() not in bad]))
        self._skipped = cycle(_small([bad for bad, _ in SKIPPED.values()]))
        self._slow = cycle(SLOW_TEXTS.values())
        self._makers: list[Callable[[int], bytes | None]] = [
            self._news,
            self._gold,
            self._invented,
            self._bad,
            self._nothing,
            self._hard,
        ]
        self._shares = [
            1 - meetings - refused - hostile,
            meetings / 2,
            meetings / 2,
            0.8 * refused,
            0.2 * refused,
            hostile,
        ]

    def messages(self) -> Iterator[bytes | None]:
        """Messages without end."""
        number = 0
        while True:
            (make,) = self._dice.choices(self._makers, self._shares)
            yield make(number)
            number += 1

    def _news(self, number: int) -> bytes:
        return self._varied(next(self._everyday), number)

    def _gold(self, number: int) -> bytes:
        return self._varied(next(self._meetings), number)

    def _invented(self, number: int) -> bytes:
        """People whom nobody knows meet each other."""
        pick, name = self._dice.choice, self._name
        parties = " met ".join(f"{pick(_COUNTRIES)}'s {pick(_OFFICES)} {name()} {name()}" for _ in range(2))
        text = (
            f"{parties} in {pick(_CITIES)} {pick(_DAYS)} to discuss {name().lower()} and the {name()} treaty."
        )
        return _encoded(Article(text=f"{text} They will meet again in {pick(_CITIES)}."), number)

    def _bad(self, number: int) -> bytes:  # noqa: ARG002  it may have no room for a number
        return next(self._refused) or b""

    def _nothing(self, number: int) -> bytes | None:  # noqa: ARG002  likewise
        return next(self._skipped)

    def _hard(self, number: int) -> bytes:
        return _encoded(Article(text=next(self._slow)[:_HOSTILE]), number)

    def _varied(self, article: Article, number: int) -> bytes:
        """The article with other numbers, and every third name within its sentences replaced by one nobody has."""
        called: dict[str, str] = {}

        def name(found: re.Match[str]) -> str:
            word = found.group()
            return called.setdefault(word, word if self._dice.random() < 2 / 3 else self._name())

        def figure(found: re.Match[str]) -> str:
            return str(self._dice.randrange(10 ** len(found.group())))

        text = _NUMBER.sub(figure, _NAME.sub(name, article.text))
        return _encoded(article.model_copy(update={"text": text}), number)

    def _name(self) -> str:
        """A name of two or three syllables, one of some millions."""
        pick = self._dice.choice
        parts = (f"{pick(_ONSETS)}{pick(_VOWELS)}{pick(_CODAS)}" for _ in range(pick((2, 3, 3))))
        return "".join(parts).capitalize()


def _small(messages: list[bytes | None]) -> list[bytes | None]:
    return [each for each in messages if len(each or b"") < LARGEST]


def _encoded(article: Article, number: int) -> bytes:
    fields = article.model_dump(mode="json", exclude_none=True)
    return json.dumps({**fields, "id": f"soak-{number}"}).encode()
