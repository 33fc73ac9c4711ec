"""What the press says of time: date expressions, their days, lengths of stay, datelines."""

from pipeline.extract.dates.dateline import Dateline, find_dateline
from pipeline.extract.dates.durations import Duration, find_durations
from pipeline.extract.dates.expressions import find_dates
from pipeline.extract.dates.model import DateExpression, Direction, ResolvedDate
from pipeline.extract.dates.resolve import ending, lasting, resolve, shifted, written_on
from pipeline.extract.dates.unmarked import unmarked

__all__ = [
    "DateExpression",
    "Dateline",
    "Direction",
    "Duration",
    "ResolvedDate",
    "ending",
    "find_dateline",
    "find_dates",
    "find_durations",
    "lasting",
    "resolve",
    "shifted",
    "unmarked",
    "written_on",
]
