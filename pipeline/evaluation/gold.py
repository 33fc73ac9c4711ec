"""Gold sets: articles, and what careful readers annotated in them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ConfigurationError
from schemas.meeting import Kind, MeetingDate, Participant, Place, Status

GOLD: Final = "_gold.jsonl"
ARTICLES: Final = "_articles.jsonl"


class Annotated(BaseModel):
    """One annotated meeting. Where `sure` is False careful readers may differ: it may be told or not."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Kind
    status: Status
    participants: tuple[Participant, ...]
    date: MeetingDate
    place: Place
    quote: str = ""
    salience: str = "main"
    sure: bool = True


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    article_id: str
    meetings: tuple[Annotated, ...]


Gold = Mapping[str, tuple[Annotated, ...]]
"""Article id → its annotated meetings; an article without one has an empty tuple."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A named set of articles with their annotations."""

    name: str
    gold: Path
    articles: Path

    @classmethod
    def of(cls, gold: Path) -> Self:
        """The set of `NAME_gold.jsonl`, whose articles are in `NAME_articles.jsonl` beside it.

        Raises:
            ConfigurationError: the file has another name, or one of the two is missing.
        """
        if not gold.name.endswith(GOLD):
            raise ConfigurationError(f"{gold}: annotations are in a file named NAME{GOLD}")
        name = gold.name.removesuffix(GOLD)
        articles = gold.with_name(name + ARTICLES)
        if lacking := [str(path) for path in (gold, articles) if not path.is_file()]:
            raise ConfigurationError(f"there is no file {', '.join(lacking)}")
        return cls(name, gold, articles)

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the annotations: figures are comparable as long as it stays the same."""
        return hashlib.sha256(self.gold.read_bytes()).hexdigest()

    def read(self) -> dict[str, tuple[Annotated, ...]]:
        """The annotated meetings by article.

        Raises:
            ConfigurationError: a line is not an annotated article.
        """
        return dict(self._lines())

    def _lines(self) -> Iterator[tuple[str, tuple[Annotated, ...]]]:
        for number, line in enumerate(_lines_of(self.gold), 1):
            try:
                told = _Line.model_validate_json(line)
            except ValidationError as error:
                raise ConfigurationError(f"{self.gold}, line {number}: {error}") from None
            yield told.article_id, told.meetings

    def parts(self, field: str) -> dict[str, frozenset[str]]:
        """Value of a field of the articles → ids of those that have it; who lacks the field is left out."""
        found: dict[str, set[str]] = {}
        for article in map(json.loads, _lines_of(self.articles)):
            if field in article:
                found.setdefault(str(article[field]), set()).add(str(article["id"]))
        return {value: frozenset(ids) for value, ids in sorted(found.items())}


def find_sets(paths: Iterable[Path]) -> tuple[GoldSet, ...]:
    """The sets of files named `NAME_gold.jsonl`, and of all such files of folders, by name.

    Raises:
        ConfigurationError: there is none, or one name stands for different annotations.
    """
    sets: dict[str, GoldSet] = {}
    for path in paths:
        files = sorted(path.glob(f"*{GOLD}")) if path.is_dir() else [path]
        if not files:
            raise ConfigurationError(f"{path}: no file named NAME{GOLD} in this folder")
        for found in map(GoldSet.of, files):
            known = sets.setdefault(found.name, found)
            if known.digest != found.digest:
                raise ConfigurationError(f"{known.gold} and {found.gold} differ, and have one name")
    return tuple(sets[name] for name in sorted(sets))


def _lines_of(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
