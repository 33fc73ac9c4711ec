"""A feed like a newsroom's: a few articles that report a meeting among many that do not."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schemas.article import Article

HERE = Path(__file__).resolve().parent
BACKGROUND = HERE / "background.txt"
UNSEEN = HERE / "unseen.txt"
"""A stock on which no rule of the gate was chosen."""
MEETINGS = HERE.parent / "tests" / "gold" / "fresh_articles.jsonl"
ARCHIVES = HERE.parent.parent / "shared" / "gold"
_CHARACTERS = 2800  # of an everyday article, with its headline about three kilobytes
_OUTLETS = ("Northern Courier", "Evening Ledger", "Coast Gazette")


@dataclass(frozen=True, slots=True)
class Feed:
    """`size` articles, of which the share `meetings` is drawn from the gold sets; the same for the same seed.

    The others are made of `stock`, of some of its `sections` if they are named; or they are drawn from an `archive`, a
    file with an article as JSON on each line.
    """

    size: int
    meetings: float = 0.03
    seed: int = 1815
    sections: tuple[str, ...] = ()
    archive: Path | None = None
    stock: Path = BACKGROUND

    def articles(self) -> list[Article]:
        """The articles in order, each with an id of its own."""
        dice = random.Random(self.seed)  # noqa: S311 - a feed is no secret
        meetings, everyday = list(told()), self._everyday(dice)
        wanted = round(self.size * self.meetings)
        mixed = [dice.choice(meetings) for _ in range(wanted)]
        mixed += [everyday() for _ in range(self.size - wanted)]
        dice.shuffle(mixed)
        return [article.model_copy(update={"id": f"bench-{n}"}) for n, article in enumerate(mixed)]

    def _everyday(self, dice: random.Random) -> Callable[[], Article]:
        if self.archive:
            lines = self.archive.read_text(encoding="utf-8").splitlines()
            return lambda: Article.model_validate_json(dice.choice(lines))
        sections = _sections(self.stock, self.sections)
        return lambda: _made(dice, sections)


def told() -> Iterator[Article]:
    """The gold articles, those beside the project too when they are there."""
    for path in (MEETINGS, *sorted(ARCHIVES.glob("*_articles.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Article.model_validate_json(line)


def _sections(stock: Path, chosen: tuple[str, ...] = ()) -> list[list[list[str]]]:
    """The sections of a stock, or those `chosen`, each a list of blocks, each the lines of one."""
    _, *sections = stock.read_text(encoding="utf-8").split("\n== ")
    return [
        [block.strip().splitlines() for block in each.split("\n\n")[1:]]
        for each in sections
        if not chosen or each.startswith(chosen)
    ]


def _made(dice: random.Random, sections: list[list[list[str]]]) -> Article:
    """A headline and its paragraphs, lengthened with paragraphs of other subjects of the same section."""
    blocks = dice.choices(sections, [len(each) for each in sections])[0]
    (title, *paragraphs), *others = dice.sample(blocks, len(blocks))
    spare = [line for _, *lines in others for line in lines]
    dice.shuffle(spare)
    while len("\n".join(paragraphs)) < _CHARACTERS and spare:
        paragraphs.append(spare.pop())
    return Article(
        title=title, text="\n".join(paragraphs), outlet=dice.choice(_OUTLETS), published=date(2021, 4, 7)
    )
