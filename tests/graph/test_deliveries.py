"""When a delivery says what it says."""

from datetime import datetime, timedelta

from graph.deliveries import finish_deliveries, note_deliveries, read_unfinished
from graph.records import Delivery
from graph.session import Graph

NOW = datetime(2026, 5, 1, 10, 30)
A, B = Delivery("a", "catalog", "a.csv"), Delivery("b", "catalog", "b.csv")


def load(graph: Graph, *deliveries: Delivery, hours: int) -> list[int]:
    """The hours at which they say it."""
    said = note_deliveries(graph, deliveries, now=NOW + timedelta(hours=hours))
    finish_deliveries(graph, deliveries, now=NOW + timedelta(hours=hours))
    return [round((said[d.delivery_id] - NOW) / timedelta(hours=1)) for d in deliveries]


def test_a_file_says_it_when_it_is_loaded_and_again_when_others_came_between(graph: Graph) -> None:
    assert load(graph, A, hours=0) == [0]
    assert load(graph, A, hours=1) == [0]
    assert load(graph, B, hours=2) == [2]
    assert load(graph, A, hours=3) == [3]
    assert load(graph, A, B, hours=4) == [3, 2]
    assert load(graph, Delivery("c", "signals", "c.csv"), hours=5) == [5]
    assert load(graph, A, B, hours=6) == [3, 2]


def test_a_killed_load_run_again_says_it_at_the_same_time(graph: Graph) -> None:
    first = note_deliveries(graph, [A, B], now=NOW)
    assert [row["file"] for row in read_unfinished(graph)] == ["a.csv", "b.csv"]
    assert note_deliveries(graph, [A], now=NOW + timedelta(hours=1)) == {"a": first["a"]}
    finish_deliveries(graph, [A, B], now=NOW + timedelta(hours=1))
    assert read_unfinished(graph) == []


def test_a_message_says_it_when_it_was_made_unless_its_clock_is_far_ahead(graph: Graph) -> None:
    made = Delivery("m", "ddex", "m.xml", "S", NOW - timedelta(days=9))
    ahead = Delivery("n", "ddex", "n.xml", "S", NOW + timedelta(days=9))
    assert load(graph, made, ahead, hours=0) == [-216, 0]
    assert load(graph, Delivery("o", "ddex", "o.xml", "S", NOW), hours=1) == [0]
    assert load(graph, made, hours=2) == [-216]
