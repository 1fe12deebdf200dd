"""Nearest texts are those of a full comparison, each artist of a text once, the asker left out."""

from pathlib import Path

import numpy as np
import polars as pl

from detectors.embeddings import DIMENSIONS, MODEL_ID, Vectors, cached, known_vectors, text_key
from detectors.text_neighbours import build_text_neighbours

RANDOM = np.random.default_rng(7)


def unit(rows: int) -> Vectors:
    vectors = RANDOM.normal(size=(rows, 8)).astype(np.float32)
    made: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return made


def test_neighbours_are_those_of_a_full_comparison() -> None:
    vectors = unit(40)
    texts = [f"text {row}" for row in range(40)]
    known = {text_key(text, MODEL_ID): vector for text, vector in zip(texts, vectors, strict=True)}
    artists = pl.DataFrame({"artist_id": [f"a{row:02}" for row in range(40)], "biography": texts})
    found = build_text_neighbours(artists, known).nearest(vectors[3], limit=7, without="a03")
    cosines = {f"a{row:02}": float(vectors[row] @ vectors[3]) for row in range(40) if row != 3}
    best = sorted(cosines, key=lambda id: -cosines[id])[:7]
    assert found["artist_id"].to_list() == best
    assert np.allclose(found["cosine"].to_numpy(), [cosines[id] for id in best], atol=1e-6)


def test_artists_of_one_text_are_all_told_and_those_without_a_vector_none() -> None:
    one, two = unit(2)
    known = {text_key("same", MODEL_ID): one, text_key("other", MODEL_ID): two}
    artists = pl.DataFrame(
        {"artist_id": ["d", "c", "b", "a", "e"], "biography": ["same", "same", "other", None, "not read"]}
    )
    found = build_text_neighbours(artists, known).nearest(one, limit=5, without="d")
    assert found["artist_id"].to_list() == ["c", "b"]
    assert abs(found["cosine"][0] - 1) < 1e-6


def test_a_catalog_without_texts_has_no_neighbours() -> None:
    artists = pl.DataFrame(
        {"artist_id": ["a"], "biography": [None]}, schema={"artist_id": pl.String, "biography": pl.String}
    )
    nothing = build_text_neighbours(artists, {})
    assert nothing.nearest(np.zeros(DIMENSIONS, dtype=np.float32), limit=5).height == 0


def test_what_a_run_has_cached_is_known(tmp_path: Path) -> None:
    assert known_vectors(tmp_path) == {}
    vectors = unit(2)
    cached(lambda texts: vectors[: len(texts)], tmp_path)(["one", "two"])
    known = known_vectors(tmp_path)
    assert set(known) == {text_key("one", MODEL_ID), text_key("two", MODEL_ID)}
    assert np.array_equal(known[text_key("two", MODEL_ID)], vectors[1])
