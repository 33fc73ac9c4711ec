"""Measure the quality of reading, and what each part of the extractor adds to it.

python -m benchmarks.ablation [--all] writes the figures into docs/evaluation.md; without --all, only those of
the whole. Each part is switched off by itself, all else left as it is, and all gold sets are read again.
"""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from spacy.language import Language

from benchmarks.pages import fill
from pipeline.evaluation import Scoring, find_sets
from pipeline.extract import leaders
from pipeline.extract.casing import Caser
from pipeline.extract.encounters.context import Context
from pipeline.extract.encounters.echoes import Echoes
from pipeline.extract.extractor import Extractor
from pipeline.extract.frames import Form
from pipeline.intake import Intake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from spacy.tokens import Doc

    from pipeline.evaluation import Figures, GoldSet
    from schemas.meeting import Meeting

    Switch = Callable[[Extractor], AbstractContextManager[Any]]

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation.md"
SETS = (ROOT / "tests" / "gold", ROOT.parent / "shared" / "gold")
POOLED = ("status", "date", "city", "country", "roles", "surnames")


@Language.component("without_dateline")
def without_dateline(doc: Doc) -> Doc:
    """Forget where the article was written."""
    doc._.dateline = doc._.home = None
    return doc


@Language.component("without_anaphors")
def without_anaphors(doc: Doc) -> Doc:
    """Forget pronouns, and groups that say nothing of whose they are."""
    doc._.mentions = tuple(
        m for m in doc._.mentions if m.form is not Form.PRONOUN and (m.form is not Form.GROUP or m.actors)
    )
    return doc


def _pipe(name: str) -> Switch:
    return lambda extractor: extractor._nlp.select_pipes(disable=name)  # noqa: SLF001  to be switched off


def _after(component: str, name: str) -> Switch:
    @contextmanager
    def switch(extractor: Extractor) -> Iterator[None]:
        nlp = extractor._nlp  # noqa: SLF001  to be changed
        if not nlp.has_pipe(name):
            nlp.add_pipe(name, after=component)
        yield
        nlp.disable_pipe(name)

    return switch


@contextmanager
def _without_table(_: Extractor) -> Iterator[None]:
    table = leaders.leaders()
    empty = leaders.Leaders(())
    with patch.dict(vars(table), vars(empty)):
        yield


@contextmanager
def _without_order(_: Extractor) -> Iterator[None]:
    with ExitStack() as stack:
        for name in ("before", "onwards", "completed"):
            stack.enter_context(patch.object(Context, name, lambda *_: []))
        yield


SWITCHES: dict[str, Switch] = {
    "nothing": lambda _: patch.object(Caser, "recased", Caser.recased),
    "table of office-holders": _without_table,
    "dateline": _after("readout_actors", "without_dateline"),
    "pronouns and \u201cthe two\u201d": _after("readout_mentions", "without_anaphors"),
    "fallback on the order of mentions": _without_order,
    "what is said of an encounter later": lambda _: patch.object(Echoes, "heard", lambda *a: a[-1]),
    "recasing": lambda _: patch.object(Caser, "recased", lambda _, text, **__: text),
    "merging of tellings": _pipe("readout_merging"),
    "dates": _pipe("readout_timing"),
    "places of talks": _pipe("readout_places"),
    "what encounters lend one another": _pipe("readout_circumstances"),
    "hosts of visits": _pipe("readout_hosting"),
}


def read(extractor: Extractor, gold_set: GoldSet) -> list[Meeting]:
    """The records of a set's articles; a refused article has none."""
    lines = gold_set.articles.read_bytes().splitlines()
    results = extractor.extract([Intake().read(line).article for line in lines])
    refused = [str(each) for each in results if not isinstance(each, tuple)]
    if refused:
        print(f"{gold_set.name}: {len(refused)} refused, the first for {refused[0]}", file=sys.stderr)
    return [record for each in results if isinstance(each, tuple) for record in each]


def measured(extractor: Extractor, sets: tuple[GoldSet, ...]) -> dict[str, Figures]:
    """The figures of each set, of the halves of those that have them, and of all sets together."""
    figures, together = {}, Scoring()
    for gold_set in sets:
        gold, records = gold_set.read(), read(extractor, gold_set)
        figures[gold_set.name] = Scoring.of(gold, records).figures
        for part, ids in gold_set.parts("half").items():
            figures[f"{gold_set.name}, half {part}"] = Scoring.of(gold, records, ids).figures
        for article, meetings in gold.items():
            together.add(article, meetings, [r for r in records if r.article.id == article])
    return figures | {"all": together.figures}


def figures_table(figures: Mapping[str, Figures]) -> str:
    """Set by set, the main figures."""
    names = [name for name in figures if name != "all"]
    rows_of: dict[str, Callable[[Figures], str]] = {
        "found: precision": lambda f: f"{f.found.precision:.3f}",
        "found: recall": lambda f: f"{f.found.recall:.3f}",
        "found: F1": lambda f: f"{f.found.f1:.3f}",
        "exact: F1": lambda f: f"{f.exact.f1:.3f}",
        "left empty": lambda f: str(f.empty),
        **{f"{field} right": _field(field) for field in figures["all"].fields},
        "calibration error": lambda f: f"{f.calibration_error:.3f}",
    }
    lines = [["", *names]] + [[head, *(cell(figures[n]) for n in names)] for head, cell in rows_of.items()]
    return _table(lines)


def _field(field: str) -> Callable[[Figures], str]:
    return lambda f: f"{f.fields[field].value:.3f}"


def ablation_table(found: Mapping[str, Mapping[str, Figures]]) -> str:
    """What is lost without each part: F1 by set, and fields of all sets together, in points of 100."""
    whole = found["nothing"]
    names = [name for name in whole if "half" not in name and name != "all"]
    head = ["without", *(f"{n}: found, exact" for n in names), *POOLED]
    lines = [head]
    for switch, figures in found.items():
        f1 = [_lost(figures[n], whole[n]) for n in names]
        fields = [_points(figures["all"].fields[f].value, whole["all"].fields[f].value) for f in POOLED]
        if switch != "nothing":
            lines.append([switch, *f1, *fields])
    return _table(lines)


def _lost(part: Figures, whole: Figures) -> str:
    return f"{_points(part.found.f1, whole.found.f1)}, {_points(part.exact.f1, whole.exact.f1)}"


def _points(part: float, whole: float) -> str:
    points = round(100 * (part - whole), 1)
    return f"{points:+.1f}" if points else "0"


def _table(lines: list[list[str]]) -> str:
    head, *body = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([head, "|" + "---|" * len(lines[0]), *body])


def main(arguments: list[str]) -> None:
    """Measure, and write the page."""
    sets = find_sets(path for path in SETS if path.exists())
    extractor = Extractor()
    found: dict[str, dict[str, Figures]] = {}
    for name, switch in SWITCHES.items():
        if name != "nothing" and "--all" not in arguments:
            continue
        with switch(extractor):
            found[name] = measured(extractor, sets)
        print(f"without {name}: found F1 {found[name]['all'].found.f1:.3f}", flush=True)
    fill(PAGE, "figures", figures_table(found["nothing"]))
    if "--all" in arguments:
        fill(PAGE, "ablation", ablation_table(found))


if __name__ == "__main__":
    main(sys.argv[1:])
