"""A source whose progress is one number, so that a run which was broken off can go on."""

from collections.abc import Callable, Sequence

from pipeline.cli.wrapped import Wrapped
from pipeline.ports import Source
from pipeline.records import Delivery, Progress


def _nothing() -> str:
    return ""


class Counted(Wrapped):
    """Tells the progress of `source` as how many messages were dealt with, from the first of the run.

    The source must hand out the same messages in the same order in every run, less the `done` ones.

    Args:
        source: where the messages come from.
        done: messages that earlier parts of the run have dealt with.
        at: the stream and partition that the progress is told of.
        note: what is kept beside the progress, asked for once the messages are processed.
        group: what a sink needs to commit the progress.
        committed: asks the sink's side how many messages are durably dealt with, None for nobody knows. It is
            asked after a failure: the answer to a commit may be lost, and the commit not.
        settled: told when that was so.
    """

    def __init__(  # noqa: PLR0913, PLR0917  what a run keeps is named once, here
        self,
        source: Source,
        done: int = 0,
        at: tuple[str, int] = ("replay", 0),
        note: Callable[[], str] = _nothing,
        group: object | None = None,
        committed: Callable[[], int | None] | None = None,
        settled: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(source)
        self._done = done
        self._in_hand = 0
        self._at = at
        self._note = note
        self._group = group
        self._committed = committed
        self._settled = settled

    def poll(self, limit: int, timeout: float) -> Sequence[Delivery]:
        """What the source has; who asks has dealt with what he was given before.

        Raises:
            Halt, Interrupted: as the source does.
        """
        self._done += self._in_hand
        self._in_hand = 0
        polled = super().poll(limit, timeout)
        self._in_hand = len(polled)
        return polled

    def progress(self, deliveries: Sequence[Delivery]) -> Progress:
        """How many messages are dealt with once `deliveries` are."""
        return Progress({self._at: self._done + len(deliveries)}, self._group, self._note())

    def rewind(self, deliveries: Sequence[Delivery]) -> None:
        """Hand `deliveries` out again, unless they turn out to be dealt with.

        Raises:
            Interrupted, Halt: nobody can tell.
        """
        if self._committed and self._committed() == self._done + len(deliveries):
            if self._settled:
                self._settled()
            return
        self._in_hand = 0
        super().rewind(deliveries)
