"""The documents say what the program does."""

import re
import tomllib
from pathlib import Path

import pytest
import typer
from docs.documents import COMMANDS, DOCUMENTS, ROOT, readme

from pipeline import watchdog
from pipeline.cli.app import app
from pipeline.cli.exits import MEANINGS, Exit
from pipeline.errors import ConfigurationError, Halt
from pipeline.refusals import TooManyRefusals
from pipeline.settings import load
from pipeline.settings.load import leaves
from pipeline.settings.model import Settings
from pipeline.settings.reference import example_toml

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - {"README.md"}))
def test_a_generated_document_is_up_to_date(name: str) -> None:
    """What is committed is what the code would write; `make generated` writes it."""
    assert (ROOT / name).read_text(encoding="utf-8") == DOCUMENTS[name]()


def test_the_readme_shows_what_the_commands_print() -> None:
    """Every session in README.md prints today what it shows; `make generated` writes it."""
    assert (ROOT / "README.md").read_text(encoding="utf-8") == readme()


def test_the_readme_has_a_session() -> None:
    """The comparison above compares something."""
    assert "\n$ readout " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    """README.md is read to its end: it has under 120 lines."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


def test_the_example_file_sets_what_holds_without_it() -> None:
    """The example settings file is valid, and sets every setting to its default."""
    assert load(ROOT / "readout.example.toml").settings == load().settings


def test_the_example_file_knows_every_setting() -> None:
    """Every setting stands in the example file, those without a default as a comment."""
    uncommented = tomllib.loads(re.sub(r"(?m)^# (\w+) =$", r'\1 = ""', example_toml()))
    assert sorted(_paths(uncommented)) == sorted(leaves(Settings))


def _paths(table: dict[str, object], prefix: str = "") -> list[str]:
    paths: list[str] = []
    for key, value in table.items():
        paths += _paths(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]
    return paths


def test_every_command_is_documented() -> None:
    """docs/commands.md shows the help of the program and of each command."""
    assert {" ".join(command) for command in COMMANDS} == {"", *_commands(app)}


def _commands(group: typer.Typer, prefix: str = "") -> list[str]:
    own = [
        f"{prefix}{each.name or getattr(each.callback, '__name__', '')}" for each in group.registered_commands
    ]
    for each in group.registered_groups:
        assert each.typer_instance
        own += _commands(each.typer_instance, f"{prefix}{each.name or ''} ")
    return own


def test_every_exit_code_has_a_meaning() -> None:
    """The table of exit codes leaves none out."""
    assert set(MEANINGS) == set(Exit)


def test_every_error_leaves_with_a_documented_code() -> None:
    """The exit codes that errors carry are those of the table."""
    codes = (ConfigurationError.exit_code, Halt.exit_code, TooManyRefusals.exit_code, watchdog.EXIT_CODE)
    assert codes == (Exit.USAGE, Exit.HALTED, Exit.TOO_MANY_REFUSALS, Exit.WATCHDOG)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """The files and headings that a page links to are there."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [(file, heading) for file, heading in targets if not _there(page, file, heading)] == []


EXTRACT = ROOT / "pipeline" / "extract"
MODULES = sorted(m.stem for m in [*EXTRACT.glob("*.py"), *(EXTRACT / "encounters").glob("*.py")])


@pytest.mark.parametrize("module", [m for m in MODULES if m != "__init__"])
def test_every_module_of_the_extractor_has_its_question(module: str) -> None:
    """The architecture page tells what each module of `extract/` and of its frames answers."""
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("| question |")[2]
    assert re.search(rf"[`/]{module}`", table.partition("\n## ")[0])


@pytest.mark.parametrize("file", sorted(f.name for f in (EXTRACT / "words").iterdir() if f.suffix))
def test_every_file_of_the_vocabulary_is_told(file: str) -> None:
    """The vocabulary page tells what the rows of each file decide."""
    assert f"`{file}`" in (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")


def _there(page: Path, file: str, heading: str) -> bool:
    target = page.parent / file if file else page
    return target.exists() and (not heading or heading in _headings(target))


def _headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them: lower case, hyphens for blanks, marks left out."""
    titles = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
