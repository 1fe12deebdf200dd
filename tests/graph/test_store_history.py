"""Clusters over nights in the graph: their history is there once, their genealogy can be read, and who left is remembered."""

from typing import Any

from whole_graph import whole_graph

from detectors.tracking import track
from graph.findings import Cluster, Detection, change_row
from graph.session import Graph, Statement
from graph.store import publish, read_cluster_history, read_cluster_rows, read_clusters, read_genealogy

ARTISTS = Statement("artists", "UNWIND $id AS id MERGE (:Artist {id: id, name: id})")
LINKED = Statement(
    "linked",
    "MATCH (h:ClusterChange)-[r:CAME_FROM|WENT_INTO]->(c) RETURN h.cluster_id AS id, type(r) AS how, c.id AS other "
    "ORDER BY id, how, other",
)


def night(graph: Graph, day: int, *groups: str) -> Detection:
    """Track and publish clusters of one-letter artists, as a night does."""
    current = [Cluster(f"n{day}{group[0]}", "content_farm", tuple(group), 0.9) for group in groups]
    tracking = track(read_clusters(graph), current)
    detection = Detection(clusters=tracking.clusters, changes=tracking.changes)
    again(graph, day, detection)
    return detection


def again(graph: Graph, day: int, detection: Detection) -> None:
    publish(graph, detection, run_id=f"r{day}", today=f"2026-{1 + day // 100:02}-{day % 100:02}", snapshot_hash="s")


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["date"][-2:], row["cluster_id"], row["change"]) for row in rows]


def test_each_change_is_recorded_once_and_steady_nights_leave_none(graph: Graph) -> None:
    graph.write(ARTISTS, id=list("abcdefgh"))
    night(graph, 1, "abcd")
    night(graph, 2, "abcd")
    detection = night(graph, 3, "abcdef")
    before = whole_graph(graph)
    again(graph, 3, detection)
    assert whole_graph(graph) == before
    rows = read_cluster_history(graph, "n1a")
    assert told(rows) == [("01", "n1a", "born"), ("03", "n1a", "grown")]
    assert rows[-1] == {"date": "2026-01-03", "run_id": "r3", **change_row(detection.changes[0])}
    assert read_cluster_history(graph, "unknown") == []
    (row,) = read_cluster_rows(graph)
    assert (row["first_seen"], row["previous_size"], row["size"]) == ("2026-01-01", 4, 6)


def test_genealogy_over_mergers_and_splits(graph: Graph) -> None:
    graph.write(ARTISTS, id=list("abcdefghijklmn"))
    night(graph, 1, "abcd", "efghij", "lmn")
    night(graph, 2, "abcdefghij", "lmn")
    night(graph, 3, "ef", "abghij", "lmn")
    merged = [("01", "n1a", "born"), ("02", "n1a", "merged")]
    whole = [("01", "n1e", "born"), ("02", "n1e", "grown"), ("03", "n1e", "shrunk")]
    part = [("03", "n3e", "split")]
    for name in ("n1a", "n1e", "n3e"):
        assert sorted(told(read_genealogy(graph, name))) == sorted(merged + whole + part)
    assert told(read_genealogy(graph, "n1a", steps=0)) == merged
    assert graph.read(LINKED) == [
        {"id": "n1a", "how": "WENT_INTO", "other": "n1e"},
        {"id": "n1e", "how": "CAME_FROM", "other": "n1a"},
        {"id": "n1e", "how": "WENT_INTO", "other": "n3e"},
        {"id": "n3e", "how": "CAME_FROM", "other": "n1e"},
    ]


def test_a_cluster_that_was_gone_for_some_nights_returns_under_its_id(graph: Graph) -> None:
    graph.write(ARTISTS, id=list("abcdefgh"))
    night(graph, 1, "abcd", "efgh")
    night(graph, 2, "efgh")
    assert [(item.cluster_id, item.retired) for item in read_clusters(graph)] == [("n1e", False), ("n1a", True)]
    night(graph, 5, "abc", "efgh")
    assert told(read_cluster_history(graph, "n1a")) == [
        ("01", "n1a", "born"),
        ("02", "n1a", "died"),
        ("05", "n1a", "returned"),
    ]
    assert [row["cluster_id"] for row in read_cluster_rows(graph)] == ["n1a", "n1e"]
    night(graph, 6, "efgh")
    night(graph, 120, "efgh")
    assert [item.cluster_id for item in read_clusters(graph)] == ["n1e"]
    assert [item.cluster_id for item in read_clusters(graph, retired_days=60)] == ["n1e", "n1a"]


def test_members_come_back_with_their_types(graph: Graph) -> None:
    cluster = Cluster("c1", "campaign", ("12", "12", "7"), 0.8, "2026-01-01", None, ("artist", "release", "release"))
    publish(graph, Detection(clusters=(cluster,)), run_id="r", today="2026-01-01", snapshot_hash="s")
    assert read_clusters(graph) == [cluster]


def test_a_night_done_again_with_another_model_replaces_what_it_told(graph: Graph) -> None:
    graph.write(ARTISTS, id=list("abcdefghi"))
    night(graph, 1, "abcd")
    previous = read_clusters(graph)
    for run_id, groups in (("ra", ("abcde", "fgh")), ("rb", ("abcd", "fghi")), ("rb", ("abcd", "fghi"))):
        tracking = track(previous, [Cluster(f"n2{group[0]}", "content_farm", tuple(group), 0.9) for group in groups])
        detection = Detection(clusters=tracking.clusters, changes=tracking.changes)
        publish(graph, detection, run_id=run_id, today="2026-01-02", snapshot_hash="s", night_id="2026-01-02")
        assert [row["run_id"] for row in read_cluster_history(graph, "n2f")] == [run_id]
    assert told(read_cluster_history(graph, "n1a")) == [("01", "n1a", "born")]
    assert told(read_cluster_history(graph, "n2f")) == [("02", "n2f", "born")]
    [born] = read_cluster_history(graph, "n2f")
    assert born["size"] == 4
