"""Kafka: the only package that imports the client. What it offers is named here.

The client publishes no types: `Any` stands for its objects, and nothing of it leaves this package.
"""

from pipeline.transports.kafka.admin import Admin, Finding, TopicSpec
from pipeline.transports.kafka.bookmark import Bookmark, kept
from pipeline.transports.kafka.bounded import Bound, Extent, TopicSource, measured
from pipeline.transports.kafka.settings import Bounds, Connection, Publication, Security, Subscription
from pipeline.transports.kafka.sink import AtLeastOnceSink, TransactionalSink
from pipeline.transports.kafka.source import KafkaSource, SourceState

__all__ = [
    "Admin",
    "AtLeastOnceSink",
    "Bookmark",
    "Bound",
    "Bounds",
    "Connection",
    "Extent",
    "Finding",
    "KafkaSource",
    "Publication",
    "Security",
    "SourceState",
    "Subscription",
    "TopicSource",
    "TopicSpec",
    "TransactionalSink",
    "kept",
    "measured",
]
