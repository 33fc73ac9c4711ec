"""A token-to-vector part that sees words in context, through the sentence encoder. For the teacher of names only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from spacy import registry
from spacy.ml.models.tok2vec import MultiHashEmbed
from thinc.api import Maxout, Model, chain, concatenate, with_array

from training.minilm import WIDTH, Encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

LAYERS = (3, 5, 6)
_known: dict[str, NDArray[np.float16]] = {}  # what was read, by its text: a corpus is read many times


def remember(docs: Sequence[Doc]) -> None:
    """Read those documents that were not read before, all together."""
    fresh = list({doc.text: doc for doc in docs if doc.text not in _known}.values())
    if fresh:
        rows = _encoder().in_context([[t.text for t in doc] for doc in fresh], LAYERS)
        _known.update((doc.text, row.astype("float16")) for doc, row in zip(fresh, rows, strict=True))


@cache
def _encoder() -> Encoder:
    return Encoder()


@registry.architectures("readout.InContext.v1")
def in_context(width: int, spelling: int, dropout: float) -> Model[list[Doc], list[Floats]]:
    """Return an embedding of `width` of what the encoder saw and of how words are spelt (`spelling` numbers)."""
    spelt = MultiHashEmbed(
        width=spelling,
        attrs=["PREFIX", "SUFFIX", "SHAPE"],
        rows=[1000, 2500, 1000],
        include_static_vectors=False,
    )
    wide = WIDTH * len(LAYERS) + spelling
    joined = Maxout(nO=width, nI=wide, nP=3, normalize=True, dropout=dropout)
    return chain(concatenate(spelt, _context()), with_array(joined))


def _context() -> Model[list[Doc], list[Floats]]:
    """Return a part without weights of its own: a row a word, as wide as the layers side by side."""
    return Model("context", _forward, dims={"nO": WIDTH * len(LAYERS)})


def _forward(
    _model: Model[list[Doc], list[Floats]],
    docs: list[Doc],
    is_train: bool,  # noqa: ARG001, FBT001 -- thinc calls it by this name
) -> tuple[list[Floats], Callable[[list[Floats]], list[Doc]]]:
    remember(docs)
    return [_known[doc.text].astype("float32") for doc in docs], lambda _gradient: []
