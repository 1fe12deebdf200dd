"""The quarantine: once each, found again, released, dropped."""

from datetime import datetime

from graph.quarantine import (
    Filter,
    Origin,
    count_quarantined,
    drop_quarantined,
    read_origins,
    read_quarantined,
    release_quarantined,
    write_quarantined,
)
from graph.records import Quarantined
from graph.session import Graph

NOW, LATER = datetime(2026, 5, 1, 10, 30), datetime(2026, 5, 1, 11, 30)
HERE = Origin("catalog", "/in/one", "{}")
THERE = Origin("ddex", "/in/two", "{}")


def row(line: int, file: str = "artists.csv", delivery: str = "abc") -> Quarantined:
    return Quarantined(file, line, "isni", "12", "`12` is not an ISNI", "correct it", delivery)


def test_rows_are_kept_once_and_paged_in_order(graph: Graph) -> None:
    rows = [row(line) for line in range(1, 2_300)]
    for load in ("first", "second"):
        write_quarantined(graph, reversed(rows), origin=HERE, load=load, now=NOW)
    assert count_quarantined(graph) == len(rows)
    assert [found["line"] for found in read_quarantined(graph, page_rows=500)] == list(range(1, 2_300))


def test_what_is_right_by_now_is_released(graph: Graph) -> None:
    write_quarantined(graph, [row(1), row(2)], origin=HERE, load="first", now=NOW)
    write_quarantined(graph, [row(1)], origin=THERE, load="first", now=NOW)
    write_quarantined(graph, [row(2)], origin=HERE, load="second", now=LATER)
    assert release_quarantined(graph, origin=HERE, load="first", now=NOW) == 0
    assert release_quarantined(graph, origin=HERE, load="second", now=LATER) == 1
    assert [(found["root"], found["line"]) for found in read_quarantined(graph)] == [("/in/two", 1), ("/in/one", 2)]
    assert read_origins(graph) == [HERE, THERE]


def test_rows_are_dropped_by_id_delivery_or_file(graph: Graph) -> None:
    write_quarantined(graph, [row(1), row(2, "labels.csv"), row(3, delivery="xyz")], origin=HERE, load="l", now=NOW)
    first = next(iter(read_quarantined(graph)))
    assert drop_quarantined(graph, Filter(ids=[first["id"]])) == 1
    assert drop_quarantined(graph, Filter(delivery="xy")) == 1
    assert drop_quarantined(graph, Filter(file="labels")) == 1
    assert count_quarantined(graph) == drop_quarantined(graph) == 0
