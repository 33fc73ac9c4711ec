# ruff: noqa: INP001  a script that runs beside the service
"""Writes the shipped feed to a topic again and again, so that a newcomer sees the dials move.

Run it with: python deploy/feed.py [--bootstrap-servers HOST:PORT] [--topic NAME] [--seconds 1].
"""

import argparse
import signal
import threading
from collections.abc import Iterator
from importlib.resources import files
from itertools import cycle

from kafka import KafkaProducer


def messages() -> Iterator[bytes]:
    """The messages of the feed: each line of its JSON Lines, and each plain text whole."""
    for file in sorted((files("pipeline") / "demo" / "feed").iterdir(), key=lambda each: each.name):
        content = file.read_bytes()
        yield from content.splitlines() if file.name.endswith(".jsonl") else [content]


def write(producer: KafkaProducer, topic: str, seconds: float, stop: threading.Event) -> None:
    """Write one message every `seconds` until `stop` is set."""
    for message in cycle(messages()):
        producer.send(topic, message)
        if stop.wait(seconds):
            return


def main() -> None:
    """Feed until SIGTERM or SIGINT."""
    arguments = _arguments()
    stop = threading.Event()
    for asking in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asking, lambda *_: stop.set())
    producer = KafkaProducer(bootstrap_servers=arguments.bootstrap_servers)
    write(producer, arguments.topic, arguments.seconds, stop)
    producer.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Replay the shipped feed into a topic.")
    parser.add_argument("--bootstrap-servers", default="localhost:9092", help="brokers to ask first")
    parser.add_argument("--topic", default="news.articles", help="topic to write to")
    parser.add_argument("--seconds", type=float, default=1.0, help="seconds between two messages")
    return parser.parse_args()


if __name__ == "__main__":
    main()
