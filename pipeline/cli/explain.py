"""`readout explain`: why the meetings of an article are what they are."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from rich.console import Console

from pipeline.cli.consoles import errors, output
from pipeline.cli.exits import Exit
from pipeline.cli.line import NEVER, Pipeline, run_to_the_end
from pipeline.cli.observers import Each, Refusals, Silent, Tally
from pipeline.cli.tables import summary
from pipeline.errors import ConfigurationError
from pipeline.explain.explainer import Explainer
from pipeline.explain.page import page
from pipeline.explain.terminal import show
from pipeline.extract.extractor import Extractor
from pipeline.runner import Batch, Observer
from pipeline.settings import Settings
from pipeline.transports.files import FileSource
from pipeline.transports.memory import MemorySink


def explain(paths: Sequence[str], settings: Settings, html: Path | None) -> int:
    """Show the articles in `paths` with their reasons, or write them to the page `html`; the exit code.

    Raises:
        ConfigurationError: a path stands for nothing, or the page cannot be written.
    """
    return _on_page(paths, settings, html) if html else _on_console(paths, settings, output())


def _on_console(paths: Sequence[str], settings: Settings, console: Console) -> int:
    explainer = Explainer(Extractor())
    return _run(paths, settings, explainer, Tally(), _Shown(explainer, console))


def _on_page(paths: Sequence[str], settings: Settings, html: Path) -> int:
    with _whole(html) as file:
        explainer, tally = Explainer(Extractor()), Tally()
        code = _run(paths, settings, explainer, tally)
        file.write(page(explainer.taken(), f"readout {version('readout-pipeline')}"))
    errors().print(f"{summary(tally)}; see {html}", soft_wrap=True)
    return code


def _run(
    paths: Sequence[str], settings: Settings, explainer: Explainer, tally: Tally, *observers: Observer
) -> int:
    with closing(FileSource(paths)) as source, Pipeline(settings, reader=explainer) as line:
        observer = Each(tally, *observers, Refusals(errors()))
        code = run_to_the_end(line.between(source, MemorySink(), observer, NEVER))
    return code or (Exit.REFUSED if tally.refused else Exit.OK)


class _Shown(Silent):
    """Shows explanations as they come."""

    def __init__(self, explainer: Explainer, console: Console) -> None:
        self._explainer = explainer
        self._console = console

    def committed(self, batch: Batch) -> None:  # noqa: ARG002  the explainer has seen the articles
        """Show what the batch gave."""
        for explanation in self._explainer.taken():
            show(self._console, explanation)
            self._console.print()


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file to write to, which appears under its name once it is whole; devices and pipes as they are."""
    as_it_is = path.exists() and not path.is_file()
    unfinished = path if as_it_is else path.with_name(f".{path.name}.unfinished")
    with _opened(unfinished) as file:
        yield file
    if not as_it_is:
        unfinished.replace(path)


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from error
