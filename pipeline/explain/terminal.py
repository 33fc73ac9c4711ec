"""An explanation on a terminal: the text with its marks, and the records beside or below it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.explain.model import Explanation, Field, Item, Part, Record
from pipeline.explain.segments import Segment, segments, visible

STYLES: Final[Mapping[Field, str]] = {
    Field.TRIGGER: "bold red",
    Field.WHO: "bold blue",
    Field.WHEN: "bold yellow",
    Field.WHERE: "bold green",
    Field.TOPIC: "magenta",
    Field.OUTCOME: "cyan",
}
"""The eight colours that every terminal has, and that its owner chose to be readable."""

_BESIDE: Final = 150
"""Columns from which text and records have room next to one another, 70 to 80 each."""

_SUPERSCRIPT: Final = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹ ")


def show(console: Console, explanation: Explanation) -> None:
    """Print legend, article, records and reasons; without colours the marks are in brackets."""
    coloured = console.color_system is not None and not console.no_color
    text = Group(_heading(explanation, coloured=coloured), "", _text(explanation, "text", coloured=coloured))
    records = Group(*_records(explanation))
    console.print(_legend(coloured=coloured))
    console.print()
    if console.width >= _BESIDE:
        console.print(_beside(text, records))
    else:
        console.print(Group(text, "", records))


def _beside(text: RenderableType, records: RenderableType) -> Table:
    table = Table.grid(expand=True, padding=(0, 4, 0, 0))
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(text, records)
    return table


def _legend(*, coloured: bool) -> Text:
    names = (Text(field.value, STYLES[field]) if coloured else Text(f"[{field.value}]") for field in Field)
    return Text("  ").join(names)


def _heading(explanation: Explanation, *, coloured: bool) -> RenderableType:
    article = explanation.article
    told = ", ".join(str(part) for part in (article.outlet, article.published) if part)
    title = (
        _text(explanation, "title", coloured=coloured) if article.title else Text(visible(article.id or ""))
    )
    title.stylize("bold")
    return Group(title, Text(visible(told), "dim")) if told else title


def _text(explanation: Explanation, part: Part, *, coloured: bool) -> Text:
    source = explanation.article.title if part == "title" else explanation.article.text
    pieces = segments(source or "", part, explanation.marks)
    return Text.assemble(*(piece for each in pieces for piece in _piece(each, coloured=coloured)))


def _piece(segment: Segment, *, coloured: bool) -> Iterator[str | tuple[str, str]]:
    field = segment.field
    if field is None or not segment.text.strip():
        yield segment.text
        return
    numbers = ",".join(map(str, segment.records))
    if coloured:
        yield segment.text, STYLES[field]
        yield numbers.translate(_SUPERSCRIPT), "dim"
    else:
        yield f"[{field} {numbers}: {segment.text}]"


def _records(explanation: Explanation) -> Iterator[RenderableType]:
    for record in explanation.records:
        yield from _record(record)
        yield ""
    if not explanation.records:
        yield Text("No meeting was found.", "bold")
    if explanation.passed_over:
        words = ", ".join(f"“{visible(word)}”" for word in explanation.passed_over)
        yield Text(f"Passed over, for want of parties or for another sense: {words}.", "dim")


def _record(record: Record) -> Iterator[RenderableType]:
    meeting = record.meeting
    head = Table.grid(expand=True)
    head.add_column()
    head.add_column(justify="right")
    confidence = Text(f"confidence {meeting.confidence:.2f}", "dim")
    head.add_row(Text(f"{record.number}  {meeting.kind}, {meeting.status}", "bold"), confidence)
    yield head
    yield Padding(_items(record.items), (0, 0, 0, 3))


def _items(items: Iterable[Item]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for item in items:
        reasons = (Text(f"{r.of}, {r.origin}: {visible(r.told)}", "dim") for r in item.reasons)
        table.add_row(Text(item.field, STYLES[item.field]), Group(Text(visible(item.value)), *reasons))
    return table
