"""A table that is asked for the rows of a few keys, again and again."""

from collections.abc import Iterable

import numpy as np
import polars as pl


class Lookup:
    """Sorted by its key once, then asked by binary search. Never changed; safe to share between threads."""

    def __init__(self, table: pl.DataFrame, key: str) -> None:
        """Args: key: a column of texts; rows without it are left out. Rows of one key keep their order."""
        self.table = table.drop_nulls(key).sort(key, maintain_order=True).rechunk()
        self.keys = self.table[key]

    def of(self, keys: Iterable[str | None]) -> pl.DataFrame:
        """The rows of these keys, in the order of the keys; each key once."""
        wanted = pl.Series(sorted({key for key in keys if key is not None}), dtype=pl.String)
        starts, ends = (self.keys.search_sorted(wanted, side=side).to_numpy() for side in ("left", "right"))
        counts = (ends - starts).astype(np.int64)
        before = np.cumsum(counts) - counts
        places = np.repeat(starts.astype(np.int64) - before, counts) + np.arange(counts.sum())
        return self.table[pl.Series(places, dtype=pl.Int64)]
