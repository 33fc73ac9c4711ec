"""An article becomes one Doc: its headline and paragraphs, each with the offsets that it came from.

A passage is a headline or a paragraph. White space between passages carries no tokens; every token remembers
where it stands in the article, so that evidence can quote it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.casing import SAMPLE, Caser, common_words, is_proper, shape
from pipeline.extract.dates import Dateline, find_dateline, unmarked
from pipeline.extract.dates.lexicon import fill
from pipeline.extract.furniture import ended
from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.paragraphs import paragraphs
from schemas.article import Article

Part = Literal["title", "text"]
_WORD = re.compile(r"\w+|[^\w\s]")  # a mark counts as well: an address of a page is a dozen tokens
_HEADLINE = 25  # words of the longest headline
_LONGEST = 400  # words of the longest sentence; no writer's is longer, and the search for parties looks at all of one
_HEAD = 12  # paragraphs at the top of a page, between which the dateline may stand
# What may be a dateline in a text without capitals: "islamabad: ", "ankara, march 2 (reuters) - ".
_HEADING = re.compile(r"\A\s*[^\W\d_][^\n:(\u2013\u2014]{2,40}?(?=\s?[:(\u2013\u2014]|\s--?\s)")
_STAMP = re.compile(
    fill(r"(?:{weekday},? )?(?:{month} \d\d?|\d\d? {month}),? (?:19|20)\d\d(?=[A-Z][a-z])"), re.IGNORECASE
)

for _name, _default in (
    ("offsets", ()),
    ("passages", ()),
    ("published", None),
    ("outlet", None),
    ("dateline_text", None),
    ("dateline_day", None),
):
    Doc.set_extension(_name, default=_default, force=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline or a paragraph: `text` begins at `offset` of the article's `part`."""

    part: Part
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """An article cut into passages, its dateline taken off; those in `left_out`, by number, are not read."""

    passages: tuple[Passage, ...]
    dateline: str | None = None
    dateline_day: date | None = None
    left_out: frozenset[int] = frozenset()

    @property
    def characters(self) -> int:
        """How long what is read of it is."""
        return sum(len(each.text) for k, each in enumerate(self.passages) if k not in self.left_out)


def layout(article: Article) -> Layout:
    """The headline, if any, then the paragraphs, without dateline and surrounding white space."""
    body = [_unstamped(Passage("text", a, article.text[a:b])) for a, b in paragraphs(article.text)]
    city, day = None, None
    # The first letter alone tells of most texts that they are not.
    small = not article.text[:1].isupper() and shape(article.text[:SAMPLE]) == "lower"
    for number, passage in enumerate(body[:_HEAD]):
        if line := _dateline(passage.text, small=small):
            city = _listed(line.cities[0].name) + (f" , {line.region.name}" if line.region else "")
            day = line.day_on(article.published)
            body[number] = _from(passage, line.end)
            break
    title = [Passage("title", 0, article.title)] if article.title else []
    return Layout((*title, *(p for p in body if p.text)), city, day)


def _dateline(text: str, *, small: bool) -> Dateline | None:
    """The dateline that opens a paragraph; of one with few signs the gazetteer must know the place."""
    line = find_dateline(_HEADING.sub(lambda m: m[0].upper(), text) if small else text)
    if line and line.cities and ((line.sure and not small) or _exists(line)):
        return line
    return next((line for line in unmarked(text) if _famous(line.cities[0].name)), None)


def _listed(name: str) -> str:
    """The name as the gazetteer knows it: of a text without capitals, or with too few of them."""
    return name if _known(name, "city") or not _famous(name) else name.title()


def _exists(line: Dateline) -> bool:
    """Whether the gazetteer knows the dateline's place as a city, or the country that it is told to be in."""
    return _known(line.cities[0].name, "city") or (
        line.region is not None and _known(line.region.name, "country")
    )


def _famous(name: str) -> bool:
    """Whether the gazetteer knows a city of this name, however it is cased, that nothing else is called by."""
    found = Gazetteer.load().find(name.title().split())
    return any(e.kind == "city" and not e.risky for match in found for e in match.entries if match.start == 0)


def _known(name: str, kind: str) -> bool:
    found = Gazetteer.load().find((name.title() if name.isupper() else name).split())
    return any(entry.kind == kind for match in found for entry in match.entries)


def _unstamped(passage: Passage) -> Passage:
    """Without a day of publication that runs into the text: "July 24, 2015The president landed"."""
    stamp = _STAMP.match(passage.text)
    return _from(passage, stamp.end()) if stamp else passage


def shortened(page: Layout, longest: int) -> Layout:
    """The page up to the passage in which word number `longest` of what is read stands, that passage cut there."""
    kept: list[Passage] = []
    for number, passage in enumerate(page.passages):
        if number not in page.left_out:
            cut = next(islice(_WORD.finditer(passage.text), longest, None), None)
            if cut:
                kept.append(replace(passage, text=passage.text[: cut.start()].rstrip()))
                break
            longest -= sum(1 for _ in _WORD.finditer(passage.text))
        kept.append(passage)
    return replace(page, passages=tuple(kept))


def _from(passage: Passage, start: int) -> Passage:
    rest = passage.text[start:]
    return Passage(passage.part, passage.offset + start + len(rest) - len(rest.lstrip()), rest.lstrip())


# One character for one, so that offsets hold: the model was trained on plain quotation marks and dashes.
_PLAIN = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "_": "-",
})  # fmt: skip


# No word of any language is so long. The tokenizer parts marks from a word one by one, looking at all of it each time.
_NO_WORD = re.compile(r"\S{500,}")


def plain(text: str) -> str:
    """`text` with quotation marks and spaces made plain, and endless words made letters; length unchanged."""
    return _NO_WORD.sub(lambda found: "x" * len(found[0]), text.translate(_PLAIN))


_ENDS = frozenset(".!?;:\"')]\u2026-\u2013\u2014")
# Scraped text breaks names with a full stop after the title: "the general. Qamar Javed Bajwa".
_BROKEN = re.compile(
    r"\b(?:general|sheikh|president|king|prince|minister|ambassador|mullah|secretary|senator|gen|prof|dr|mr|mrs)"
    r"(?: [A-Z][\w'-]+)?(\.)"
    r"(?= (?!He |She |It |They |The |In |On |His |But |And |A |At |We |I |For |This |As )[A-Z][\w'-]+)",
    re.IGNORECASE,
)


def _is_headline(text: str) -> bool:
    """Whether a paragraph looks like a headline: scraped pages repeat theirs, and have more of them."""
    return not ended(text) and len(text.split()) <= _HEADLINE


def _mended(passage: Passage, caser: Caser) -> str:
    """The passage in plain characters and ordinary casing, a title and its name joined; length unchanged."""
    text = caser.recased(plain(passage.text), headline=passage.part == "title" or _is_headline(passage.text))
    for match in _BROKEN.finditer(text):
        if not caser.common(text[match.end() + 1 :].split()[0].lower().strip(",.'")):
            text = text[: match.start(1)] + " " + text[match.end(1) :]
    return text


def _caser(nlp: Language, passages: tuple[Passage, ...]) -> Caser:
    """Casing by the English word list, the gazetteer and the article's own plainly cased paragraphs."""
    proper: list[str] = []
    for passage in passages:
        if passage.part == "text" and shape(passage.text) == "plain":
            proper.extend(m for m in re.findall(r"(?<=[a-z,] )[A-Z][\w'-]+", passage.text))
    return Caser(common_words(nlp), proper, is_proper)


@dataclass(slots=True)
class _Tokens:
    words: list[str]
    spaces: list[bool]
    starts: list[bool | None]
    offsets: list[tuple[Part, int]]
    passages: list[int]  # the first token of each

    def add(self, passage: Passage, doc: Doc) -> None:
        """Append a passage; in it a sentence may start only after a mark that ends one, or after `_LONGEST` words."""
        first, run = True, 0
        self.passages.append(len(self.words))
        for token in doc:
            if token.is_space:
                if self.words:
                    self.spaces[-1] = True
                continue
            self.words.append(token.text)
            self.spaces.append(bool(token.whitespace_))
            closed = not first and self.words[-2][-1] in _ENDS
            run = 0 if first or closed else run + 1
            self.starts.append(True if first or run == _LONGEST else None if closed else False)
            run %= _LONGEST
            self.offsets.append((passage.part, passage.offset + token.idx))
            first = False
        if self.spaces:
            self.spaces[-1] = True


def compose(nlp: Language, article: Article, page: Layout | None = None) -> Doc:
    """One Doc of an article, laid out as in `page` if given; a sentence starts where a passage does."""
    page = page or layout(article)
    tokens = _Tokens([], [], [], [], [])
    caser = _caser(nlp, page.passages)
    for number, passage in enumerate(page.passages):
        if number in page.left_out:
            continue
        tokens.add(passage, nlp.make_doc(_mended(passage, caser)))
    doc = Doc(nlp.vocab, words=tokens.words, spaces=tokens.spaces, sent_starts=tokens.starts)  # type: ignore[arg-type]  # spaCy takes None for "not known"
    doc._.offsets, doc._.passages = tuple(tokens.offsets), tuple(tokens.passages)
    doc._.published, doc._.outlet = article.published, article.outlet
    doc._.dateline_text, doc._.dateline_day = page.dateline, page.dateline_day
    return doc
