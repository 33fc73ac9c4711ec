"""The near end: writes articles all the time, whatever is broken just now."""

import threading
import time
from collections.abc import Callable
from typing import Any

from kafka import KafkaProducer


class Feeder:
    """Writes `make(0)`, `make(1)` and so on to `topic`, `rate` a second, each keyed by its number.

    Number n goes to partition n modulo `partitions`. What cannot be written is tried for `patience` seconds.
    """

    def __init__(  # noqa: PLR0913, PLR0917  what is fed, where, and how fast
        self,
        bootstrap: str,
        topic: str,
        make: Callable[[int], bytes],
        rate: float,
        partitions: int,
        patience: float,
    ) -> None:
        self._topic, self._make, self._rate, self._partitions = topic, make, rate, partitions
        self._producer: Any = KafkaProducer(
            bootstrap_servers=bootstrap,
            enable_idempotence=True,
            acks="all",
            request_timeout_ms=5000,
            delivery_timeout_ms=int(1000 * patience),
            max_block_ms=int(1000 * patience),
            reconnect_backoff_max_ms=500,
        )
        self._patience = patience
        self._futures: list[Any] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._thread.start()

    @property
    def next(self) -> int:
        """The number that comes next."""
        return len(self._futures)

    def _feed(self) -> None:
        while not self._stop.wait(1 / self._rate):
            number = self.next
            key, partition = b"%d" % number, number % self._partitions
            self._futures.append(
                self._producer.send(self._topic, self._make(number), key=key, partition=partition)
            )

    def finish(self) -> int:
        """Write no more, and wait until all is written; how many there are.

        Raises:
            KafkaError: one of them could not be written.
        """
        self._stop.set()
        self._thread.join()
        deadline = time.monotonic() + self._patience
        for future in self._futures:
            future.get(timeout=max(0.0, deadline - time.monotonic()))
        self._producer.close()
        return len(self._futures)
