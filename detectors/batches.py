"""Groups a few at a time: what is worked out group by group takes the memory of a batch, however many groups there are."""

from collections.abc import Iterator
from typing import Final

import polars as pl

MAX_ROWS: Final = 50_000


def in_batches(inside: pl.DataFrame, group: str, *, max_rows: int = MAX_ROWS) -> Iterator[pl.DataFrame]:
    """The rows of whole groups, about `max_rows` of them at a time, more only where one group has more; once, empty, if there are none.

    Args:
        inside: one row a member; rows of one `group` (a number or text) may stand anywhere.
    """
    ordered = inside.sort(group, maintain_order=True)
    sizes = ordered.group_by(group, maintain_order=True).len()
    ends = sizes["len"].cum_sum()
    starts = [0]
    for size, end in zip(sizes["len"], ends, strict=True):
        if end - starts[-1] > max_rows and end - size > starts[-1]:
            starts.append(end - size)
    for start, stop in zip(starts, [*starts[1:], ordered.height], strict=True):
        yield ordered[start:stop]
