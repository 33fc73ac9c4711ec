"""The parties of the encounters told so far, in the order of the text."""

from collections.abc import Sequence

from pipeline.extract.frames import Party


class Memory:
    """Keeps who met, by the token that tells of it; encounters of one party alone are not kept."""

    def __init__(self) -> None:
        self._told: list[tuple[int, tuple[Party, ...]]] = []

    def remember(self, position: int, parties: Sequence[Party]) -> None:
        """Keep the parties of an encounter found at token `position`."""
        if len(parties) > 1:
            self._told.append((position, tuple(parties)))

    def amend(self, position: int, parties: Sequence[Party]) -> None:
        """Keep, before what is kept of the encounter found at token `position`, that its parties are more."""
        at = next((k for k, (p, _) in enumerate(self._told) if p == position), len(self._told))
        self._told.insert(at, (position, tuple(parties)))

    def before(self, position: int) -> list[tuple[int, tuple[Party, ...]]]:
        """Pairs of the token and the parties of each encounter told before token `position`."""
        return [(p, parties) for p, parties in self._told if p < position]
