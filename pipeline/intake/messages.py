"""Payloads become raw articles: JSON objects, or the plain layout of scraped news."""

import json
import re
from typing import Any, Final

from pydantic import ValidationError

from pipeline.errors import Reject, Skip
from pipeline.intake.limits import Limits
from schemas.article import RawArticle
from schemas.deadletter import Reason, SkipReason

# ` date 2021-04-07 World`, a line of title and outlet parted by a dash, then the body. What was scraped often lacks
# the section or the title, and then title or body begin on the first line.
_PLAIN: Final = re.compile(
    r"\s*date[ \t]+(?P<published>\d{4}(?:-\d{2}){0,2})(?![\w-])(?P<page>.*)", re.IGNORECASE | re.DOTALL
)
_LINE: Final = re.compile(r"\s*+([^\r\n]*)")
_CRUMBS: Final = re.compile(r"\s[/>|\u00bb\u203a\u2022]\s")
_LABEL: Final = 3  # words of a section's name; a trail of them, "Home / World / Asia", may be longer
_HEADLINE: Final = 200  # characters
_SENTENCE: Final = re.compile(
    r"[.:,;][\"'\u2019\u201d)\]]*\Z"
)  # how a paragraph ends and a headline does not
_DASH: Final = re.compile(r"\s[-\u2013\u2014|]\s")
_OUTLET_WORDS: Final = 6  # no longer outlet name is known to us; a longer tail is part of the title

# Strings are matched whole, and possessively, so that the time is linear even in broken JSON.
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|(?P<open>[\[{])|(?P<shut>[\]}])', re.DOTALL)

_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")

_FATES: Final = {
    "json_invalid": Reason.NOT_AN_ARTICLE,
    "model_type": Reason.NOT_AN_OBJECT,
    "missing": Reason.NO_TEXT,
}


def decode(payload: bytes, limits: Limits) -> str:
    """The payload as text, without a byte order mark.

    Raises:
        Reject: it is too large, or not UTF-8.
        Skip: there is nothing in it but white space.
    """
    if len(payload) > limits.payload_bytes:
        raise Reject(Reason.TOO_LARGE, f"{len(payload)} bytes, of at most {limits.payload_bytes}")
    try:
        content = payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Reject(Reason.NOT_UTF8, f"{error.reason} at byte {error.start}") from None
    if not content or content.isspace():
        raise Skip(SkipReason.EMPTY_TEXT, "an empty message")
    return content


def parse(content: str, limits: Limits) -> RawArticle:
    """The article that the content holds, in either layout.

    Raises:
        Reject: it is in neither, or is nested too deeply, or lacks what an article needs.
    """
    if match := _PLAIN.match(content):
        return _from_plain(match)
    _check_depth(content, limits.depth)
    try:
        return RawArticle.model_validate_json(content)
    except ValidationError as error:
        if not _SURROGATE_ESCAPE.search(content):
            raise _refusal(error) from None
    return _from_broken_escapes(content)


def _from_plain(match: re.Match[str]) -> RawArticle:
    fields: dict[str, Any] = {"published": match["published"], "text": match["page"]}
    first, rest = _line(match["page"])
    second, body = _line(rest)
    begun = match["page"][:1] in {" ", "\t"}  # on the line of the date
    if begun and _is_label(first) and second and _is_headline(second):
        fields |= {"section": first} | _titled(second, body)
    elif rest.strip():
        fields |= _titled(first, rest)
    return RawArticle.model_validate(fields)


def _line(page: str) -> tuple[str, str]:
    """The first line that is not blank, and what follows it."""
    found = _LINE.match(page)
    return (found[1].strip(), page[found.end() :]) if found else ("", "")


def _titled(headline: str, text: str) -> dict[str, Any]:
    """Title, outlet and text; nothing where the line is no headline but a paragraph."""
    if not _is_headline(headline):
        return {}
    title, outlet = _parted(headline)
    return {"title": title, "outlet": outlet, "text": text}


def _is_headline(line: str) -> bool:
    return len(line) <= _HEADLINE and not _SENTENCE.search(line)


def _is_label(line: str) -> bool:
    """Whether a line names the section: "World", "Middle East", "News / India"."""
    short = len(line.split()) <= _LABEL or bool(_CRUMBS.search(line))
    return short and _is_headline(line)


def _parted(headline: str) -> tuple[str, str | None]:
    """Title and outlet; no outlet where what follows the last dash does not look like a name."""
    *_, last = [None, *_DASH.finditer(headline)]
    if last is None:
        return headline, None
    tail = headline[last.end() :].strip()
    if not tail or len(tail.split()) > _OUTLET_WORDS or tail[0].islower():
        return headline, None
    return headline[: last.start()], tail


def _check_depth(content: str, limit: int) -> None:
    """Count nesting only where there are brackets enough: few messages pay for it."""
    if content.count("[") + content.count("{") <= limit:
        return
    depth = 0
    for match in _BRACKETS.finditer(content):
        depth += 1 if match["open"] else -1 if match["shut"] else 0
        if depth > limit:
            raise Reject(Reason.TOO_DEEP, f"nested more than {limit} deep at character {match.start()}")


def _from_broken_escapes(content: str) -> RawArticle:
    """Half a surrogate pair breaks one character, and no article; the standard library reads past it."""
    try:
        return RawArticle.model_validate(_mended(json.loads(content)))
    except ValidationError as error:
        raise _refusal(error) from None
    except (ValueError, RecursionError) as error:
        raise Reject(Reason.NOT_AN_ARTICLE, f"neither JSON nor the plain layout: {error}") from None


def _mended(value: Any) -> Any:
    """Adjacent halves become one character again, a lone one U+FFFD; nested values are left alone."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {name: _mended(each) if isinstance(each, str) else each for name, each in value.items()}
    return value


def _refusal(error: ValidationError) -> Reject:
    """The first thing that was wrong, without the value itself: that is in the dead letter already."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    reason = _FATES.get(first["type"], Reason.WRONG_TYPE)
    where = ".".join(str(step) for step in first["loc"])
    detail = f"{where}: {first['msg']}" if where else first["msg"]
    if reason is Reason.NOT_AN_ARTICLE:
        detail = f"neither JSON nor the plain layout: {detail}"
    return Reject(reason, detail)
