"""Intake: one payload in, one article out, or a reason why not."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from pipeline.errors import Reject, Skip
from pipeline.intake.dates import published_on
from pipeline.intake.languages import ENGLISH, language_of
from pipeline.intake.limits import Limits
from pipeline.intake.messages import decode, parse
from pipeline.intake.texts import line, plain
from pipeline.records import Intaken, Note
from schemas.article import Article, RawArticle
from schemas.deadletter import Reason, SkipReason

_UNDATED = frozenset({Note.DATE_UNKNOWN})
_DATED: frozenset[Note] = frozenset()


def _today() -> date:
    return datetime.now(UTC).date()


class Intake:
    """Turns payloads into articles, within `limits`; `today` tells which dates lie too far ahead."""

    def __init__(self, limits: Limits | None = None, today: Callable[[], date] = _today) -> None:
        self._limits = limits or Limits()
        self._today = today

    def read(self, payload: bytes | None) -> Intaken:
        """The article in `payload`.

        Raises:
            Skip: there is nothing to read, or it is not in English.
            Reject: this is no article.
        """
        if payload is None:
            raise Skip(SkipReason.TOMBSTONE)
        article = self._article(parse(decode(payload, self._limits), self._limits))
        return Intaken(article, _DATED if article.published else _UNDATED)

    def _article(self, raw: RawArticle) -> Article:
        text, outlet = self._text(raw.text), self._line(raw.outlet)
        title = _without_outlet(self._line(raw.title), outlet)
        article = Article(
            id=self._line(raw.id),
            url=self._line(raw.url),
            outlet=outlet,
            published=published_on(raw.published, self._today()),
            section=self._line(raw.section),
            title=title,
            text=text,
            language=_english(raw.language, title, text),
        )
        return article if article.id else article.model_copy(update={"id": _derived_id(article)})

    def _text(self, raw: str) -> str:
        text = plain(raw, self._limits)
        if not text:
            raise Skip(SkipReason.EMPTY_TEXT, "nothing to read in the text")
        if len(text) > self._limits.text_characters:
            told = f"{len(text)} characters of text, of at most {self._limits.text_characters}"
            raise Reject(Reason.TOO_LARGE, told)
        return text

    def _line(self, raw: str | None) -> str | None:
        return line(raw, self._limits)


def _english(declared: str | None, title: str | None, text: str) -> str:
    language = language_of(declared, title, text)
    if language != ENGLISH:
        raise Skip(SkipReason.LANGUAGE, language)
    return language


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """A title that ends in a dash and the outlet is just the title."""
    if not title or not outlet:
        return title
    suffix = re.compile(rf"\s+[-\u2013\u2014|]\s+{re.escape(outlet)}\s*\Z", re.IGNORECASE)
    return suffix.sub("", title) or title


def _derived_id(article: Article) -> str:
    """`a-` and half a SHA-256 of the URL, else of outlet, title, date and text, parted by U+001F."""
    told = (article.outlet, article.title, article.published, article.text)
    named = article.url or "\x1f".join(str(each or "") for each in told)  # no field holds that character
    return f"a-{hashlib.sha256(named.encode()).hexdigest()[:32]}"
