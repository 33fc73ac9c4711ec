"""What a scraped page holds beside its article, and how its lines become paragraphs."""

from datetime import date

import pytest

from pipeline.extract.passages import layout
from pipeline.extract.rows import rows
from schemas.article import Article

ROWS = rows("furniture")
STORY = "Anne Dubois, the French president, met Marco Rossi, the Italian prime minister, in Rome on Monday."
WRAPPED = """TALKS IN ROME
By Jane Doe, Staff Writer
ROME -- French President Anne Dubois, who had arrived late on
Sunday, held talks on Monday with the Italian prime minister, Marco
Rossi, and was to leave for Athens on the same evening to see the
president of Greece.
A spokesman of the ministry in Rome said that both of them
were content.

Nothing was signed."""


def passages(text: str) -> list[str]:
    """The passages that are read of a text published on 7 April 2021."""
    return [p.text for p in layout(Article(text=text, published=date(2021, 4, 7))).passages]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['sort']}-{row['form']}")
def test_what_belongs_to_another_article_is_not_read(row: dict[str, str]) -> None:
    """Links to other articles and captions of old pictures are left out; the article goes on after them."""
    page = f"{STORY}\n" + row["example"].replace("\\n", "\n") + f"\n{STORY}"
    assert passages(page) == [STORY, STORY]


@pytest.mark.parametrize("row", [r for r in ROWS if r["counter"]], ids=lambda row: str(row["counter"])[:40])
def test_sentences_are_read(row: dict[str, str]) -> None:
    """A sentence that begins with the same words is the article's."""
    assert passages(f"{STORY}\n{row['counter']}") == [STORY, row["counter"]]


@pytest.mark.parametrize("bullet", "\u00b7\u2022\u25ba")
def test_bulleted_headlines_are_not_read(bullet: str) -> None:
    """A bullet before words that are no sentence points to another article."""
    assert passages(f"{bullet} Rossi meets Dubois\n{STORY}\n{bullet} {STORY}") == [STORY, f"{bullet} {STORY}"]


def test_wrapped_lines_are_joined() -> None:
    """Lines that were wrapped at a width make one paragraph; headings, short lines and gaps end it."""
    head, byline, lead, more, last = passages(WRAPPED)
    assert (head, byline) == ("TALKS IN ROME", "By Jane Doe, Staff Writer")
    assert lead.startswith("French President Anne Dubois")
    assert lead.endswith("president of Greece.")
    assert more == "A spokesman of the ministry in Rome said that both of them\nwere content."
    assert last == "Nothing was signed."


def test_the_dateline_may_stand_below_the_head_of_the_page() -> None:
    """Title, byline, caption and stamp of the time may come before the paragraph with the dateline."""
    head = "Dubois in Rome\nBy Jane Doe\nUpdated: April 07, 2021 10:42 IST\nAnne Dubois. (Photo: AP)\n"
    page = layout(Article(text=f"{head}ROME, April 6 (Reuters) - {STORY}", published=date(2021, 4, 7)))
    assert page.dateline == "ROME"
    assert page.dateline_day == date(2021, 4, 6)
    assert page.passages[-1].text == STORY


@pytest.mark.parametrize("opening", ["Dubois: We will meet", "Rossi \u2013 who met Dubois", "BREAKING NEWS"])
def test_a_name_before_a_colon_is_no_dateline(opening: str) -> None:
    """What has few signs of a dateline is one only when its place exists."""
    assert layout(Article(text=f"{opening}\n{STORY}")).dateline is None


def test_a_day_that_runs_into_the_text_is_taken_off() -> None:
    """A stamp of the day that scraping glued to the first word is no part of the sentence."""
    assert passages(f"April 7, 2021{STORY}") == [STORY]
