"""Memory does not grow with the backlog."""

import subprocess
import sys
from collections.abc import Callable

from kafka import KafkaProducer

PEAK = """
import resource, sys, uuid
from pipeline.transports.kafka import Connection, KafkaSource, Subscription


_, bootstrap, topic, count = sys.argv
fetch = 2 * 1024 * 1024
source = KafkaSource(Connection(bootstrap), Subscription(uuid.uuid4().hex, (topic,), fetch_bytes=fetch))
seen = 0
while seen < int(count):
    batch = source.poll(50, 1.0)
    seen += len(batch)
source.close()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(bootstrap: str, topic: str, count: int) -> int:
    """Most memory, in MiB, that a process takes to read `count` messages in small batches."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, bootstrap, topic, str(count)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_a_backlog_is_not_read_ahead(bootstrap: str, new_topic: Callable[..., str]) -> None:
    """A backlog of 128 MiB takes hardly more memory than one of 1 MiB."""
    topics = {count: new_topic(4) for count in (256, 32_768)}
    producer = KafkaProducer(bootstrap_servers=bootstrap, batch_size=256 * 1024, linger_ms=20)
    for count, topic in topics.items():
        for number in range(count):
            producer.send(topic, b"%04096d" % number)
            if number % 4096 == 0:
                producer.flush()
    producer.flush()
    producer.close()
    little, much = (peak(bootstrap, topic, count) for count, topic in topics.items())
    assert much - little < 32
