"""Carry messages from a topic to another with kafka-python alone, in transactions: the least that a service costs.

python benchmarks/peers/bare.py HOST:PORT FROM TO GROUP; the same client, batch and codec as Readout's own.
"""

import signal
import sys
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition

BATCH = 32


def main(bootstrap: str, source: str, target: str, group: str) -> None:
    """Carry until SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    consumer: Any = KafkaConsumer(
        source,
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    producer: Any = KafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=group, compression_type="lz4", acks="all", linger_ms=5
    )
    producer.init_transactions()
    while True:
        polled = consumer.poll(timeout_ms=500, max_records=BATCH)
        if not polled:
            continue
        producer.begin_transaction()
        offsets = {}
        for partition, records in polled.items():
            for record in records:
                producer.send(target, value=record.value, key=record.key)
            here = TopicPartition(partition.topic, partition.partition)
            offsets[here] = OffsetAndMetadata(records[-1].offset + 1, "", -1)
        producer.send_offsets_to_transaction(offsets, consumer.group_metadata())
        producer.commit_transaction()


if __name__ == "__main__":
    main(*sys.argv[1:])
