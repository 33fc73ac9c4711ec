"""`readout evaluate`: the line as it is, its records measured against annotations."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from pipeline.cli.consoles import errors, output
from pipeline.cli.exits import Exit
from pipeline.cli.line import NEVER, Pipeline, run_to_the_end
from pipeline.cli.observers import Each, Refusals, Tally
from pipeline.cli.watched import Watched
from pipeline.errors import ConfigurationError
from pipeline.evaluation import Figures, Floors, GoldSet, Scoring, find_sets
from pipeline.evaluation.figures import Share
from pipeline.evaluation.floors import Measured
from pipeline.records import Channel
from pipeline.settings import Settings
from pipeline.transports.files import FileSource
from pipeline.transports.memory import MemorySink
from schemas.meeting import Meeting

_EMPTY: Final = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told: see the options of the command."""

    by: str | None = None
    mistakes: int = 0
    floors: Path | None = None
    lift: bool = False
    json: bool = False


def evaluate(paths: Sequence[Path], settings: Settings, wanted: Wanted) -> int:
    """Measure the sets in `paths` and show the figures; the exit code.

    Raises:
        ConfigurationError: a path holds no annotated articles, or no floors.
        Interrupted: stopped before all was read.
    """
    sets = find_sets(paths)
    floors = Floors.read(wanted.floors) if wanted.floors else Floors({})
    parts: dict[str, Scoring] = {}
    measured: dict[str, Measured] = {}
    for gold_set, records in _told(settings, sets):
        if records is None:
            return Exit.INTERRUPTED
        parts |= _scored(gold_set, records, wanted.by)
        measured[gold_set.name] = Measured(gold_set.digest, parts[gold_set.name].figures)
    _show(output(), {name: scoring.figures for name, scoring in parts.items()}, as_json=wanted.json)
    _show_mistakes(errors() if wanted.json else output(), [parts[name] for name in measured], wanted.mistakes)
    return _held(floors, measured, wanted) if wanted.floors else Exit.OK


def _told(settings: Settings, sets: Sequence[GoldSet]) -> Iterator[tuple[GoldSet, list[Meeting] | None]]:
    """Each set with what is read of it."""
    with Pipeline(settings) as pipeline:
        pipeline.await_ready()
        for gold_set in sets:
            yield gold_set, _read(pipeline, gold_set)


def _read(pipeline: Pipeline, gold_set: GoldSet) -> list[Meeting] | None:
    """What the line publishes of a set's articles; None when stopped before the end."""
    sink, tally = MemorySink(), Tally()
    with closing(FileSource([str(gold_set.articles)])) as source:
        watched = Watched(errors(), tally, source)
        observer = Each(tally, watched, Refusals(errors()))
        with watched:
            code = run_to_the_end(pipeline.between(source, sink, observer, NEVER))
    values = (dispatch.value for dispatch in sink.on(Channel.MEETINGS))
    return None if code else [Meeting.model_validate_json(value) for value in values if value]


def _scored(gold_set: GoldSet, records: Sequence[Meeting], by: str | None) -> dict[str, Scoring]:
    """The scoring of a set, and of its parts as `SET/PART`."""
    gold = gold_set.read()
    parts = gold_set.parts(by) if by else {}
    whole = {gold_set.name: Scoring.of(gold, records)}
    return whole | {f"{gold_set.name}/{part}": Scoring.of(gold, records, ids) for part, ids in parts.items()}


def _show(console: Console, figures: Mapping[str, Figures], *, as_json: bool) -> None:
    if as_json:
        told = {name: each.as_dict() for name, each in figures.items()}
        console.print(json.dumps(told, indent=2), soft_wrap=True)
        return
    table = Table.grid(padding=(0, 3, 0, 0))
    for row in _rows(figures):
        table.add_row(*row)
    console.print(table)


def _rows(figures: Mapping[str, Figures]) -> Iterator[tuple[str, ...]]:
    """A column for each set, a row for each figure."""
    sets = tuple(figures.values())
    yield "", *figures
    yield "articles", *(str(each.articles) for each in sets)
    yield "annotated meetings", *(str(each.found.wanted) for each in sets)
    for part in ("precision", "recall", "f1"):
        yield f"found, {part}", *(f"{getattr(each.found, part):.3f}" for each in sets)
    for part in ("precision", "recall", "f1"):
        yield f"exact, {part}", *(f"{getattr(each.exact, part):.3f}" for each in sets)
    yield "left empty", *(_share(each.empty) for each in sets)
    for field in sets[0].fields:
        yield f"{field} right", *(_share(each.fields[field]) for each in sets)
    yield "calibration error", *(f"{each.calibration_error:.3f}" for each in sets)


def _share(share: Share) -> str:
    return f"{share.value:.3f} ({share})" if share.of else _EMPTY


def _show_mistakes(console: Console, scorings: Iterable[Scoring], most: int) -> None:
    for scoring in scorings:
        for mistake in scoring.mistakes[:most]:
            console.print(str(mistake), soft_wrap=True)


def _held(floors: Floors, measured: Mapping[str, Measured], wanted: Wanted) -> int:
    """Whether no figure fell; with `lift` the floors are written anew first."""
    if wanted.floors is None:
        raise ConfigurationError("there are no floors to hold")
    if wanted.lift:
        floors = floors.raised(measured)
        wanted.floors.write_text(floors.text(), encoding="utf-8")
    falls = floors.falls(measured)
    for fall in falls:
        errors().print(f"{fall.set}: {fall.figure}: {fall.told}", soft_wrap=True, style="red")
    return Exit.REFUSED if falls else Exit.OK
