"""Progress in the client's words."""

from typing import Any

from kafka import OffsetAndMetadata, TopicPartition

from pipeline.records import Progress


def committable(progress: Progress) -> dict[Any, Any]:
    """What to commit: the next offset of every partition, and the note beside each."""
    return {
        TopicPartition(*partition): OffsetAndMetadata(offset, progress.note, -1)
        for partition, offset in progress.offsets.items()
    }
