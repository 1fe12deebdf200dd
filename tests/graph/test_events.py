"""Events: each publishing takes a number and stamps what it changed; one that changes nothing takes none."""

from dataclasses import replace

from graph.events import READ_EVENTS, READ_HEADS, READ_PROGRESS, report_progress
from graph.findings import Detection, Evidence, Finding, Reference
from graph.session import Graph
from graph.store import publish


def finding(subject: str, weight: float = 2.0) -> Finding:
    return Finding(
        kind="impersonation",
        subject=Reference("artist", subject),
        target=Reference("artist", "star"),
        prior=-1.0,
        evidence=(Evidence("name_same", weight, "One name"),),
    )


def publish_them(graph: Graph, findings: tuple[Finding, ...], run: str, day: str) -> None:
    detection = Detection(findings, (), (), (), "model", ())
    publish(graph, detection, run_id=run, today=day, snapshot_hash=run)


def seen(graph: Graph, after: int) -> list[tuple[int, str, str]]:
    rows = [row["node"] for row in graph.read(READ_EVENTS, event=after, id="\uffff", head=10**9, limit=100)]
    return [(row["event"], row["change"], row["subject_id"]) for row in rows]


def test_each_publishing_stamps_what_it_changed(graph: Graph) -> None:
    one, two = finding("a"), finding("b")
    publish_them(graph, (one, two), "r1", "2026-01-01")
    assert sorted(seen(graph, 0)) == [(1, "new", "a"), (1, "new", "b")]
    publish_them(graph, (one, two), "r1", "2026-01-01")
    assert graph.read(READ_HEADS)[0]["findings"] == 1, "nothing changed, so nothing is told"
    nearly = replace(one, evidence=(Evidence("name_same", 2.01, "One name"),))
    publish_them(graph, (nearly, two), "r1b", "2026-01-01")
    assert graph.read(READ_HEADS)[0]["findings"] == 1, "the same facts and nearly the same score are no news"
    publish_them(graph, (replace(one, evidence=(Evidence("name_same", 3.0, "One rare name"),)),), "r2", "2026-01-02")
    assert sorted(seen(graph, 1)) == [(2, "changed", "a"), (2, "gone", "b")]
    publish_them(graph, (two,), "r3", "2026-01-03")
    assert sorted(seen(graph, 2)) == [(3, "gone", "a"), (3, "returned", "b")]


def test_reading_goes_on_within_one_event(graph: Graph) -> None:
    publish_them(graph, (finding("a"), finding("b"), finding("c")), "r1", "2026-01-01")
    place, found = {"event": 0, "id": ""}, []
    while rows := graph.read(READ_EVENTS, **place, head=1, limit=1):
        found.append(rows[0]["node"]["subject_id"])
        place = {"event": rows[0]["node"]["event"], "id": rows[0]["node"]["id"]}
    assert sorted(found) == ["a", "b", "c"]


def test_the_progress_of_a_night_is_one_node_that_counts_its_changes(graph: Graph) -> None:
    report_progress(graph, {"night_id": "2026-01-01", "stage": "load", "finished": False})
    report_progress(graph, {"night_id": "2026-01-01", "stage": None, "finished": True})
    progress = graph.read(READ_PROGRESS)[0]["progress"]
    assert progress == {"id": "night", "night_id": "2026-01-01", "finished": True, "told": 2}
