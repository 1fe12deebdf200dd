"""Whose text reads most like a text: exact search over the vectors of a catalog's biographies."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from detectors.embeddings import DIMENSIONS, MODEL_ID, Vectors, text_key


@dataclass(frozen=True, slots=True)
class TextNeighbours:
    """A catalog's texts, ready to be asked. Never changed; safe to share between threads.

    Attributes:
        vectors: float32, shape (n_texts, n_dims), rows of unit length, a row each different text.
        artists: `artist_id`, `text` (row of `vectors`), sorted by both.
    """

    vectors: Vectors
    artists: pl.DataFrame

    def nearest(self, vector: Vectors, *, limit: int, without: str | None = None) -> pl.DataFrame:
        """The artists whose texts read most alike.

        Args:
            vector: of the text, float32, shape (n_dims,), of unit length.
            without: an artist that is left out: the one that is asked about.
        Returns: `artist_id`, `cosine` (-1 to 1), best first, then by id; at most `limit` rows.
        Source: exact search; see `detectors.evidence` for what a cosine is worth.
        """
        cosines = self.vectors @ vector.astype(np.float32)
        best = np.argsort(-cosines, kind="stable")[: limit + 1]
        ranked = pl.DataFrame({"text": best.astype(np.int64), "cosine": cosines[best].astype(np.float64)})
        found = ranked.join(self.artists, on="text").filter(pl.col("artist_id") != (without or ""))
        return found.sort("cosine", "artist_id", descending=[True, False]).head(limit).select("artist_id", "cosine")


def build_text_neighbours(
    artists: pl.DataFrame, known: Mapping[str, Vectors], *, model_id: str = MODEL_ID
) -> TextNeighbours:
    """Lay out the texts whose vectors are known; artists without one are left out.

    Args:
        artists: `artist_id`, `biography`.
        known: vectors by `text_key`.
    """
    texts = artists["biography"].drop_nulls().unique().sort().to_list()
    having = [text for text in texts if text_key(text, model_id) in known]
    vectors = [known[text_key(text, model_id)] for text in having]
    rows = pl.DataFrame(
        {"biography": having, "text": range(len(having))}, schema={"biography": pl.String, "text": pl.Int64}
    )
    placed = artists.select("artist_id", "biography").join(rows, on="biography").select("artist_id", "text")
    return TextNeighbours(
        np.stack(vectors).astype(np.float32) if vectors else np.zeros((0, DIMENSIONS), dtype=np.float32),
        placed.sort("artist_id", "text"),
    )
