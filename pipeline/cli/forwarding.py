"""Articles go to the topic that services read, unread: so a replay outgrows one machine."""

from collections.abc import Sequence

from pipeline.dispatch import Dispatcher
from pipeline.process import Read
from pipeline.records import Channel, Dispatch, Extracted, Result
from schemas.article import Article


class Unread:
    """A reader that leaves the reading to others."""

    def extract(self, articles: Sequence[Article]) -> list[Read]:
        """No meetings."""
        return [() for _ in articles]


class Forwarder:
    """Passes an article on as it came; what no service could read becomes a dead letter here already.

    The channel of meetings is the one for what went well: its topic is that of articles.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def dispatch(self, result: Result) -> list[Dispatch]:
        """The payload, keyed by the article's id; a refusal as ever."""
        outcome, delivery = result.outcome, result.delivery
        if not isinstance(outcome, Extracted):
            return self._dispatcher.dispatch(result)
        key = (outcome.article.id or "").encode()
        return [Dispatch(Channel.MEETINGS, key, delivery.payload, delivery.headers, delivery.position)]
