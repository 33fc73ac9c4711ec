"""A feed like a newsroom's: a few articles that report a meeting among many that do not."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schemas.article import Article

HERE = Path(__file__).resolve().parent
MEETINGS = HERE.parent / "tests" / "gold" / "fresh_articles.jsonl"
ARCHIVES = HERE.parent.parent / "shared" / "gold"
_PARAGRAPHS = 10  # about three kilobytes
_OUTLETS = ("Northern Courier", "Evening Ledger", "Coast Gazette")


@dataclass(frozen=True, slots=True)
class Feed:
    """`size` articles, of which the share `meetings` is drawn from the gold sets; the same for the same seed."""

    size: int
    meetings: float = 0.03
    seed: int = 1815

    def articles(self) -> list[Article]:
        """The articles in order, each with an id of its own."""
        dice = random.Random(self.seed)  # noqa: S311 - a feed is no secret
        told, blocks = list(_told()), list(_blocks())
        wanted = round(self.size * self.meetings)
        mixed = [dice.choice(told) for _ in range(wanted)]
        mixed += [_made(dice, blocks) for _ in range(self.size - wanted)]
        dice.shuffle(mixed)
        return [article.model_copy(update={"id": f"bench-{n}"}) for n, article in enumerate(mixed)]


def _told() -> Iterator[Article]:
    """The gold articles, those beside the project too when they are there."""
    for path in (MEETINGS, *sorted(ARCHIVES.glob("*_articles.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Article.model_validate_json(line)


def _blocks() -> Iterator[list[str]]:
    text = (HERE / "background.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        yield block.strip().splitlines()


def _made(dice: random.Random, blocks: list[list[str]]) -> Article:
    """A headline and its own paragraphs, shuffled, lengthened with those of another subject."""
    (title, *own), (_, *other) = dice.sample(blocks, 2)
    paragraphs = (dice.sample(own, len(own)) + dice.sample(other, len(other)))[:_PARAGRAPHS]
    return Article(
        title=title, text="\n".join(paragraphs), outlet=dice.choice(_OUTLETS), published=date(2021, 4, 7)
    )
