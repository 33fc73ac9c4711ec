"""Evidence: quotations of the article, each checked to stand where it claims to."""

from spacy.tokens import Doc

from pipeline.extract.frames import Encounter
from schemas.article import Article
from schemas.meeting import Evidence


def quote(doc: Doc, article: Article, field: str, span: tuple[int, int]) -> Evidence:
    """The words of a token span, with their offsets in the article.

    Raises:
        ValueError: the span is empty or crosses from the headline into the text.
    """
    (part, start), (last, tail) = doc._.offsets[span[0]], doc._.offsets[span[1] - 1]
    if part != last:
        raise ValueError(f"tokens {span} lie in two parts of the article")
    source = article.title if part == "title" else article.text
    end = tail + len(doc[span[1] - 1])
    return Evidence.model_validate(
        {"field": field, "text": (source or "")[start:end], "start": start, "end": end, "source": part}
    )


def evidence(doc: Doc, article: Article, encounter: Encounter) -> tuple[Evidence, ...]:
    """The sentences that tell of an encounter, and the words that date and place it."""
    found = [quote(doc, article, "participants", s) for s in encounter.support or (encounter.sentence,)]
    found += [quote(doc, article, name, encounter.sentence) for name in ("kind", "status")]
    if encounter.when.span:
        found.append(quote(doc, article, "date", encounter.when.span))
    if encounter.where.span:
        found.append(quote(doc, article, "place", encounter.where.span))
    found += [quote(doc, article, "topics", s) for s in encounter.topics]
    found += [quote(doc, article, "outcomes", s) for s in encounter.outcomes]
    return tuple(dict.fromkeys(found))
