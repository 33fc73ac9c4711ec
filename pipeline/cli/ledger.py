"""The account of a replay that may be broken off: it is written down with the progress, and read again."""

import json
from collections.abc import Callable, Sequence

from pipeline.cli.observers import Tally
from pipeline.records import Result


class Ledger:
    """Knows what a tally will be once the batch in hand is durable, and where in a topic the run then is.

    Attributes:
        tally: what became of the messages.
        stretch: what of a topic is read, as partition, first offset and end; None where files are.
        after: partition and next offset behind what was dealt with; None at the beginning.
        retracting: tells how many meetings the batch in hand retracts.
    """

    def __init__(self, note: str = "") -> None:
        kept = json.loads(note) if note else {}
        self.tally = Tally()
        self.tally.add(kept.get("tally", {}))
        self.stretch: Sequence[tuple[int, int, int]] | None = kept.get("stretch")
        self.after: tuple[int, int] | None = tuple(kept["after"]) if kept.get("after") else None
        self.retracting: Callable[[], int] = int
        self._expected: Sequence[Result] = ()

    def expect(self, results: Sequence[Result]) -> None:
        """These are about to be published."""
        self._expected = results

    def settle(self) -> None:
        """They were, although nobody said so."""
        self.tally.count(self._expected)
        self.tally.retracted += self.retracting()

    def note(self) -> str:
        """The account as JSON, the expected results included; it reads the same for the same messages."""
        after = Ledger(json.dumps({"tally": self.tally.counts()})).tally
        after.count(self._expected)
        after.retracted += self.retracting()
        return json.dumps({"tally": after.counts(), **self._place()}, sort_keys=True)

    def _place(self) -> dict[str, object]:
        """Where in a topic the run is then; of partitions that are done nothing need be kept."""
        if self.stretch is None or not self._expected:
            return {}
        at = self._expected[-1].delivery.position
        left = [each for each in self.stretch if each[0] >= at.partition]
        return {"stretch": left, "after": (at.partition, at.offset + 1)}
