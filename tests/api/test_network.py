"""The network ranks by what few share, step by step."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.keys import create_key
from graph.read_network import FEWEST_SHARERS, MAX_DEGREE
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


def test_what_a_tenth_of_the_artists_share_is_not_walked_through(ask: Ask, filled: Graph) -> None:
    """In a small catalog a distributor of many is a giant, however far from MAX_DEGREE."""
    filled.write(CROWD, size=FEWEST_SHARERS - 4)  # with the four of the small graph as many as may share it
    assert len(network(ask, "a1", first=100)) == FEWEST_SHARERS - 1 + 1  # and a9, who is featured
    filled.write(
        Statement("one_more", CROWD.text.replace("'x' + i", "'y' + i").replace("'xr' + i", "'yr' + i")), size=1
    )
    assert [row["artist"]["id"] for row in network(ask, "a1", first=100)] == ["a9"]
    shared = 'query($hide: Boolean!) { sharedTies(ids: ["a1", "a2"], hideGiants: $hide) { type id sharedBy } }'
    assert ask(shared, hide=True)["sharedTies"] == []
    giant = {"type": "distributor", "id": "d1", "sharedBy": FEWEST_SHARERS + 1}
    assert ask(shared, hide=False)["sharedTies"] == [giant]
    filled.write(
        Statement("more", "UNWIND range(1, 10 * $size) AS i CREATE (:Artist {id: 'z' + i})"), size=FEWEST_SHARERS
    )
    assert len(network(ask, "a1", first=100)) == FEWEST_SHARERS + 1  # no tenth of them any more


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


CANVAS = """query($things: Boolean, $types: [String!], $hide: Boolean) {
    network(from: "a3", things: $things, types: $types, hideGiants: $hide) {
        nodes { nodeId type name degree depth node { id } } edges { source target weight ties { type id } } } }"""


def test_a_network_has_every_tie_between_its_artists(ask: Ask, filled: Graph) -> None:
    filled.write(CROWD, size=MAX_DEGREE)
    canvas = ask(CANVAS)["network"]
    assert [(node["nodeId"], node["depth"], node["node"]) for node in canvas["nodes"]] == [
        ("Artist:a3", 0, {"id": "a3"}),
        ("Artist:a2", 1, {"id": "a2"}),
        ("Artist:a4", 1, {"id": "a4"}),
    ]
    assert {(edge["source"], edge["target"]) for edge in canvas["edges"]} == {
        ("Artist:a2", "Artist:a3"),
        ("Artist:a2", "Artist:a4"),
        ("Artist:a3", "Artist:a4"),
    }
    only = ask(CANVAS, types=["image_phash"])["network"]
    assert [node["nodeId"] for node in only["nodes"]] == ["Artist:a3", "Artist:a2"]
    giant = ask(CANVAS, hide=False)["network"]
    assert len(giant["nodes"]) == 3
    assert any(tie["type"] == "distributor" for edge in giant["edges"] for tie in edge["ties"])


def test_what_is_shared_can_be_nodes(ask: Ask, filled: Graph) -> None:
    filled.write(CROWD, size=MAX_DEGREE)
    canvas = ask(CANVAS, things=True)["network"]
    things = {node["nodeId"]: node for node in canvas["nodes"] if node["type"] != "artist"}
    assert set(things) == {"Payee:p2", "Identifier:account_hash:h2", "Identifier:image_phash:00ff00ff00ff00ff"} | (
        {"Identity:a3"} & set(things)
    )
    assert (things["Payee:p2"]["name"], things["Payee:p2"]["degree"], things["Payee:p2"]["node"]) == (
        "Shadow",
        3,
        {"id": "p2"},
    )
    ends = {(edge["source"], edge["target"]) for edge in canvas["edges"]}
    assert ("Identifier:image_phash:00ff00ff00ff00ff", "Artist:a2") in ends
    assert ask(CANVAS.replace('"a3"', '"x"'))["network"] is None


def test_shared_ties_are_those_of_the_artists_asked_about(ask: Ask, fail: Ask) -> None:
    query = "query($ids: [ID!]!, $types: [String!]) { sharedTies(ids: $ids, types: $types) { type id name sharedBy weight artistIds } }"
    ties = ask(query, ids=["a2", "a3", "nobody"])["sharedTies"]
    assert {(tie["type"], tie["sharedBy"]) for tie in ties} >= {("image_phash", 2), ("payee", 3), ("distributor", 4)}
    assert all(tie["artistIds"] == ["a2", "a3"] for tie in ties)
    assert [tie["type"] for tie in ask(query, ids=["a2", "a3"], types=["payee"])["sharedTies"]] == ["payee"]
    assert fail(query, ids=["a2"])["message"] == "`ids` is 1, expected 2 to 50"
    assert fail(query, ids=["a2", "a3"], types=["shoe"])["message"] == "`shoe` is not a type of tie"


PATHS = """query($to: ID!, $length: Int!) { paths(from: "a9", to: $to, maxLength: $length) {
    artistIds distance steps { source { id } target { id } ties { type sharedBy } } } }"""


def test_paths_lead_through_what_few_share(ask: Ask, filled: Graph, fail: Ask) -> None:
    filled.write(CROWD, size=MAX_DEGREE)
    filled.write(Statement("tie", "MATCH (l:Label {id: 'l1'}), (r:Release {id: 'r4'}) MERGE (r)-[:ISSUED_BY]->(l)"))
    nearest, *_ = ask(PATHS, to="a3", length=3)["paths"]
    assert nearest["artistIds"] == ["a9", "a1", "a2", "a3"]
    assert [(step["source"]["id"], step["target"]["id"]) for step in nearest["steps"]] == [
        ("a9", "a1"),
        ("a1", "a2"),
        ("a2", "a3"),
    ]
    assert nearest["distance"] == pytest.approx(3 * 1.585, abs=1e-3)
    assert ask(PATHS, to="a3", length=2)["paths"] == []
    unknown = fail(PATHS, to="nobody", length=4)
    assert (unknown["extensions"]["code"], unknown["message"]) == ("bad-argument", "there is no artist `nobody`")
    assert [path["artistIds"] for path in ask(PATHS, to="a1", length=1)["paths"]] == [["a9", "a1"]]
    assert fail(PATHS, to="a9", length=1)["message"] == "`from` and `to` are one artist"


EXPAND = """query($node: ID!, $relations: [String!], $first: Int = 25) { expand(node: $node, relations: $relations, first: $first) {
    node { nodeId type name degree } groups { relation outgoing type totalCount hiddenCount nodes { nodeId name } } } }"""


def test_any_node_opens_by_its_relationships(ask: Ask, fail: Ask) -> None:
    opened = ask(EXPAND, node="Artist:a1", first=1)["expand"]
    assert opened["node"] == {
        "nodeId": "Artist:a1",
        "type": "artist",
        "name": "Nova Reyes",
        "degree": opened["node"]["degree"],
    }
    groups = {(group["relation"], group["type"]): group for group in opened["groups"]}
    assert groups["MAIN_ARTIST", "release"] == {
        "relation": "MAIN_ARTIST",
        "outgoing": False,
        "type": "release",
        "totalCount": 4,
        "hiddenCount": 3,
        "nodes": [{"nodeId": "Release:r1", "name": "Release 1"}],
    }
    assert groups["HAS_IDENTIFIER", "identifier"]["nodes"][0]["nodeId"] == "Identifier:isni:0000000121032683"
    [paid] = ask(EXPAND, node="Payee:p2", relations=["PAID_TO"])["expand"]["groups"]
    assert [node["nodeId"] for node in paid["nodes"]] == ["Release:r4", "Release:r5", "Release:r6"]
    assert ask(EXPAND, node="Identifier:account_hash:h2")["expand"]["node"]["type"] == "account_hash"
    assert ask(EXPAND, node="Label:x")["expand"] is None
    for node, type in (("Signal:x", "Signal"), ("artist:a1", "artist")):
        refused = fail(EXPAND, node=node)
        assert refused["message"] == f"a `{type}` cannot be expanded"
        assert refused["extensions"]["hint"].startswith("write TYPE:ID, such as `Artist:a17`")
    assert fail(EXPAND, node="Artist:a1", relations=["X"])["message"] == "`X` is not a relationship"


def test_whoever_may_not_read_payees_sees_none_in_the_network(run: Any, filled: Graph) -> None:
    _, token = create_key(filled, name="r", role="reader", days=None, by="test")

    async def work(client: Any) -> list[str]:
        asked = [(CANVAS, {"things": True}), (EXPAND, {"node": "Release:r4"}), (EXPAND, {"node": "Payee:p2"})]
        asked += [(EXPAND, {"node": "Identifier:account_hash:h2"}), (NETWORK, {"id": "a3", "depth": 1, "first": 25})]
        headers = {"Authorization": f"Bearer {token}"}
        return [
            (await client.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)).text
            for query, variables in asked
        ]

    canvas, release, payee, account, near = run(work)
    for text in (canvas, release, near):
        assert '"errors"' not in text
        assert "payee" not in text.lower()
        assert "account_hash" not in text
    assert "forbidden" in payee
    assert "forbidden" in account


def test_any_node_by_its_global_id(ask: Ask, fail: Ask) -> None:
    query = "query($id: ID!) { node(id: $id) { __typename id nodeId ... on Record { provenance { firstDelivery { id } } } } }"
    finding = ask("{ findings { edges { node { nodeId } } } }")["findings"]["edges"][0]["node"]["nodeId"]
    for id in (
        "Artist:a1",
        "Release:r1",
        "Recording:t1",
        "Payee:p1",
        "Label:l1",
        "Distributor:d1",
        "Identity:a1",
        "Cluster:c1",
        "Run:run1",
        finding,
    ):
        node = ask(query, id=id)["node"]
        assert node["nodeId"] == id == f"{node['__typename']}:{node['id']}"
    assert ask(query, id="Artist:x")["node"] is None
    assert fail(query, id="Shoe:x")["message"] == "there is no type `Shoe` of nodes"
    assert fail(query, id="a1")["message"] == "`a1` is not a node id"
