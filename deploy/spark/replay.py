"""A replay on Spark: an archive in, Parquet out, read by the same line on every worker.

Run it with: spark-submit deploy/spark/replay.py ARCHIVE... --out FOLDER. It writes FOLDER/meetings, Parquet with
the columns of `readout replay --out m.parquet`, and FOLDER/dead-letters, JSON Lines. Every worker needs
`readout-pipeline[archives,spark]`, and must see the archive under the same paths.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, from_json
from pyspark.sql.pandas.types import from_arrow_schema

from pipeline.cli.consoles import output
from pipeline.cli.line import Clock, Pipeline
from pipeline.cli.observers import Tally
from pipeline.cli.options import loaded
from pipeline.cli.tables import balance
from pipeline.records import Channel, Delivery
from pipeline.settings import Settings
from pipeline.transports import columns
from pipeline.transports.files import FileSource
from pipeline.transports.jsonlines import line
from pipeline.transports.paths import expand

Frames = Iterator[pd.DataFrame]

TALLY: Final = "tally"
"""The channel, beside those of records, of what became of each batch."""

ROWS: Final = "channel string, record string"
BLOCK: Final = 16
"""Records that stay together when a file is read in slices: as many as the language model reads at once."""


@dataclass(frozen=True)
class Slice:
    """Every `of`th block of the records of a file, from the `number`th on."""

    number: int
    of: int

    def through(self, deliveries: Iterator[Delivery]) -> Iterator[Delivery]:
        """The records of the slice."""
        return (each for at, each in enumerate(deliveries) if at // BLOCK % self.of == self.number)


def reading(settings: Settings, at: datetime, slices: int) -> Callable[[Frames], Frames]:
    """What a worker does: rows of file and slice become rows of channel and record."""

    def read(frames: Frames) -> Frames:
        with Pipeline(settings, Clock(at)) as pipeline:
            for frame in frames:
                for file, number in frame.itertuples(index=False):
                    yield from read_slice(pipeline, settings, file, Slice(number, slices))

    return read


def read_slice(pipeline: Pipeline, settings: Settings, file: str, part: Slice) -> Frames:
    """What comes of one slice of one file, batch by batch."""
    with closing(FileSource([file], through=part.through)) as source:
        while not source.exhausted:
            if deliveries := source.poll(settings.batch.max_records, settings.batch.poll_seconds):
                yield pd.DataFrame(rows(pipeline, deliveries), columns=["channel", "record"])


def rows(pipeline: Pipeline, deliveries: Sequence[Delivery]) -> list[tuple[str, str]]:
    """A row for each record, and one for the tally."""
    results, dispatches = pipeline.read(deliveries)
    tally = Tally()
    tally.count(results)
    found = [(each.channel.value, line(each).decode().rstrip("\n")) for each in dispatches]
    return [*found, (TALLY, json.dumps(tally.counts()))]


def replay(spark: SparkSession, asked: Namespace, settings: Settings) -> Tally:
    """Read the archive and write what is found; what became of its messages.

    Raises:
        ConfigurationError: a path stands for nothing.
    """
    parts = [(file, number) for file in expand(asked.archive) for number in range(asked.slices)]
    # A task for each, so that a worker that is free takes the next.
    archive = spark.createDataFrame(
        spark.sparkContext.parallelize(parts, len(parts)), "file string, number int"
    )
    at = asked.extracted_at or datetime.now(UTC)
    # Both outputs come of one reading.
    read = archive.mapInPandas(reading(settings, at, asked.slices), ROWS).persist(StorageLevel.DISK_ONLY)
    write(read, Path(asked.out))
    return counted(read)


def write(read: DataFrame, out: Path) -> None:
    """Meetings as Parquet, dead letters as JSON Lines; a folder that is there already is an error."""
    schema = from_arrow_schema(columns.schema())
    # What could not be understood would become null, unless told to fail.
    meeting = from_json(col("record"), schema, {"mode": "FAILFAST"})
    of(read, Channel.MEETINGS).select(meeting.alias("meeting")).select("meeting.*").write.parquet(
        str(out / "meetings"), compression="zstd"
    )
    of(read, Channel.DEAD_LETTERS).select("record").write.text(str(out / "dead-letters"))


def of(read: DataFrame, channel: str) -> DataFrame:
    """The rows of one channel."""
    return read.where(col("channel") == str(channel))


def counted(read: DataFrame) -> Tally:
    """The tallies of all batches together."""
    total = Tally()
    for (record,) in of(read, TALLY).select("record").toLocalIterator():
        total.add(json.loads(record))
    return total


def main() -> None:
    """Replay, and show the table of what became of it."""
    parser = ArgumentParser(description="Read meetings out of an archive on Spark.")
    parser.add_argument("archive", nargs="+", help="Files, folders or patterns.")
    parser.add_argument("--out", required=True, help="Folder to write to; it must not be there yet.")
    parser.add_argument("--slices", type=int, default=1, help="Tasks for each file; default 1.")
    parser.add_argument("--extracted-at", type=datetime.fromisoformat, help="The time that all records bear.")
    parser.add_argument("--config", type=Path, help="Settings file.")
    parser.add_argument("--set", action="append", metavar="KEY=VALUE", help="One setting. Repeatable.")
    asked = parser.parse_args()
    settings = loaded(asked.config, asked.set).settings
    # Where nobody says so, workers have the interpreter that we have.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.appName("readout replay")
        .config("spark.sql.session.timeZone", "UTC")
        # The default is an outdated type that says nothing of the zone.
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .getOrCreate()
    )
    try:
        output().print(balance(replay(spark, asked, settings)))
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
