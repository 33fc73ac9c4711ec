"""What encounter, status, date, place and confidence rest on."""

from collections.abc import Iterator
from typing import Final

from spacy.glossary import GLOSSARY

from pipeline.explain.model import Reason
from pipeline.explain.passages import Passages
from pipeline.extract.components.confidence import BIAS, signs, weights
from pipeline.extract.frames import Encounter
from pipeline.extract.rows import rows

_TELLING: Final = 0.05
"""Logits from which a sign is worth a word: it moves a probability by a percentage point at most."""


def of_encounter(encounter: Encounter) -> Iterator[Reason]:
    """The rule and the word that found it, the cues of its status, and how often it is told."""
    frame, _, form = encounter.rule.partition(":")
    yield Reason("found by", "rule", f"frame {frame} of “{form}”{_example(frame, form)}")
    if cues := _tagged(encounter, "cue"):
        yield Reason("status", "rule", f"{encounter.status}, from {', '.join(map(_cue, cues))}")
    others = [frame for frame in _tagged(encounter, "frame") if frame != encounter.rule.partition(":")[0]]
    if others:
        yield Reason("also found by", "rule", f"frame {' and '.join(others)}; the tellings are merged")
    plain = sorted(f for f in encounter.features if ":" not in f)
    if plain:
        yield Reason("features", "rule", ", ".join(plain))


def of_confidence(passages: Passages, encounter: Encounter) -> Iterator[Reason]:
    """The signs that weigh most, in logits."""
    weighted = weights()
    parts = {n: weighted.get(n, 0.0) * v for n, v in signs(passages.doc, encounter).items() if n != BIAS}
    told = sorted((n for n in parts if abs(parts[n]) >= _TELLING), key=lambda n: -abs(parts[n]))
    listed = ", ".join(f"{n.replace('_', ' ')} {parts[n]:+.1f}" for n in told)
    if listed:
        yield Reason("confidence", "weights", f"{encounter.confidence:.2f}: {listed}")


def of_date(passages: Passages, encounter: Encounter) -> Iterator[Reason]:
    """The words that it was read from, and the day that they were held against."""
    when = encounter.when
    if when.start is None:
        yield Reason("date", "article", "no date is told for it")
        return
    words = passages.quoted(when.span) if when.span else f"“{when.text}”"
    yield Reason("date", "article", f"{words}, to the {when.precision}")
    published = passages.doc._.published
    if published:
        day = passages.doc._.dateline_day
        line = f"; the dateline says {day}" if day else ""
        yield Reason("date", "record", f"read as of publication on {published:%A} {published}{line}")


def of_place(passages: Passages, encounter: Encounter) -> Iterator[Reason]:
    """The words that name it, the dateline, or another telling."""
    where, home = encounter.where, passages.doc._.dateline
    if where.span:
        yield Reason("place", "article", passages.quoted(where.span))
    elif home and (where.city, where.country) == (home.city, home.country):
        yield Reason("place", "dateline", f"{passages.doc._.dateline_text}: the report is from there")
    elif where.city or where.country:
        yield Reason("place", "context", "from another telling, the host, or where the visit goes")
    else:
        yield Reason("place", "article", "no place is told for it")
    if where.geonames_id and where.latitude is not None and where.longitude is not None:
        at = f"{where.latitude:.2f}, {where.longitude:.2f}"
        yield Reason("place", "table", f"GeoNames {where.geonames_id}, at {at}")


def _tagged(encounter: Encounter, tag: str) -> list[str]:
    return sorted(f.partition(":")[2] for f in encounter.features if f.startswith(f"{tag}:"))


def _cue(cue: str) -> str:
    """A tag of the Penn Treebank in words; any other cue is a word of the text or a name of ours."""
    word, _, form = (GLOSSARY.get(cue, "") if cue.isupper() else "").partition(", ")
    return (f"{word} ({form})" if form else word) or f"“{cue}”"


def _example(frame: str, form: str) -> str:
    """The row's own example, where the vocabulary has the row."""
    row = next((r for r in rows("encounters") if (r["frame"], r["form"]) == (frame, form)), None)
    return f", as in “{row['example']}”" if row and row["example"] else ""
