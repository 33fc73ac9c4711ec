"""Texts that were made to be slow: each aims at something that a careless pattern or search would repeat."""

from typing import Final

LENGTH: Final = 200_000
"""Characters: what `intake.text_characters` lets through."""

_LEAD: Final = "French President Emmanuel Macron met German Chancellor Angela Merkel in Berlin on Monday. "


def _filled(unit: str, before: str = _LEAD, after: str = "") -> str:
    """`unit` again and again between the two, up to the longest text that is taken."""
    room = LENGTH - len(before) - len(after)
    return before + (unit * (room // len(unit) + 1))[:room] + after


SLOW_TEXTS: Final = {
    "one word": _filled("a"),
    "one capital": _filled("A"),
    "digits": _filled("1"),
    "spaces": _filled(" ", after="x"),
    "tabs and new lines": _filled(" \t\n", after="x"),
    "new lines": _filled("\n", after="x"),
    "full stops": _filled("."),
    "initials": _filled("U.S."),
    "initials apart": _filled("J. "),
    "hyphens": _filled("-"),
    "dashes": _filled(" - "),
    "commas": _filled(", "),
    "quotation marks": _filled('"'),
    "nested quotations": _filled('"he said \u201cshe said \u2018'),
    "brackets": _filled("("),
    "entities": _filled("&amp;"),
    "unfinished entities": _filled("&"),
    "tags": _filled("<p>"),
    "unfinished tags": _filled("<"),
    "unfinished comments": _filled("<!--"),
    "nested tags": _filled("<div>", before="<p>" + _LEAD),
    "attributes": "<p " + _filled("a=b ", before="", after=">x</p>")[:LENGTH],
    "words": _filled("word "),
    "capitalised words": _filled("Word "),
    "names": _filled("Sergey Lavrov "),
    "of the": _filled("the minister of the "),
    "and": _filled("President Macron and "),
    "a thousand ministers": _filled("Foreign Minister John Smith of France, "),
    "countries": _filled("France, Germany, Italy and Spain "),
    "meetings": _filled("Macron met Merkel and "),
    "sentences of meetings": _filled(_LEAD, before=""),
    "visits": _filled("Lavrov visited Paris, "),
    "they": _filled("The two leaders met. "),
    "counterparts": _filled("his counterpart "),
    "venues": _filled("at the Foreign Ministry in Paris "),
    "days": _filled("on Monday "),
    "dates": _filled("from 12 to 14 May 2019 "),
    "months": _filled("next month "),
    "datelines": _filled("PARIS, May 3 (Reuters) - "),
    "topics": _filled("to discuss trade, "),
    "said that": _filled("he said that "),
    "not": _filled("would not have been going to "),
    "subordinate": _filled("which "),
    "combining": _filled("e\u0301"),
    "emoji": _filled("\u2602"),
    "right to left": _filled("\u05d0 "),
    "apostrophes": _filled("Macron's "),
    "urls": _filled("http://a.b/c?d=e&f=g "),
    "mail": _filled("a@b.c "),
}
