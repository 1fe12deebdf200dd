"""The keys of a table read so far: 20 bytes a row, looked up a piece at a time."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from graph.records import RecordTable
from loaders.catalog.lines import LINE

_Numbers = np.ndarray[Any, Any]
_MIN_RATIO: Final = 4
"""A run is merged into the one before unless that is so many times as long: few runs to look in, and few merges."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Keys (uint64) in ascending order, each with its row's hash (uint32) and line (int64)."""

    keys: _Numbers
    rows: _Numbers
    lines: _Numbers

    def take(self, which: _Numbers) -> "_Run":
        return _Run(self.keys[which], self.rows[which], self.lines[which])


class KeysSeen:
    """Finds the rows whose key stands on an earlier line.

    Keys are compared by 64 bits of hash (two of 10^8 keys clash in one of 3,700 tables), rows of one key by 32.
    """

    def __init__(self, table: RecordTable) -> None:
        self._key = pl.struct(table.key).hash() if len(table.key) > 1 else pl.col(table.key[0]).hash()
        self._row = pl.struct(list(table.schema)).hash() & 0xFFFFFFFF
        self._runs: list[_Run] = []

    def add(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add a piece's rows, in the order of their lines.

        Returns: for each row, `first_line`, the line where its key stands first, and `is_equal`, whether that row has the same values.
        """
        hashed = rows.select(key=self._key, row=self._row, line=LINE)
        piece = _Run(hashed["key"].to_numpy(), hashed["row"].to_numpy().astype(np.uint32), hashed["line"].to_numpy())
        order = np.argsort(piece.keys, kind="stable")
        piece = piece.take(order)
        is_first = np.ones(len(order), dtype=np.bool_)
        is_first[1:] = piece.keys[1:] != piece.keys[:-1]
        first = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
        lines, row_hashes = piece.lines[first], piece.rows[first]
        for run in self._runs:
            place = np.minimum(np.searchsorted(run.keys, piece.keys), len(run.keys) - 1)
            is_there = run.keys[place] == piece.keys
            if is_there.any():
                lines[is_there] = run.lines[place[is_there]]
                row_hashes[is_there] = run.rows[place[is_there]]
        self._keep(piece.take(np.flatnonzero(lines == piece.lines)))
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return pl.DataFrame({"first_line": lines[back], "is_equal": (row_hashes == piece.rows)[back]})

    def _keep(self, run: _Run) -> None:
        if len(run.keys) == 0:
            return
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2].keys) < _MIN_RATIO * len(self._runs[-1].keys):
            last, before = self._runs.pop(), self._runs.pop()
            both = _Run(
                np.concatenate([before.keys, last.keys]),
                np.concatenate([before.rows, last.rows]),
                np.concatenate([before.lines, last.lines]),
            )
            del last, before
            self._runs.append(both.take(np.argsort(both.keys, kind="stable")))
