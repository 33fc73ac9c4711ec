"""No figure falls."""

from dataclasses import replace
from pathlib import Path

import pytest
from evaluation.conftest import SETS

from pipeline.errors import ConfigurationError
from pipeline.evaluation import Figures, Floors, GoldSet, Scoring
from pipeline.evaluation.figures import Rates, Share
from pipeline.evaluation.floors import Measured
from schemas.meeting import Meeting

FLOORS = Path(__file__).parent / "floors.toml"

HALF = Figures(
    articles=4,
    found=Rates(2, 4, 4),
    exact=Rates(1, 4, 4),
    empty=Share(1, 2),
    fields={"kind": Share(1, 2)},
    by_salience={},
    by_status={},
    calibration_error=0.05,
)
BETTER = replace(HALF, found=Rates(3, 4, 4))


def test_no_figure_has_fallen(gold_set: GoldSet, records: tuple[Meeting, ...]) -> None:
    """Every figure of every set is at its floor or above; `readout evaluate --raise` lifts the floors."""
    figures = Scoring.of(gold_set.read(), records).figures
    assert Floors.read(FLOORS).falls({gold_set.name: Measured(gold_set.digest, figures)}) == ()


def test_every_set_has_floors() -> None:
    """The file of floors knows all sets, and no other."""
    assert Floors.read(FLOORS).sets == set(SETS)


def test_a_lower_figure_is_a_fall() -> None:
    """What is below its floor is named, with both values."""
    floors = Floors({}).raised({"a": Measured("1", BETTER)})
    fallen = floors.falls({"a": Measured("1", HALF)})
    assert [(fall.set, fall.figure) for fall in fallen] == [
        ("a", "found_precision"), ("a", "found_recall"), ("a", "found_f1"),
    ]  # fmt: skip
    assert fallen[0].told == "0.5 is below 0.75"


def test_an_equal_figure_is_no_fall() -> None:
    """What was just raised holds."""
    floors = Floors({}).raised({"a": Measured("1", HALF)})
    assert floors.falls({"a": Measured("1", HALF)}) == ()


def test_raising_never_lowers() -> None:
    """Raising on lower figures changes nothing."""
    floors = Floors({}).raised({"a": Measured("1", BETTER)})
    assert floors.raised({"a": Measured("1", HALF)}).text() == floors.text()


def test_a_figure_that_is_no_longer_there_has_fallen() -> None:
    """A field that no record is asked for any more counts as 0."""
    floors = Floors({}).raised({"a": Measured("1", HALF)})
    assert [fall.figure for fall in floors.falls({"a": Measured("1", replace(HALF, fields={}))})] == [
        "kind_right"
    ]


def test_bad_calibration_is_a_fall() -> None:
    """A calibration error above its ceiling is named."""
    floors = Floors({}).raised({"a": Measured("1", HALF)})
    fallen = floors.falls({"a": Measured("1", replace(HALF, calibration_error=0.2))})
    assert [fall.figure for fall in fallen] == ["calibration_error"]


def test_other_annotations_have_no_floors() -> None:
    """Figures of changed annotations are not compared, and do not pass either."""
    floors = Floors({}).raised({"a": Measured("1", HALF)})
    assert [fall.figure for fall in floors.falls({"a": Measured("2", BETTER)})] == ["gold"]
    assert floors.raised({"a": Measured("2", HALF)}).falls({"a": Measured("2", HALF)}) == ()


def test_floors_survive_their_file(tmp_path: Path) -> None:
    """What was written is what is read."""
    floors = Floors({}).raised({"a": Measured("1", HALF), "b": Measured("2", BETTER)})
    (tmp_path / "floors.toml").write_text(floors.text(), encoding="utf-8")
    assert Floors.read(tmp_path / "floors.toml").text() == floors.text()


@pytest.mark.parametrize("text", ["[", "[a]\nfloors = 3", "[a]\ngold = '1'\nother = 2"])
def test_a_broken_file_is_the_operators_fault(tmp_path: Path, text: str) -> None:
    """What is no file of floors is said to be none."""
    (tmp_path / "floors.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"floors\.toml"):
        Floors.read(tmp_path / "floors.toml")
