"""The sentences of a Doc by number, and the actors that each names: one index for all who ask."""

from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.extract.frames import ActorMention


class Sentences:
    """Which sentence a token is in, where sentences end, and whom they name.

    Built from `doc.sents` and `doc._.actors`, it tells nothing of what is set on the Doc afterwards.
    """

    def __init__(self, doc: Doc) -> None:
        self._number: list[int] = []
        self._spans: list[tuple[int, int]] = []
        for number, sentence in enumerate(doc.sents):
            self._number.extend([number] * len(sentence))
            self._spans.append((sentence.start, sentence.end))
        self._actors: list[list[ActorMention]] = [[] for _ in self._spans]
        for actor in doc._.actors:
            self._actors[self._number[actor.start]].append(actor)

    def number(self, token: int) -> int:
        """The number of a token's sentence, from 0."""
        return self._number[token]

    def away(self, first: int, second: int) -> int:
        """How many sentences on from the first token's the second's is; below zero when it is before."""
        return self._number[second] - self._number[first]

    def start(self, token: int) -> int:
        """The first token of a token's sentence."""
        return self._spans[self._number[token]][0]

    def end(self, token: int) -> int:
        """The token after the last one of a token's sentence."""
        return self._spans[self._number[token]][1]

    def actors(self, token: int) -> Sequence[ActorMention]:
        """The actors and places named in a token's sentence, in text order."""
        return self._actors[self._number[token]]
