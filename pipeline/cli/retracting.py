"""What an article was once said to tell of and no longer does is retracted, so that a replay leaves no stale record."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from pipeline.cli.observers import Silent
from pipeline.dispatch import Dispatcher
from pipeline.records import Delivery, Dispatch, Extracted, Result
from pipeline.runner import Batch

_TABLE = "CREATE TABLE meeting (id TEXT PRIMARY KEY, article TEXT NOT NULL) WITHOUT ROWID"
_INDEX = "CREATE INDEX of_article ON meeting (article)"


class Published:
    """Which meetings stand published of each article, kept on disk: a topic may hold more than memory does."""

    def __init__(self) -> None:
        # The empty name is SQLite's for a database of ours alone, on disk once it is large, gone when closed.
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute(_TABLE)
        self._kept.execute(_INDEX)

    def learn(self, records: Iterable[Delivery]) -> None:
        """Follow records of the topic of meetings, in their order; one without its article is passed over."""
        self._kept.execute("BEGIN")
        for record in records:
            article = dict(record.headers).get("ce_subject")
            if record.key and record.payload is None:
                self._kept.execute(
                    "DELETE FROM meeting WHERE id = ?", (record.key.decode("utf-8", "replace"),)
                )
            elif record.key and article:
                self._say(record.key.decode("utf-8", "replace"), article.decode("utf-8", "replace"))
        self._kept.execute("COMMIT")

    def of(self, article: str) -> frozenset[str]:
        """The ids of the meetings of an article."""
        found = self._kept.execute("SELECT id FROM meeting WHERE article = ?", (article,))
        return frozenset(meeting for (meeting,) in found)

    def now(self, article: str, meetings: Iterable[str]) -> None:
        """From now on these are the meetings of an article."""
        self._kept.execute("BEGIN")
        self._kept.execute("DELETE FROM meeting WHERE article = ?", (article,))
        for meeting in meetings:
            self._say(meeting, article)
        self._kept.execute("COMMIT")

    def _say(self, meeting: str, article: str) -> None:
        self._kept.execute("INSERT OR REPLACE INTO meeting VALUES (?, ?)", (meeting, article))

    def close(self) -> None:
        """Forget all."""
        self._kept.close()


class Retractions(Silent):
    """Makes a tombstone for each meeting that was published of an article and was not found in it now.

    Nothing is retracted of an article that is skipped or refused: that it was not read says nothing of what it
    tells. An observer of the runner: what is durable counts as published.
    """

    def __init__(self, published: Published, dispatcher: Dispatcher, at: Callable[[], datetime]) -> None:
        self._published = published
        self._dispatcher = dispatcher
        self._at = at
        self._pending: dict[str, frozenset[str]] = {}
        self._count = 0

    def expect(self, results: Sequence[Result]) -> None:  # noqa: ARG002  each comes by itself
        """A batch begins, perhaps for another time."""
        self._pending = {}
        self._count = 0

    def dispatch(self, result: Result) -> list[Dispatch]:
        """The tombstones of one article, in the order of the ids."""
        if not isinstance(result.outcome, Extracted):
            return []
        article = result.outcome.article.id or ""
        found = frozenset(meeting.id for meeting in result.outcome.meetings)
        before = self._pending[article] if article in self._pending else self._published.of(article)
        self._pending[article] = found
        gone = sorted(before - found)
        self._count += len(gone)
        origin = result.delivery.position
        return [self._dispatcher.retraction(each, article, self._at(), origin) for each in gone]

    def pending(self) -> int:
        """How many meetings the batch in hand retracts."""
        return self._count

    def settle(self) -> None:
        """The batch in hand is durable."""
        for article, meetings in self._pending.items():
            self._published.now(article, meetings)
        self._pending = {}
        self._count = 0

    def committed(self, batch: Batch) -> None:  # noqa: ARG002  it is the one in hand
        """The batch in hand is durable."""
        self.settle()
