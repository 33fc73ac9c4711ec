"""Sinks that only the command line needs: a table on a console, and one sink out of several."""

from collections.abc import Sequence

from rich.console import Console

from pipeline.cli.tables import cells, grid, head, heading
from pipeline.ports import Sink
from pipeline.records import Channel, Dispatch, Progress
from schemas.meeting import Meeting


class TableSink:
    """Shows meetings on a console, under the title of their article."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._article: str | None = None

    @property
    def acknowledges(self) -> bool:
        """No: what was shown is not remembered."""
        return False

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:  # noqa: ARG002  not ours
        """Show each meeting as it comes."""
        for dispatch in dispatches:
            if dispatch.channel is Channel.MEETINGS and dispatch.value:
                self._show(Meeting.model_validate_json(dispatch.value))

    def close(self) -> None:
        """Nothing to do."""

    def _show(self, meeting: Meeting) -> None:
        if self._article is None:
            self._console.print(head(self._console.width))
        if meeting.article.id != self._article:
            self._article = meeting.article.id
            self._console.print()
            self._console.print(heading(meeting.article))
        table = grid(self._console.width)
        table.add_row(*cells(meeting))
        self._console.print(table)


class Tee:
    """Publishes to each of several sinks, of which none keeps account of progress."""

    def __init__(self, *sinks: Sink) -> None:
        self._sinks = sinks

    @property
    def acknowledges(self) -> bool:
        """No: none of them does."""
        return False

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Publish to each, in order.

        Raises:
            Interrupted, Halt: one of them failed; those before it have published.
        """
        for sink in self._sinks:
            sink.publish(dispatches, progress)

    def close(self) -> None:
        """Close each."""
        for sink in self._sinks:
            sink.close()
