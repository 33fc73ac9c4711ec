"""How much of anything one message may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What intake takes on; more is refused.

    Attributes:
        payload_bytes: size of the message.
        text_characters: length of the article's text, in code points, once it is plain.
        field_characters: length of any other field, in code points.
        depth: how deeply JSON arrays and objects may be nested.
        control_characters: how many control and bidirectional-override characters are removed in silence.
        control_share: the share of a text, from 0 to 1, that more of them may make up.
    """

    payload_bytes: int = 1 << 20  # the default `max.message.bytes` of a Kafka topic
    text_characters: int = 200_000  # forty times a long wire report; a parser's memory grows with it
    field_characters: int = 2_000  # no browser or archive in use cuts URLs shorter
    depth: int = 64
    control_characters: int = 10
    control_share: float = 0.01
