"""A plain tokeniser and the shipped gazetteer, for the tests to read sentences with."""

import re

from pipeline.extract.gazetteer import Entry, Gazetteer

_TOKEN = re.compile(
    r"(?:[^\W_]\.){2,}|[^\W_]+(?=['\u2019]s\b)|['\u2019]s\b|[^\W_]+(?:['\u2019.][^\W_]+)*\+?|\S"
)


def tokens(text: str) -> list[str]:
    """Words and marks, "Russia's" as two tokens and "U.S." as one."""
    return _TOKEN.findall(text)


class Reader:
    """Reads a sentence with the shipped gazetteer."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer.load()

    def meanings(self, text: str, *, caseless: bool = False) -> list[Entry]:
        """All meanings of all names in the text."""
        found = self.gazetteer.find(tokens(text), caseless=caseless)
        return [entry for match in found for entry in match.entries]

    def best(self, text: str, *, caseless: bool = False) -> list[tuple[str, Entry]]:
        """Each name as written, words parted by blanks, with its first meaning."""
        words = tokens(text)
        found = self.gazetteer.find(words, caseless=caseless)
        return [(" ".join(words[m.start : m.end]), m.entries[0]) for m in found]

    def codes(self, text: str, *, caseless: bool = False) -> list[str | None]:
        """The country or organisation of each name that is proof by itself."""
        found = self.gazetteer.find(tokens(text), caseless=caseless)
        return [m.entries[0].country or m.entries[0].organization for m in found if m.safe]
