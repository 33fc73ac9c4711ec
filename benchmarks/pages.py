"""Parts of pages that a measurement writes, between marks that a reader of the page does not see."""

import re
from pathlib import Path


def fill(page: Path, mark: str, text: str) -> None:
    """Put `text` between `<!-- mark -->` and `<!-- /mark -->` of a page.

    Raises:
        SystemExit: the page has no such marks.
    """
    marked = re.compile(rf"(<!-- {mark} -->\n).*?(\n<!-- /{mark} -->)", re.DOTALL)
    whole, changed = marked.subn(
        lambda found: f"{found[1]}{text}{found[2]}", page.read_text(encoding="utf-8")
    )
    if not changed:
        raise SystemExit(f"{page}: no place marked {mark}")
    page.write_text(whole, encoding="utf-8")
