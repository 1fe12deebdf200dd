"""The network ranks by what few share, step by step."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.read import MAX_DEGREE
from graph.session import Graph, Statement

pytestmark = pytest.mark.usefixtures("filled")
Ask = Callable[..., Any]
NETWORK = """query($id: ID!, $depth: Int!, $first: Int!) { artist(id: $id) { network(depth: $depth, first: $first) {
    depth weight artist { id } via { id } ties { type id name sharedBy weight } } } }"""
CROWD = Statement(
    "crowd",
    "MATCH (d:Distributor {id: 'd1'}) UNWIND range(1, $size) AS i "
    "CREATE (:Artist {id: 'x' + i})<-[:MAIN_ARTIST]-(:Release {id: 'xr' + i})-[:DELIVERED_BY]->(d)",
)


def network(ask: Ask, id: str, depth: int = 1, first: int = 25) -> list[Any]:
    found: list[Any] = ask(NETWORK, id=id, depth=depth, first=first)["artist"]["network"]
    return found


def test_rarer_ties_come_first_and_say_what_they_are(ask: Ask, filled: Graph) -> None:
    filled.write(CROWD, size=MAX_DEGREE)  # the distributor is a giant now
    rows = network(ask, "a3")
    assert [row["artist"]["id"] for row in rows] == ["a2", "a4"]
    assert {row["via"]["id"] for row in rows} == {"a3"}
    ties = {(tie["type"], tie["id"]): tie["sharedBy"] for tie in rows[0]["ties"]}
    assert ties == {
        ("image_phash", "image_phash:00ff00ff00ff00ff"): 2,
        ("payee", "p2"): 3,
        ("account_hash", "account_hash:h2"): 3,
    } or ties == {("image_phash", "image_phash:00ff00ff00ff00ff"): 2, ("payee", "p2"): 3}
    for row in rows:
        assert row["weight"] == pytest.approx(sum(tie["weight"] for tie in row["ties"]))


def test_a_small_distributor_is_walked_through(ask: Ask) -> None:
    ties = {row["artist"]["id"]: row["ties"] for row in network(ask, "a1")}
    assert {"a2", "a3", "a4"} <= set(ties)
    assert ties["a2"] == [
        {"type": "distributor", "id": "d1", "name": "Giant", "sharedBy": 4, "weight": pytest.approx(0.7213, abs=1e-3)}
    ]


def test_depth_and_first_bound_the_walk(ask: Ask, filled: Graph) -> None:
    filled.write(CROWD, size=MAX_DEGREE)
    near = network(ask, "a9", depth=1)
    assert [(row["artist"]["id"], row["depth"]) for row in near] == [("a1", 1)]
    filled.write(Statement("tie", "MATCH (l:Label {id: 'l1'}), (r:Release {id: 'r4'}) MERGE (r)-[:ISSUED_BY]->(l)"))
    far = network(ask, "a9", depth=3)
    assert [(row["artist"]["id"], row["depth"], row["via"]["id"]) for row in far] == [
        ("a1", 1, "a9"),
        ("a2", 2, "a1"),
        ("a3", 3, "a2"),
        ("a4", 3, "a2"),
    ]
    assert len(network(ask, "a9", depth=3, first=2)) == 2
