import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.lookup import Lookup

KEYS = st.text(alphabet="abé\u4e16", max_size=3)


@given(held=st.lists(st.none() | KEYS), asked=st.lists(st.none() | KEYS))
def test_a_lookup_gives_what_a_filter_gives(held: list[str | None], asked: list[str | None]) -> None:
    table = pl.DataFrame({"key": held, "row": list(range(len(held)))}, schema={"key": pl.String, "row": pl.Int64})
    expected = table.filter(pl.col("key").is_in([key for key in asked if key is not None])).sort("key", "row")
    assert Lookup(table, "key").of(asked).equals(expected)
