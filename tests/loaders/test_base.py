from datetime import datetime
from pathlib import Path

import pytest

from graph.errors import MissingInput
from graph.records import CATALOG_TABLES, RECORDS, LoadOptions
from loaders.base import LOADERS
from loaders.rows import attributes, parse_time, shortened


@pytest.mark.parametrize("source", sorted(LOADERS))
def test_every_loader_says_that_a_path_is_missing(source: str, tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="does not exist") as caught:
        list(LOADERS[source](tmp_path / "nowhere", options=LoadOptions()))
    assert caught.value.hint


def test_times_are_utc_without_a_zone() -> None:
    assert parse_time("2024-03-01T01:30:00+02:00") == datetime(2024, 2, 29, 23, 30)
    assert parse_time("2024-03-01T01:30:00") == datetime(2024, 3, 1, 1, 30)
    assert parse_time("soon") is None
    assert parse_time("0001-01-01T00:00:00+10:00") is None


def test_shown_values_are_short_and_on_one_line() -> None:
    assert shortened("a\n b\udcff") == "a b?"
    assert len(shortened("x" * 500)) == 80


def test_attributes_leave_out_what_is_empty() -> None:
    assert attributes(a=None, b=[], c="") is None
    assert attributes(b="ä", a=0) == '{"a": 0, "b": "ä"}'


def test_the_catalogs_page_names_every_table_and_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "catalog.md").read_text(encoding="utf-8")
    for name in CATALOG_TABLES:
        section = page.split(f"## `{name}`")[1].split("\n## ")[0]
        expected = [f"`{column}`{'*' * (column in RECORDS[name].required)}" for column in RECORDS[name].columns]
        assert [
            line.split(" | ")[0].removeprefix("| ") for line in section.splitlines() if line.startswith("| `")
        ] == expected
