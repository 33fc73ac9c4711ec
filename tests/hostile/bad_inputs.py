"""Messages that are refused or skipped, each with the documented reason."""

import gzip

from stub import POISON, TEXT, payload

from schemas import Reason, SkipReason

SPANISH = "El ministro de Asuntos Exteriores se reuni\u00f3 el mi\u00e9rcoles con su hom\u00f3logo ruso."

REFUSED: dict[str, tuple[bytes, Reason]] = {
    "invalid UTF-8": (b'{"text": "caf\xe9"}', Reason.NOT_UTF8),
    "UTF-16": (payload().decode().encode("utf-16"), Reason.NOT_UTF8),
    "compressed": (gzip.compress(payload()), Reason.NOT_UTF8),
    "NUL characters": (b"\0" * 100, Reason.NOT_AN_ARTICLE),
    "neither layout": (b"The ministers met on Wednesday.", Reason.NOT_AN_ARTICLE),
    "JSON cut short": (payload()[:-5], Reason.NOT_AN_ARTICLE),
    "two objects": (payload() + payload(), Reason.NOT_AN_ARTICLE),
    "HTML and no layout": (b"<html><body><p>Talks</p></body></html>", Reason.NOT_AN_ARTICLE),
    "digits beyond number": (b'{"text": "x", "id": ' + b"9" * 9000 + b"}", Reason.NOT_AN_ARTICLE),
    "an array": (b"[" + payload() + b"]", Reason.NOT_AN_OBJECT),
    "a string": (b'"The ministers met."', Reason.NOT_AN_OBJECT),
    "a number": (b"42", Reason.NOT_AN_OBJECT),
    "a null in JSON": (b"null", Reason.NOT_AN_OBJECT),
    "a number for a text": (b'{"text": 42}', Reason.WRONG_TYPE),
    "an array for a text": (b'{"text": ["The ministers met."]}', Reason.WRONG_TYPE),
    "a number for a title": (payload(title=42), Reason.WRONG_TYPE),
    "a truth for an identifier": (payload(id=True), Reason.WRONG_TYPE),
    "an object for a URL": (payload(url={"href": "x"}), Reason.WRONG_TYPE),
    "no text": (b'{"title": "Talks"}', Reason.NO_TEXT),
    "a null text": (b'{"text": null}', Reason.NO_TEXT),
    "an empty object": (b"{}", Reason.NO_TEXT),
    "deep arrays": (b'{"text": ' + b"[" * 90_000, Reason.TOO_DEEP),
    "deep objects": (b'{"text": "x", "a": ' + b'{"a":' * 100 + b"1" + b"}" * 101, Reason.TOO_DEEP),
    "a large message": (b" " * ((1 << 20) + 1), Reason.TOO_LARGE),
    "a long text": (payload(text="The talks. " * 20_000), Reason.TOO_LARGE),
    "a long title": (payload(title="x" * 2001), Reason.TOO_LARGE),
    "a long identifier": (payload(id="x" * 2001), Reason.TOO_LARGE),
    "a flood of control characters": (payload(text=TEXT + "\x01" * 99), Reason.CONTROL_FLOOD),
    "a flood of overrides": (payload(text=TEXT + "\u202e" * 99), Reason.CONTROL_FLOOD),
    "a flood in the title": (payload(title="\u202e" * 99), Reason.CONTROL_FLOOD),
    "poison": (payload(text=f"{TEXT} {POISON}"), Reason.EXTRACTION_FAILED),
}

SKIPPED: dict[str, tuple[bytes | None, SkipReason]] = {
    "a tombstone": (None, SkipReason.TOMBSTONE),
    "no bytes": (b"", SkipReason.EMPTY_TEXT),
    "white space": (b" \n\t ", SkipReason.EMPTY_TEXT),
    "a byte order mark": (b"\xef\xbb\xbf", SkipReason.EMPTY_TEXT),
    "an empty text": (b'{"text": ""}', SkipReason.EMPTY_TEXT),
    "a white text": (b'{"text": " \\n\\u00a0 "}', SkipReason.EMPTY_TEXT),
    "invisible text": (b'{"text": "\\u200b\\u00ad"}', SkipReason.EMPTY_TEXT),
    "scripts alone": (payload(text="<script>alert(1)</script>"), SkipReason.EMPTY_TEXT),
    "a layout without a body": (b" date 2021-04-07 World\nTalks", SkipReason.EMPTY_TEXT),
    "another language": (payload(text=SPANISH), SkipReason.LANGUAGE),
    "a declared language": (payload(language="es"), SkipReason.LANGUAGE),
}
