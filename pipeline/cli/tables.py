"""Meetings and tallies as tables for people."""

from collections.abc import Mapping
from typing import Final

from rich.table import Table
from rich.text import Text

from pipeline.cli.observers import Tally
from pipeline.wording import UNKNOWN, when, where, who
from schemas.meeting import ArticleReference, Meeting

_NARROW: Final = {"kind": 6, "status": 9, "when": 13}
_GAP: Final = 2


def cells(meeting: Meeting) -> tuple[str, str, str, str, str]:
    """Kind, status, who, when and where, in words."""
    return (
        meeting.kind.value,
        meeting.status.value,
        "\n".join(who(participant) for participant in meeting.participants) or UNKNOWN,
        when(meeting.date),
        where(meeting.place),
    )


def head(width: int) -> Table:
    """The names of the columns, in a table of `width` characters."""
    table = grid(width)
    table.add_row("kind", "status", "who", "when", "where", style="dim")
    return table


def grid(width: int) -> Table:
    """An empty table of meetings; those of one `width` have the same columns, so that they line up."""
    left = max(0, width - sum(_NARROW.values()) - 4 * _GAP)
    where = left // 3
    table = Table.grid(padding=(0, _GAP, 0, 0))
    for columns in (_NARROW["kind"], _NARROW["status"], left - where, _NARROW["when"], where):
        table.add_column(width=columns, overflow="fold")
    return table


def heading(article: ArticleReference) -> Text:
    """Title, outlet and date of an article."""
    told = ", ".join(str(part) for part in (article.outlet, article.published) if part)
    return Text.assemble((article.title or article.id, "bold"), f" ({told})" if told else "")


def balance(tally: Tally) -> Table:
    """What became of the messages: the parts add up to what was read."""
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    table.add_row(str(tally.read), "read", style="bold")
    table.add_row(str(tally.found), "with meetings")
    table.add_row(str(tally.empty), "without a meeting")
    table.add_row(str(tally.skipped.total()), "skipped" + _reasons(tally.skipped))
    table.add_row(str(tally.refused.total()), "refused" + _reasons(tally.refused))
    table.add_section()
    table.add_row(str(tally.meetings.total()), "meetings" + _reasons(tally.meetings), style="bold")
    if tally.retracted:
        table.add_row(str(tally.retracted), "meetings retracted, that were published before")
    return table


def summary(tally: Tally) -> str:
    """The tally in one line."""
    parts = (
        f"{_counted(tally.meetings.total(), 'meeting')} in {_counted(tally.read, 'article')}",
        f"{tally.skipped.total()} skipped{_reasons(tally.skipped)}" if tally.skipped else "",
        f"{tally.refused.total()} refused" if tally.refused else "",
    )
    return "; ".join(part for part in parts if part)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _reasons(counts: Mapping[str, int]) -> str:
    told = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
    return f": {told}" if told else ""


def forwarded(tally: Tally) -> Table:
    """What became of messages that were passed on unread: the parts add up to what was read."""
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    table.add_row(str(tally.read), "read", style="bold")
    table.add_row(str(tally.forwarded + tally.found + tally.empty), "passed on")
    table.add_row(str(tally.skipped.total()), "skipped" + _reasons(tally.skipped))
    table.add_row(str(tally.refused.total()), "refused" + _reasons(tally.refused))
    return table
