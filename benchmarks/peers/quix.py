"""The same job on Quix Streams, exactly once: articles in, meetings out, our extractor in between.

python benchmarks/peers/quix.py HOST:PORT FROM TO GROUP; `requirements.txt` beside this file says what it takes.
What Readout does besides (dead letters, limits, isolation, a watchdog) is left out.
"""

import sys
from datetime import UTC, datetime
from typing import Any

from quixstreams import Application  # type: ignore[import-not-found]  # not among our own dependencies

from pipeline.errors import ReadoutError
from pipeline.extract.extractor import Extractor
from pipeline.intake import Intake

_SECONDS = 0.1  # between commits; a batch of Readout's takes about as long


def main(bootstrap: str, source: str, target: str, group: str) -> None:
    """Read until SIGTERM."""
    extractor, intake = Extractor(), Intake(today=lambda: datetime.now(UTC).date())
    app = Application(
        broker_address=bootstrap,
        consumer_group=group,
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=_SECONDS,
        loglevel="WARNING",
    )

    def meetings(payload: bytes) -> list[Any]:
        try:
            (read,) = extractor.extract([intake.read(payload).article])
        except ReadoutError:
            return []
        return [each.model_dump_json().encode() for each in read] if isinstance(read, tuple) else []

    frame = app.dataframe(app.topic(source, value_deserializer="bytes"))
    frame = frame.apply(meetings, expand=True)
    frame.to_topic(app.topic(target, value_serializer="bytes"))
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
