"""A record that its topic does not take goes out as a dead letter that keeps to the contract."""

from pipeline.records import Channel, Dispatch, Position
from pipeline.transports.kafka.fitting import fitted, size
from schemas import DeadLetterHeaders, Reason

LIMIT = 4096


def test_a_meeting_that_is_too_large_becomes_a_dead_letter() -> None:
    """A meeting over the limit is refused as too large, cut to fit, with all headers of one."""
    meeting = Dispatch(
        Channel.MEETINGS, b"k", b"x" * 9000, (("ce_id", b"m"),), Position("news.articles", 1, 2)
    )
    letter = fitted(meeting, LIMIT)
    headers = DeadLetterHeaders.decoded(letter.headers)
    assert (letter.channel, headers.reason) == (Channel.DEAD_LETTERS, Reason.TOO_LARGE)
    assert (headers.original_topic, headers.original_partition, headers.original_offset) == (
        "news.articles",
        1,
        2,
    )
    assert headers.truncated_from == 9000
    assert size(letter) <= LIMIT
