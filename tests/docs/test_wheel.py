"""What is shipped."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docs.documents import ROOT


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    "folder", ["pipeline/demo/feed", "pipeline/extract/model", "pipeline/extract/words", "schemas/json"]
)
def test_the_wheel_holds_the_data_of_the_package(shipped: set[str], folder: str) -> None:
    """Feed, model, vocabulary and schemas are installed with the code, all of their files."""
    wanted = {str(file.relative_to(ROOT)) for file in _files(ROOT / folder)}
    assert wanted
    assert wanted <= shipped


def test_the_wheel_holds_nothing_else(shipped: set[str]) -> None:
    """Tests, training and deployment are not installed."""
    assert {name.split("/")[0].split("-")[0] for name in shipped} == {
        "pipeline",
        "schemas",
        "readout_pipeline",
    }


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
