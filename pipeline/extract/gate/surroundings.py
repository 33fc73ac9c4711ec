"""What has to stand around a trigger for it to be one."""

from collections.abc import Sequence
from typing import Final

from pipeline.extract.gate.forms import HERE, Trigger
from pipeline.extract.gate.wording import Cut
from pipeline.extract.rows import words

BEFORE: Final = 3
"""Words before a trigger among which one that it needs stands."""
AFTER: Final = 10
"""The same behind it."""
DAYS: Final = words("casing", "calendar") | {"march", "may"}
"""Names of months and days, which are written like those of people and places."""

_VISITING = "visiting"  # whoever is told something then is there
_RIGHT_AFTER = 4  # words behind a trigger, of a verb of these frames: "call on"
_TO_PLACE = 3  # words between a preposition and the place that it introduces
_BY_MEANS = 3  # words between a preposition and the means that it introduces: "on a secure telephone"
_BY = frozenset(("by", "over", "on", "via", "in", "through"))
# What ends the object of "left": "left the capital for talks", and not "left a club in Italy".
_PARTING = frozenset(("in", "at", "on", "to", "with", "after", "from", "as", "by", "for", "over", "before"))
_SOMEWHERE = words("frames", "land") | {"capital", "city", "region", "neighbour"}


def there(trigger: Trigger, i: int, lower: Sequence[str]) -> bool:
    """Whether the words around a trigger, whose first stands at `i`, let it be one."""
    barred = i > 0 and lower[i - 1] in trigger.barring
    if barred and not trigger.ing:
        return False
    size = len(trigger.words)
    if size > 1 and tuple(lower[i : i + size]) != trigger.words:
        return False
    if trigger.needs and not _needed(trigger, i, i + size, lower):
        return False
    if trigger.beside and trigger.beside.isdisjoint(lower):
        return False
    return not trigger.means or barred or _VISITING in lower or _by(trigger.means, lower)


def _needed(trigger: Trigger, start: int, end: int, lower: Sequence[str]) -> bool:
    """Whether one of the words that a trigger needs stands near it."""
    if trigger.common:
        return not trigger.needs.isdisjoint(lower[end : end + _RIGHT_AFTER])
    return not trigger.needs.isdisjoint(lower[max(start - BEFORE, 0) : end + AFTER])


def _by(means: frozenset[str], lower: Sequence[str]) -> bool:
    """Whether a preposition introduces one of these words: "by telephone"."""
    return not means.isdisjoint(lower) and any(
        word in means and not _BY.isdisjoint(lower[max(i - _BY_MEANS, 0) : i]) for i, word in enumerate(lower)
    )


def leads(trigger: Trigger, i: int, sentence: Cut) -> bool:
    """Whether a word of travel leads somewhere: over a preposition, "here", or to what stands behind it."""
    lower = sentence.lower
    if trigger.direct and place(i, sentence, AFTER):
        return True
    if trigger.parting and place(i, sentence, _object(lower[i + 1 : i + 1 + AFTER])):
        return True
    for k in range(i + 1, min(i + AFTER, len(lower))):
        word = lower[k]
        if (k <= i + 2 and word in HERE) or (word in trigger.goal and place(k, sentence)):
            return True
    return False


def _object(behind: Sequence[str]) -> int:
    """How many words stand behind a verb before the next preposition."""
    return next((n for n, word in enumerate(behind) if word in _PARTING), len(behind))


def place(k: int, sentence: Cut, reach: int = _TO_PLACE) -> bool:
    """Whether what a preposition introduces may be a place: a capital, or a word that stands for one."""
    written, lower = sentence.written, sentence.lower
    for j in range(k + 1, min(k + 1 + reach, len(written))):
        word = written[j]
        if (word < "a" and lower[j] not in DAYS and not word.isdigit()) or lower[j] in _SOMEWHERE:
            return True
    return False
