"""The graph answers as of any past time, whatever order the messages came in."""

from datetime import datetime, timedelta
from itertools import permutations

import polars as pl
import pytest

from graph.as_of import read_as_of, read_history
from graph.errors import BadArgument
from graph.records import RECORDS, Batch, Delivery
from graph.session import Graph
from graph.write import write_batch

DAY = datetime(2026, 3, 1, 12)


def said(day: int, table: str, row: dict[str, object]) -> Batch:
    schema = RECORDS[table].schema
    delivery = Delivery(f"day {day}", "ddex", f"{day}.xml", "PADPIDA1", DAY + timedelta(days=day))
    return Batch(delivery, table, pl.DataFrame([{name: row.get(name) for name in schema}], schema=schema))


def release(day: int, title: str, *artists: str) -> Batch:
    return said(
        day,
        "releases",
        {"release_id": "r", "title": title, "artist_ids": list(artists), "received_at": datetime(2026, 1, 1, 5)},
    )


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_a_release_as_of_each_day(graph: Graph, order: tuple[int, ...]) -> None:
    batches = [
        release(0, "First", "a1"),
        release(2, "Second", "a1", "a2"),
        release(4, "Second", "a1", "a2"),
        release(6, "First", "a1"),
    ]
    for number in order:
        write_batch(graph, batches[number], now=DAY)
    assert read_as_of(graph, "releases", ["r"], at=DAY - timedelta(days=1)) == []
    titles = []
    for day in (0, 1, 2, 5, 6, 9):
        [version] = read_as_of(graph, "releases", ["r"], at=DAY + timedelta(days=day))
        titles.append((day, version.record["title"], version.record["artist_ids"], version.delivery))
    assert titles == [
        (0, "First", ["a1"], "day 0"),
        (1, "First", ["a1"], "day 0"),
        (2, "Second", ["a1", "a2"], "day 2"),
        (5, "Second", ["a1", "a2"], "day 2"),
        (6, "First", ["a1"], "day 6"),
        (9, "First", ["a1"], "day 6"),
    ]
    history = read_history(graph, "releases", ["r"])
    assert [(v.record["title"], v.last_delivery, v.ended_by) for v in history] == [
        ("First", "day 0", "day 2"),
        ("Second", "day 4", "day 6"),
        ("First", "day 6", None),
    ]
    assert history[0].record["received_at"] == "2026-01-01T05:00:00"


def test_since_when_a_payee_gets_the_money_of_a_page(graph: Graph) -> None:
    for day, share in ((0, 1.0), (3, 0.2)):
        write_batch(graph, said(day, "payouts", {"payee_id": "p1", "release_id": "r", "share": share}), now=DAY)
    write_batch(graph, said(3, "payouts", {"payee_id": "p2", "release_id": "r", "share": 0.8}), now=DAY)
    then = read_as_of(graph, "payouts", ["r"], at=DAY + timedelta(days=2))
    assert [(v.record["payee_id"], v.record["share"]) for v in then] == [("p1", 1.0)]
    today = read_as_of(graph, "payouts", ["r"], at=DAY + timedelta(days=3))
    assert [(v.record["payee_id"], v.record["share"], v.since) for v in today] == [
        ("p1", 0.2, DAY + timedelta(days=3)),
        ("p2", 0.8, DAY + timedelta(days=3)),
    ]


def test_a_take_down_closes_and_removes_nothing(graph: Graph) -> None:
    def availability(day: int, status: str) -> Batch:
        return said(day, "availability", {"availability_id": "r", "release_id": "r", "status": status})

    for batch in (release(0, "T", "a"), availability(5, "withdrawn"), availability(0, "available")):
        write_batch(graph, batch, now=DAY)
    statuses = [
        version.record["status"]
        for day in (1, 4, 5, 30)
        for version in read_as_of(graph, "availability", ["r"], at=DAY + timedelta(days=day))
    ]
    assert statuses == ["available", "available", "withdrawn", "withdrawn"]
    assert read_as_of(graph, "releases", ["r"], at=DAY + timedelta(days=30))[0].record["title"] == "T"


def test_an_unknown_table_is_named(graph: Graph) -> None:
    with pytest.raises(BadArgument, match="tapes"):
        read_history(graph, "tapes", ["x"])
