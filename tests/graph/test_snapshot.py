from pathlib import Path

import polars as pl
import pytest

from graph.errors import BadSnapshot
from graph.records import RECORDS
from graph.snapshot import SNAPSHOT_SCHEMA, read_snapshot, snapshot_from_records, write_snapshot


def releases(*rows: tuple[str, list[str]]) -> pl.DataFrame:
    schema = RECORDS["releases"].schema
    data = [{"release_id": key, "title": "T", "artist_ids": artists} for key, artists in rows]
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in data], schema=schema)


def artists(*ids: str) -> pl.DataFrame:
    return pl.DataFrame([{"artist_id": key, "name": key} for key in ids], schema=RECORDS["artists"].schema)


def test_an_artist_that_has_not_arrived_stands_nowhere() -> None:
    snapshot = snapshot_from_records({"artists": artists("a"), "releases": releases(("r1", ["a", "later"]))})
    assert snapshot["release_artists"]["artist_id"].to_list() == ["a"]
    assert snapshot["releases"]["release_id"].to_list() == ["r1"]


def test_lists_of_ids_become_a_table_in_the_source_s_order() -> None:
    snapshot = snapshot_from_records({"artists": artists("a", "b"), "releases": releases(("r1", ["b", "a", "b"]))})
    assert snapshot["release_artists"].rows() == [("r1", "a", 1), ("r1", "b", 0)]
    assert "artist_ids" not in snapshot["releases"].columns


def test_row_order_changes_nothing_and_content_changes_the_hash() -> None:
    one = snapshot_from_records({"artists": artists("a", "b", "c"), "releases": releases(("r1", ["a"]), ("r2", ["b"]))})
    two = snapshot_from_records({"artists": artists("a", "b", "c"), "releases": releases(("r2", ["b"]), ("r1", ["a"]))})
    other = snapshot_from_records(
        {"artists": artists("a", "b", "c"), "releases": releases(("r1", ["a"]), ("r2", ["c"]))}
    )
    assert one.manifest.content_hash == two.manifest.content_hash != other.manifest.content_hash


def test_written_and_read_back(tmp_path: Path) -> None:
    snapshot = snapshot_from_records({"artists": artists("a", "b", "c"), "releases": releases(("r1", ["a"]))})
    for _ in range(2):
        write_snapshot(snapshot, tmp_path / "night")
    back = read_snapshot(tmp_path / "night")
    assert back.manifest == snapshot.manifest
    assert all(back[table].equals(snapshot[table]) for table in SNAPSHOT_SCHEMA)
    assert [path.name for path in tmp_path.iterdir()] == ["night"]


def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    write_snapshot(snapshot_from_records({}), tmp_path / "night")
    (tmp_path / "night" / "payouts.parquet").unlink()
    with pytest.raises(BadSnapshot, match="not a whole snapshot"):
        read_snapshot(tmp_path / "night")
