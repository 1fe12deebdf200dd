"""Findings are published whole, keep their first day and status, and read back as they were said."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_graph import whole_graph

from graph.errors import BadArgument, NightRunning
from graph.findings import (
    Cluster,
    Detection,
    Evidence,
    Finding,
    Identity,
    Reference,
    cluster_row,
    finding_row,
    probability,
)
from graph.last_run import read_run_of
from graph.session import Graph, Statement
from graph.store import (
    count_nodes,
    dismiss,
    publish,
    read_cluster_rows,
    read_clusters,
    read_finding_rows,
    read_identity_rows,
    read_names,
)
from graph.store_findings import prepare_findings, stage_findings, write_findings

ARTISTS = Statement("artists", "UNWIND $id AS id MERGE (:Artist {id: id, name: id})")
STAGED_BY_ANOTHER = Statement("staged", "CREATE (:Finding {id: $id, run_id: 'r2'})")
TITLED = Statement("titled", "UNWIND $id AS id MERGE (:Release {id: id, title: 'Rain'})")
RELEASES = Statement("releases", "UNWIND $id AS id MERGE (:Release {id: id})")
HAS_MEMBER = Statement(
    "has_member", "MATCH (:Cluster)-[:HAS_MEMBER]->(n) RETURN labels(n)[0] AS label, n.id AS id ORDER BY label, id"
)
SUBJECTS = Statement(
    "subjects", "MATCH (f:Finding)-[:SUBJECT]->(n) RETURN labels(n)[0] AS label, n.id AS id ORDER BY label, id"
)
DISMISS = Statement("dismiss", "MATCH (f:Finding {id: $id}) SET f.status = 'dismissed'")


def impersonation(subject: str, target: str, *weights: float) -> Finding:
    evidence = tuple(Evidence(f"e{index}", weight, "It looks so.") for index, weight in enumerate(weights))
    return Finding("impersonation", Reference("artist", subject), -2.0, evidence, Reference("artist", target))


FARM = Finding(
    "content_farm", Reference("cluster", "c1"), -1.0, (Evidence("tie", 2.5, "One account."),), None, ("a1", "a2")
)


def test_a_run_replaces_the_one_before_and_keeps_what_people_decided(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    first, second = impersonation("a1", "a3", 1.0, 3.0), impersonation("a2", "a3", 3.5)
    identities = (Identity("a1", ("a1", "a2"), 0.9), Identity("a3", ("a3",), 1.0))
    clusters = (Cluster("c1", "content_farm", ("a1", "a2"), 0.8, "2026-01-01"),)
    publish(graph, Detection((first, FARM), identities, clusters), run_id="r1", today="2026-01-01", snapshot_hash="s1")
    assert graph.read(SUBJECTS) == [{"label": "Artist", "id": "a1"}, {"label": "Cluster", "id": "c1"}]
    graph.write(DISMISS, id=first.finding_id)
    publish(graph, Detection((first, second), identities, ()), run_id="r2", today="2026-01-02", snapshot_hash="s2")
    rows = {row["finding_id"]: row for row in read_finding_rows(graph)}
    assert list(rows) == [first.finding_id, second.finding_id]
    kept = rows[first.finding_id]
    assert (kept["status"], kept["first_seen"], kept["last_seen"], kept["run_id"]) == (
        "dismissed",
        "2026-01-01",
        "2026-01-02",
        "r2",
    )
    assert [item["weight"] for item in kept["evidence"]] == [3.0, 1.0]
    assert read_cluster_rows(graph) == []
    assert [row["artist_ids"] for row in read_identity_rows(graph)] == [["a1", "a2"], ["a3"]]


def test_running_one_detector_leaves_the_others_findings(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    clusters = (Cluster("c1", "content_farm", ("a1", "a2"), 0.8, "2026-01-01"),)
    publish(
        graph,
        Detection((impersonation("a1", "a3", 1.0), FARM), (), clusters),
        run_id="r1",
        today="2026-01-01",
        snapshot_hash="s",
    )
    publish(graph, Detection(), run_id="r2", today="2026-01-02", snapshot_hash="s", only=("impersonation",))
    assert [row["kind"] for row in read_finding_rows(graph)] == ["content_farm"]
    assert read_clusters(graph) == list(clusters)


def test_a_campaign_with_a_release_and_an_artist_of_one_id(graph: Graph) -> None:
    graph.write(ARTISTS, id=["12", "7", "a1"])
    graph.write(RELEASES, id=["12", "7"])
    members, types = ("12", "12", "7"), ("artist", "release", "release")
    finding = replace(FARM, kind="campaign", members=members, member_types=types)
    cluster = Cluster("c1", "campaign", members, 0.8, "2026-01-01", member_types=types)
    publish(graph, Detection((finding,), (), (cluster,)), run_id="r1", today="2026-01-01", snapshot_hash="s")
    assert read_finding_rows(graph)[0]["members"] == finding_row(finding)["members"] == ["12", "7"]
    assert read_finding_rows(graph)[0]["member_types"] == finding_row(finding)["member_types"] == ["both", "release"]
    (row,) = read_cluster_rows(graph)
    assert row == cluster_row(cluster)
    assert row["member_types"] == ["both", "release"]
    assert (row["members"], row["size"]) == (["12", "7"], 2)
    assert graph.read(HAS_MEMBER) == [{"label": "Artist", "id": "12"}]
    later = replace(cluster, members=("7", "a1"), member_types=("release", "artist"))
    publish(graph, Detection((), (), (later,)), run_id="r2", today="2026-01-02", snapshot_hash="s")
    assert graph.read(HAS_MEMBER) == [{"label": "Artist", "id": "a1"}]


def test_a_publish_that_was_killed_shows_nothing_and_the_next_one_leaves_nothing_of_it(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    stamp = {"today": "2026-01-01", "run_id": "r0"}
    stage_findings(graph, prepare_findings([impersonation("a1", "a3", 1.0), FARM]), stamp)
    assert read_finding_rows(graph) == []
    with pytest.raises(BadArgument, match="there is no finding"):
        dismiss(graph, FARM.finding_id, by="mara", reason="", at="2026-01-01T09:00:00")
    second = impersonation("a1", "a3", 2.0)
    publish(graph, Detection((second,)), run_id="r1", today="2026-01-02", snapshot_hash="s")
    (row,) = read_finding_rows(graph)
    assert (row["first_seen"], row["run_id"], row["evidence"][0]["weight"]) == ("2026-01-02", "r1", 2.0)
    assert count_nodes(graph)["Finding"] == 1


def test_a_publisher_whose_findings_another_took_away_publishes_nothing(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    slow, quick = (prepare_findings([impersonation(subject, "a3", 1.0)]) for subject in ("a1", "a2"))
    at, later = ({"today": "2026-01-01", "run_id": run} for run in ("r1", "r2"))
    stage_findings(graph, slow, at)
    stage_findings(graph, quick, later)
    with pytest.raises(NightRunning, match="1 of 1 new findings"):
        graph.write_many(lambda tx: write_findings(tx, slow, (), ["impersonation"], at))
    assert read_finding_rows(graph) == []
    graph.write_many(lambda tx: write_findings(tx, quick, (), ["impersonation"], later))
    assert [row["subject"]["id"] for row in read_finding_rows(graph)] == ["a2"]


def test_only_the_findings_of_this_run_are_shown(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    own, other = (prepare_findings([impersonation(subject, "a3", 1.0)]) for subject in ("a1", "a2"))
    stage_findings(graph, own, {"today": "2026-01-01", "run_id": "r1"})
    graph.write(STAGED_BY_ANOTHER, id=next(iter(other)))
    graph.write_many(lambda tx: write_findings(tx, own, (), ["impersonation"], {"today": "2026-01-01", "run_id": "r1"}))
    assert [row["subject"]["id"] for row in read_finding_rows(graph)] == ["a1"]


def test_names_are_of_a_type_and_an_id(graph: Graph) -> None:
    graph.write(ARTISTS, id=["12", "7"])
    graph.write(TITLED, id=["12"])
    finding = replace(FARM, kind="campaign", members=("12", "12", "7"), member_types=("artist", "release", "artist"))
    cluster = Cluster("c1", "campaign", finding.members, 0.8, member_types=finding.member_types)
    publish(graph, Detection((finding,), (), (cluster,)), run_id="r1", today="2026-01-01", snapshot_hash="s")
    assert read_names(graph) == {"artist:12": "12", "artist:7": "7", "release:12": "Rain"}


def test_an_unchanged_night_writes_its_date_alone(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    identities = (Identity("a1", ("a1", "a2"), 0.9), Identity("a3", ("a3",), 1.0))
    cluster = Cluster("c1", "content_farm", ("a1", "a2"), 0.8, "2026-01-01", 2)
    detection = Detection((impersonation("a1", "a3", 1.0), FARM), identities, (cluster,))
    publish(graph, detection, run_id="r1", today="2026-01-01", snapshot_hash="s")
    nodes, edges = whole_graph(graph)
    publish(graph, detection, run_id="r2", today="2026-01-02", snapshot_hash="s")
    later_nodes, later_edges = whole_graph(graph)
    assert later_edges == edges
    for label in ("Finding", "Cluster", "Identity"):
        before, after = (
            [dict(values) for labels, values in kept if labels == (label,)] for kept in (nodes, later_nodes)
        )
        night = {} if label == "Identity" else {"last_seen": "2026-01-02", "run_id": "r2"}
        assert after == [values | night for values in before]


def test_identities_follow_changed_members(graph: Graph) -> None:
    graph.write(ARTISTS, id=["a1", "a2", "a3"])
    for groups in ([("a1", "a2"), ("a3",)], [("a1",), ("a2", "a3")]):
        said = Detection((), tuple(Identity(group[0], group, 0.9) for group in groups))
        publish(graph, said, run_id="r", today="2026-01-01", snapshot_hash="s")
        assert [tuple(row["artist_ids"]) for row in read_identity_rows(graph)] == groups


@given(st.floats(-30, 30), st.lists(st.floats(-20, 20), max_size=6))
def test_prior_and_evidence_add_up_to_the_score(prior: float, weights: list[float]) -> None:
    evidence = tuple(Evidence("e", weight, "x") for weight in weights)
    finding = Finding("impersonation", Reference("artist", "a"), prior, evidence, Reference("artist", "b"))
    assert math.isclose(finding.score, probability(prior + sum(weights)))
    listed = [item["weight"] for item in finding_row(finding)["evidence"]]
    assert listed == sorted(listed, reverse=True)


def test_how_quiet_a_catalog_was_is_known_to_later_questions(graph: Graph) -> None:
    publish(graph, Detection(prior_shift=-1.5), run_id="r1", today="2026-01-01", snapshot_hash="s")
    run = read_run_of(graph, "s")
    assert run is not None
    assert run.prior_shift == -1.5
