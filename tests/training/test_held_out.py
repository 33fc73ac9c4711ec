"""What the shipped model reaches on what it was not trained on, and what its card says of it."""

from __future__ import annotations

import os
import re
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import spacy
from thinc.api import use_ops

from training import card

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT.parent / "shared" / "treebanks"
LEVEL = 0.001
NEAR = 0.0025  # another processor adds in another order, and a word or two are read otherwise


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    """Load the shipped model once."""
    with use_ops("numpy", use_blis=False), as_file(files("pipeline.extract") / "model") as path:
        return spacy.load(path)


@pytest.fixture(scope="module")
def held_out(nlp: spacy.language.Language) -> tuple[card.Rows, card.Rows]:
    """Read the held-out files, which lie beside the project."""
    if not SOURCE.exists():
        message = "there are no treebanks beside the project"
        if os.environ.get("READOUT_REQUIRE_GOLD") == "1":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return card.held_out(nlp, SOURCE)


@pytest.fixture(scope="module")
def own(nlp: spacy.language.Language) -> tuple[dict[str, card.Rows], dict[str, tuple[int, int]]]:
    """Read our own sentences and headlines."""
    return card.own(nlp)


def _figures(table: str) -> list[float]:
    return [float(number) for number in re.findall(r"(?<![\w.])[01]?\.\d{3}", table)]


def test_the_first_attempt_is_beaten(held_out: tuple[card.Rows, card.Rows]) -> None:
    """Each of twenty-five figures lies above what the first attempt reached, or within what processors differ by."""
    trees, names = held_out
    bars = [(trees, card.TREES), (names, card.NAMES)]
    below = [
        (name, key, rows[name][key])
        for rows, aims in bars
        for name, row in aims.items()
        for key, aim in row.items()
        if rows[name][key] < aim - LEVEL
    ]
    assert below == []


def test_the_card_tells_the_held_out_figures(held_out: tuple[card.Rows, card.Rows]) -> None:
    """The tables of held-out files in the model card are those of the shipped model."""
    told = card.section(card.CARD.read_text(encoding="utf-8"), "held-out")
    assert _figures(told) == pytest.approx(_figures(card.held_out_part(*held_out)), abs=NEAR)


def test_the_card_tells_our_own_figures(own: tuple[dict[str, card.Rows], dict[str, tuple[int, int]]]) -> None:
    """The tables of our own sentences in the model card are those of the shipped model."""
    told = card.section(card.CARD.read_text(encoding="utf-8"), "own")
    assert _figures(told) == pytest.approx(_figures(card.by_casing(*own)), abs=0.01)


@pytest.mark.parametrize(("name", "persons"), [("diplomatic", 0.93), ("diplomatic2", 0.92)])
def test_diplomatic_names_are_found(
    own: tuple[dict[str, card.Rows], dict[str, tuple[int, int]]], name: str, persons: float
) -> None:
    """On a hundred sentences of diplomatic English, polities reach .93, organisations .80, and persons their bar."""
    scores = own[0][name]["ordinary"]
    assert scores["PERSON"] >= persons
    assert scores["GPE"] >= 0.93
    assert scores["ORG"] >= 0.80


@pytest.mark.parametrize("name", ["diplomatic", "diplomatic2"])
def test_who_met_whom_is_in_the_trees(
    own: tuple[dict[str, card.Rows], dict[str, tuple[int, int]]], name: str
) -> None:
    """Subject and partner of the meeting verb are right nine times in ten."""
    right, of = own[1][name]
    assert right >= 0.9 * of


@pytest.mark.parametrize("name", ["headlines", "diplomatic", "diplomatic2"])
@pytest.mark.parametrize("casing", ["UPPER", "lower"])
def test_names_survive_headline_casing(
    own: tuple[dict[str, card.Rows], dict[str, tuple[int, int]]], name: str, casing: str
) -> None:
    """In capitals and in lower case, names lose at most eight points."""
    table = own[0][name]
    assert table[casing]["all"] >= table["ordinary"]["all"] - 0.08
