"""Groups in batches: every row once, no group in two of them, and none larger than asked for unless one group is."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.batches import in_batches


@given(st.lists(st.integers(0, 6), max_size=60), st.integers(1, 20))
def test_batches_hold_every_row_once_and_groups_whole(groups: list[int], max_rows: int) -> None:
    inside = pl.DataFrame({"group": groups, "row": range(len(groups))}, schema={"group": pl.Int64, "row": pl.Int64})
    batches = list(in_batches(inside, "group", max_rows=max_rows))
    assert sorted(row for batch in batches for row in batch["row"]) == list(range(len(groups)))
    homes = [set(batch["group"]) for batch in batches]
    assert sum(map(len, homes)) == len(set(groups))
    assert all(batch.height <= max_rows or len(home) == 1 for batch, home in zip(batches, homes, strict=True))
    assert len(batches) <= 2 * len(groups) / max_rows + 1


def test_no_groups_are_one_empty_batch_of_the_same_columns() -> None:
    inside = pl.DataFrame(schema={"subject": pl.UInt32, "artist_id": pl.String})
    assert [batch.schema for batch in in_batches(inside, "subject")] == [inside.schema]
