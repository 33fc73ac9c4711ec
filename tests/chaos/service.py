"""One member of a service that makes one record of each article; a drill starts it."""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.line import dispatch, process

from pipeline.errors import Halt, Interrupted
from pipeline.ports import Sink
from pipeline.records import Channel, Delivery, Dispatch, Progress, Result
from pipeline.refusals import RefusalLimit
from pipeline.runner import Batch, Limits, Runner
from pipeline.transports.kafka import (
    AtLeastOnceSink,
    Bounds,
    Connection,
    KafkaSource,
    Publication,
    Subscription,
    TransactionalSink,
)

# Far shorter than in service, so that every guard is met within a minute.
BOUNDS = Bounds(request=3.0, delivery=6.0, poll=12.0, commit=12.0, recovery=20.0, close=5.0, transaction=20.0)


class Announcing:
    """A sink that says when it begins, so that somebody can pull the plug right then."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    @property
    def acknowledges(self) -> bool:
        """What the sink says."""
        return self._sink.acknowledges

    def publish(self, dispatches: Sequence[Dispatch], progress: Progress) -> None:
        """Say so, and publish."""
        say("publishing")
        self._sink.publish(dispatches, progress)

    def close(self) -> None:
        """Close the sink."""
        self._sink.close()


class Teller:
    """Says what happens, one word a line."""

    def __init__(self, source: KafkaSource) -> None:
        self._source = source
        self._assigned = False

    def polled(self, count: int) -> None:  # noqa: ARG002  that there are partitions is enough
        """The member may hold partitions by now."""
        if not self._assigned and self._source.state().assigned:
            self._assigned = True
            say("assigned")

    def committed(self, batch: Batch) -> None:  # noqa: ARG002  that it happened is enough
        """A batch is durable."""
        say("committed")

    def interrupted(self, error: Interrupted, attempt: int, wait: float) -> None:
        """A batch failed."""
        say(f"interrupted {attempt} {wait:.1f} {error}")


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until SIGTERM."""
    arguments = _arguments()
    connection = Connection(arguments.bootstrap, client_id=arguments.member, bounds=BOUNDS)
    publication = Publication(
        {Channel.MEETINGS: arguments.meetings, Channel.DEAD_LETTERS: arguments.letters},
        transactional_id=f"chaos-{arguments.member}",
    )
    sinks = {"exactly_once": TransactionalSink, "at_least_once": AtLeastOnceSink}
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def slowly(deliveries: Sequence[Delivery]) -> list[Result]:
        time.sleep(arguments.seconds_each * len(deliveries))
        return process(deliveries)

    try:
        sink = Announcing(sinks[arguments.guarantee](connection, publication))
        source = KafkaSource(
            connection,
            Subscription(
                "chaos",
                (arguments.articles,),
                session_seconds=arguments.session,
                max_poll_seconds=60.0,
                instance=arguments.member,
            ),
        )
        Runner(
            source=source,
            process=slowly,
            dispatch=dispatch,
            sink=sink,
            observer=Teller(source),
            limits=Limits(max_records=10, max_backoff_seconds=2.0, refusals=RefusalLimit(1.0)),
        ).run(stop)
        sink.close()
        source.close()
    except (Halt, Interrupted) as error:
        say(f"halted {error}")
        sys.exit(Halt.exit_code)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("bootstrap", "member", "articles", "meetings", "letters", "guarantee"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--seconds-each", type=float, default=0.01)
    parser.add_argument("--session", type=float, default=6.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
