"""Articles and pages in batches, and what becomes of a batch when one of them cannot be read."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.errors import Reject
from pipeline.extract.passages import Layout
from schemas.deadletter import Reason

_CHARACTERS = 6  # of a word and the space after it, about

Item = TypeVar("Item")
Result = TypeVar("Result")
Numbered = tuple[int, Layout]


def slices(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Slices of `size`, in order; the last may be shorter."""
    return (items[start : start + size] for start in range(0, len(items), size))


def batched(pages: Sequence[Numbered], size: int, words: int) -> Iterator[Sequence[Numbered]]:
    """Slices of at most `size`, in order, and of about `words` words at most, unless one alone has more.

    The language model's memory grows with the words that it reads together: by a hundred megabytes for 4,000.
    """
    start, held = 0, 0
    for number, (_, page) in enumerate(pages):
        long = page.characters // _CHARACTERS
        if number > start and (number - start >= size or held + long > words):
            yield pages[start:number]
            start, held = number, 0
        held += long
    if pages:
        yield pages[start:]


def guarded(
    work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item]
) -> list[Result | Reject]:
    """What comes of all items at once; when that fails, of each alone, so that only the culprit is refused.

    Raises:
        MemoryError: the machine is at fault, and no article.
    """
    try:
        return list(work(items))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a text provokes is that text's fate alone
        if len(items) == 1:
            return [Reject(Reason.EXTRACTION_FAILED, f"{type(error).__name__}: {error}")]
    return [result for item in items for result in guarded(work, [item])]
