"""A snapshot of a real graph: pages, lists of ids, what has not arrived, loads and interrupts while it is read."""

from datetime import datetime

import polars as pl
import pytest

from graph import capture
from graph.capture import take_snapshot
from graph.errors import GraphChanging
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph
from graph.snapshot import SNAPSHOT_SCHEMA, snapshot_from_records
from graph.write import write_batch
from simulation import simulate

NOW = datetime(2026, 11, 24)
DELIVERY = Delivery("d1", "catalog", "catalog")


def write(graph: Graph, table: str, *values: dict[str, object]) -> None:
    schema = RECORDS[table].schema
    rows = pl.DataFrame([{column: value.get(column) for column in schema} for value in values], schema=schema)
    write_batch(graph, Batch(DELIVERY, table, rows), now=NOW)


def test_the_size_of_pages_changes_nothing(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    records = simulate(size=60, seed=5).records
    for name, table in records.items():
        write_batch(graph, Batch(DELIVERY, name, table), now=NOW)
    expected = snapshot_from_records(records).manifest
    for rows in (7, 60, 10_000):
        monkeypatch.setattr(capture, "PAGE_ROWS", rows)
        found = take_snapshot(graph, now=NOW).manifest
        assert (found.counts, found.content_hash) == (expected.counts, expected.content_hash), rows


def test_lists_keep_their_order_and_a_record_of_nothing_has_none(graph: Graph) -> None:
    write(graph, "artists", *({"artist_id": key, "name": key} for key in "abc"))
    write(
        graph,
        "releases",
        {"release_id": "r1", "title": "T", "artist_ids": ["c", "a", "b"], "label_id": "l1", "distributor_id": "d1"},
        {"release_id": "r2", "title": "T", "artist_ids": ["b"]},
    )
    taken = take_snapshot(graph, now=NOW)
    assert taken["release_artists"].sort("release_id", "position")["artist_id"].to_list() == ["c", "a", "b", "b"]
    assert taken["release_artists"].sort("release_id", "position")["position"].to_list() == [0, 1, 2, 0]
    assert taken["releases"].select("release_id", "label_id", "distributor_id").rows() == [
        ("r1", "l1", "d1"),
        ("r2", None, None),
    ]


def test_a_recording_is_on_a_release_once_however_often_it_is_said(graph: Graph) -> None:
    appearance = {"recording_id": "x", "release_id": "r1"}
    recording = {"recording_id": "x", "title": "T", "artist_ids": ["a"], "release_ids": ["r1", "r2"]}
    write(graph, "appearances", appearance)
    write(graph, "recordings", recording)
    assert take_snapshot(graph, now=NOW)["recording_releases"].rows() == [("x", "r1"), ("x", "r2")]


def test_of_a_recording_that_has_not_arrived_nothing_is_said(graph: Graph) -> None:
    write(graph, "appearances", {"recording_id": "x", "release_id": "r1"})
    taken = take_snapshot(graph, now=NOW)
    assert {name: taken[name].height for name in SNAPSHOT_SCHEMA if taken[name].height} == {}


def test_a_load_during_the_reading_makes_it_read_again_and_one_during_each_attempt_is_an_error(graph: Graph) -> None:
    written: list[str] = []

    def interfere(table: str, *, times: int) -> None:
        if table == "artists" and len(written) < times:
            written.append(f"{times}-{len(written)}")
            write(graph, "artists", {"artist_id": written[-1], "name": "Nova"})

    taken = take_snapshot(graph, now=NOW, progress=lambda table: interfere(table, times=2))
    assert taken["artists"]["artist_id"].to_list() == ["2-0", "2-1"]
    written.clear()
    with pytest.raises(GraphChanging, match="changed during each attempt"):
        take_snapshot(graph, now=NOW, progress=lambda table: interfere(table, times=9))


def test_an_interrupt_ends_the_reading(graph: Graph) -> None:
    write(graph, "artists", {"artist_id": "a", "name": "Nova"})
    seen: list[str] = []

    def interrupt(table: str) -> None:
        seen.append(table)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_snapshot(graph, now=NOW, progress=interrupt)
    assert seen == ["artists"]


def test_the_order_of_a_recording_and_its_appearance_changes_nothing(graph: Graph) -> None:
    recording = {"recording_id": "x", "title": "T", "artist_ids": ["a"], "release_ids": ["r1", "r2"]}
    write(graph, "recordings", recording)
    write(graph, "appearances", {"recording_id": "x", "release_id": "r1"}, {"recording_id": "x", "release_id": "r3"})
    found = take_snapshot(graph, now=NOW)["recording_releases"].sort("release_id")
    assert found.rows() == [("x", "r1"), ("x", "r2"), ("x", "r3")]
