"""Impersonation by what a competent user would write without Namesake: a profile that is named like a far better known one.

Each function gives rows of `export findings`: of each profile the likest name among profiles with at least ten times its listeners,
scored by that likeness (0 to 1).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from detectors.embeddings import Encoder
from graph.snapshot import Snapshot

Row = dict[str, Any]
Array = np.ndarray[Any, np.dtype[np.float32]]
POPULARITY_RATIO = 10
_BLOCK = 500


def rapidfuzz_ratio(snapshot: Snapshot) -> list[Row]:
    """Likeness by rapidfuzz's ratio of lower-cased names."""
    names = _names(snapshot)
    return _most_alike(
        snapshot,
        lambda start, end: process.cdist(names[start:end], names, scorer=fuzz.ratio, dtype=np.float32) / 100,
    )


def character_tf_idf(snapshot: Snapshot) -> list[Row]:
    """Likeness by the cosine of TF-IDF vectors of 2- to 4-grams of characters within words."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), dtype=np.float32).fit_transform(_names(snapshot))
    turned = vectors.T.tocsr()
    return _most_alike(snapshot, lambda start, end: (vectors[start:end] @ turned).toarray())


def name_embeddings(snapshot: Snapshot, encode: Encoder) -> list[Row]:
    """Likeness by the cosine of the names' sentence embeddings."""
    vectors = encode(snapshot["artists"]["name"].to_list())
    return _most_alike(snapshot, lambda start, end: vectors[start:end] @ vectors.T)


def splink_directed(snapshot: Snapshot, pairs: pl.DataFrame) -> list[Row]:
    """Splink's matches, each said of the less known profile where the other has ten times its listeners."""
    listeners = snapshot["artists"].select("artist_id", pl.col("monthly_listeners").fill_null(0))
    sides = pairs.join(listeners, left_on="left", right_on="artist_id").join(
        listeners, left_on="right", right_on="artist_id", suffix="_right"
    )
    ways = [
        sides.select(subject=s, target=t, score="probability", of=pl.col(a), by=pl.col(b))
        for s, t, a, b in (
            ("left", "right", "monthly_listeners", "monthly_listeners_right"),
            ("right", "left", "monthly_listeners_right", "monthly_listeners"),
        )
    ]
    kept = (
        pl.concat(ways)
        .filter(pl.col("by") >= POPULARITY_RATIO * pl.col("of").clip(lower_bound=1))
        .sort(["score", "subject", "target"], descending=[True, False, False])
        .unique("subject", keep="first", maintain_order=True)
    )
    return [finding(*row) for row in kept.select("subject", "target", "score").iter_rows()]


def finding(subject: str, target: str, score: float) -> Row:
    """A row of `export findings`."""
    ends = {"subject": {"type": "artist", "id": subject}, "target": {"type": "artist", "id": target}}
    return {"finding_id": f"{subject} {target}", "kind": "impersonation", **ends, "score": score}


def _names(snapshot: Snapshot) -> list[str]:
    return snapshot["artists"]["name"].str.to_lowercase().to_list()


def _most_alike(snapshot: Snapshot, likeness: Callable[[int, int], Array]) -> list[Row]:
    ids = snapshot["artists"]["artist_id"].to_list()
    listeners = snapshot["artists"]["monthly_listeners"].fill_null(0).to_numpy()
    found = []
    for start, block in _blocks(len(ids), likeness):
        own = np.maximum(listeners[start : start + len(block)], 1)
        block[listeners[None, :] < POPULARITY_RATIO * own[:, None]] = 0
        best = block.argmax(axis=1)
        score = block[np.arange(len(block)), best]
        found += [
            finding(ids[start + row], ids[best[row]], min(1.0, float(score[row]))) for row in np.flatnonzero(score > 0)
        ]
    return found


def _blocks(count: int, likeness: Callable[[int, int], Array]) -> Iterator[tuple[int, Array]]:
    for start in range(0, count, _BLOCK):
        yield start, np.array(likeness(start, min(count, start + _BLOCK)), dtype=np.float32)
