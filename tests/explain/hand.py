"""Explanations made by hand, which need no language model."""

from collections.abc import Callable
from typing import Any

from stub import meeting

from pipeline.explain import Explanation, Field, Item, Mark, Reason, Record
from schemas.article import Article

Explain = Callable[..., Explanation]
"""Explains a text; keywords are the article's other fields."""


def made(text: str, *marks: Mark, told: str = "grounds", **fields: Any) -> Explanation:
    """An explanation made by hand: one record with one item, which all of `marks` belong to."""
    article = Article(**{"id": "a", **fields}, text=text)
    item = Item("1-who-0", Field.WHO, told, (Reason("name", "article", told),))
    return Explanation(article, (Record(1, meeting(article), (item,)),), marks)


def mark(start: int, end: int, field: Field = Field.WHO, record: int = 1) -> Mark:
    """A mark in the text."""
    return Mark("text", start, end, field, f"{record}-{field}-0", record)
