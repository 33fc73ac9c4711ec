"""The tally of a replay that may be broken off: it is written down with the progress, and read again."""

import json
from collections import Counter
from collections.abc import Sequence

from pipeline.cli.observers import Tally
from pipeline.records import Result


class Ledger:
    """Knows what a tally will be once the batch in hand is durable."""

    def __init__(self, note: str = "") -> None:
        self.tally = Tally()
        for name, value in (json.loads(note) if note else {}).items():
            setattr(self.tally, name, Counter(value) if isinstance(value, dict) else value)
        self._expected: Sequence[Result] = ()

    def expect(self, results: Sequence[Result]) -> None:
        """These are about to be published."""
        self._expected = results

    def settle(self) -> None:
        """They were, although nobody said so."""
        self.tally.count(self._expected)

    def note(self) -> str:
        """The tally as JSON, the expected results included; it reads the same for the same messages."""
        after = Ledger(json.dumps(self.tally.counts())).tally
        after.count(self._expected)
        return json.dumps(after.counts(), sort_keys=True)
