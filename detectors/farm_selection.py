"""Of overlapping groups, those to report: each operation once, and a farm whole."""

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
    chosen = _pick(best)
    _join_parts(chosen, best["log_odds"].to_list())
    return best[sorted(chosen.rows)].sort(["log_odds", "subject"], descending=[True, False])


def select_clusters(scored: pl.DataFrame) -> pl.DataFrame:
    """Of each set of overlapping groups (sharing over half of the smaller one's members) the likeliest, best first.

    Args:
        scored: as of `select_farms`.
    """
    best = scored.sort(["log_odds", "size", "subject"], descending=[True, True, False])
    return best[sorted(_pick(best).rows)]


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

    def has_room(self, row: int) -> bool:
        """Whether the group shares at most half of its members, and of theirs, with each chosen group."""
        size = len(self.groups[row])
        return all(shared * 2 <= min(size, len(self.groups[other])) for other, shared in self.overlaps(row).items())


def _pick(best: pl.DataFrame) -> _Chosen:
    """The first of each set of overlapping groups, in the order given."""
    chosen = _Chosen([frozenset(members) for members in best["members"].to_list()])
    for row in range(len(chosen.groups)):
        if chosen.has_room(row):
            chosen.add(row)
    return chosen


def _join_parts(chosen: _Chosen, log_odds: Sequence[float]) -> None:
    """Put each whole in the place of its chosen parts, unless it overlaps a chosen group that is none of them."""
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
        if len(covered) < MIN_COVERED * len(members):
            continue
        for part in parts:
            chosen.remove(part)
        for taken in [row] if chosen.has_room(row) else parts:
            chosen.add(taken)
