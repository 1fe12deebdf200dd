"""Of overlapping groups, those to report: each operation once, and whole."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import polars as pl

SIZE_EXPONENT: Final = 0.5
"""Of two overlapping groups the one with the larger odds · size^0.5 is kept: by the odds alone the purest handful of a farm wins."""
MIN_COVERED: Final = 0.6
"""Share of a whole's members that its parts must hold, and of a part's members that must be in the whole."""
MAX_LOSS: Final = 1.0
"""Log-odds by which a whole may be less likely than its likeliest part."""


def select_farms(scored: pl.DataFrame) -> pl.DataFrame:
    """The groups to report, best first.

    First the best of each set of overlapping groups (sharing over half of the smaller one's members). Then parts give way to a whole:
    where several kept groups make up most of a candidate that is about as likely as the best of them, they are one operation that
    took care to keep its money or its people apart.

    The constants choose among overlapping groups and leave every score as it is; docs/concepts/farms.md says how little, and where how
    much, the quality on unseen generators depends on them.

    Args:
        scored: candidates with `subject`, `members`, `size`, `log_odds`.
    """
    best = scored.sort(
        [pl.col("log_odds") + SIZE_EXPONENT * pl.col("size").cast(pl.Float64).log(), pl.col("subject")],
        descending=[True, False],
    )
    groups = [frozenset(members) for members in best["members"].to_list()]
    chosen = _Chosen(groups)
    for row, members in enumerate(groups):
        overlaps = chosen.overlaps(row)
        if all(shared * 2 <= min(len(members), len(groups[other])) for other, shared in overlaps.items()):
            chosen.add(row)
    _join_parts(chosen, best["log_odds"].to_list())
    return best[sorted(chosen.rows)].sort(["log_odds", "subject"], descending=[True, False])


class _Chosen:
    """The groups chosen so far, by row, and which of them each member is in."""

    def __init__(self, groups: Sequence[frozenset[str]]) -> None:
        self.groups = groups
        self.rows: set[int] = set()
        self._homes: dict[str, set[int]] = {}

    def add(self, row: int) -> None:
        self.rows.add(row)
        for member in self.groups[row]:
            self._homes.setdefault(member, set()).add(row)

    def remove(self, row: int) -> None:
        self.rows.remove(row)
        for member in self.groups[row]:
            self._homes[member].remove(row)

    def overlaps(self, row: int) -> Counter[int]:
        """How many members of the group each chosen group shares."""
        return Counter(other for member in self.groups[row] for other in self._homes.get(member, ()))


def _join_parts(chosen: _Chosen, log_odds: Sequence[float]) -> None:
    """Put each whole in the place of its chosen parts."""
    for row, members in enumerate(chosen.groups):
        if row in chosen.rows:
            continue
        parts = [
            other
            for other, shared in sorted(chosen.overlaps(row).items())
            if shared >= MIN_COVERED * len(chosen.groups[other])
        ]
        if len(parts) < 2 or log_odds[row] < max(log_odds[part] for part in parts) - MAX_LOSS:
            continue
        covered = members.intersection(member for part in parts for member in chosen.groups[part])
        if len(covered) >= MIN_COVERED * len(members):
            for part in parts:
                chosen.remove(part)
            chosen.add(row)
