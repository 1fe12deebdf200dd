"""What people dismissed stays dismissed until there is new evidence, and then says what is new."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from graph.capture import take_snapshot
from graph.dismissals import new_evidence
from graph.errors import BadArgument
from graph.findings import ClusterChange, Detection, Finding
from graph.session import Graph, Statement
from graph.store import dismiss, publish, read_finding_rows
from namesake.load import utc_now
from tests.graph.reviewing import farm, said

REVIEWS = Statement(
    "reviews",
    "MATCH (r:Review)-[:REVIEW_OF]->(f) RETURN r {.*} AS review, collect(f.id) AS findings ORDER BY review.at",
)
SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs/reference/findings.schema.json").read_text(encoding="utf-8"))
)


def night(graph: Graph, day: int, *findings: Finding, changes: tuple[ClusterChange, ...] = ()) -> list[dict[str, Any]]:
    """Publish what a night found and read what is listed then, by finding id."""
    detection = Detection(findings, changes=changes)
    for _ in range(2):  # the second time changes nothing
        publish(graph, detection, run_id=f"r{day}", today=f"2026-11-{day:02}", snapshot_hash=f"s{day}")
    rows = read_finding_rows(graph)
    for row in rows:
        SCHEMA.validate(row)
    return rows


def reject(graph: Graph, finding: Finding, day: int) -> str:
    return dismiss(graph, finding.finding_id, by="mara", reason="a tribute act", at=f"2026-11-{day:02}T09:00:00")


def test_a_dismissed_finding_stays_so_while_nothing_is_new(graph: Graph) -> None:
    night(graph, 1, said(name=3.0, money=0.5))
    review = reject(graph, said(), 1)
    (row,) = night(graph, 2, said(name=3.4, money=0.4, age=0.3))
    assert (row["status"], row["first_seen"], row["last_seen"]) == ("dismissed", "2026-11-01", "2026-11-02")
    assert "new_evidence" not in row
    (stored,) = graph.read(REVIEWS)
    assert stored["findings"] == [said().finding_id]
    told = {name: stored["review"][name] for name in ("id", "verdict", "reviewer", "reason", "at", "run_id")}
    assert told == {
        "id": review,
        "verdict": "dismissed",
        "reviewer": "mara",
        "reason": "a tribute act",
        "at": "2026-11-01T09:00:00",
        "run_id": "r1",
    }
    assert [item["type"] for item in json.loads(stored["review"]["evidence"])] == ["name", "money"]


def test_new_evidence_reopens_it_and_is_told_until_someone_decides(graph: Graph) -> None:
    night(graph, 1, said(name=3.0, money=0.5))
    reject(graph, said(), 1)
    (row,) = night(graph, 2, said(name=3.0, money=1.5, image=2.0))
    assert row["status"] == "reopened"
    news = [
        "image says 2.0. (not known when it was dismissed)",
        "money says 1.5. (weighed 0.5 when it was dismissed, 1.5 now)",
    ]
    assert row["new_evidence"] == news
    (row,) = night(graph, 3, said(name=3.0))
    assert (row["status"], row["new_evidence"]) == ("reopened", news)
    reject(graph, said(), 3)
    (row,) = night(graph, 4, said(name=3.1))
    assert (row["status"], "new_evidence" in row) == ("dismissed", False)
    (row,) = night(graph, 5, said(name=3.1, image=2.0))
    assert row["new_evidence"] == news[:1]


def test_a_finding_that_went_and_came_back_says_when(graph: Graph) -> None:
    night(graph, 1, said(name=3.0))
    reject(graph, said(), 1)
    assert night(graph, 2) == []
    (row,) = night(graph, 3, said(name=3.0))
    assert (row["status"], row["first_seen"], row["returned_on"]) == ("dismissed", "2026-11-01", "2026-11-03")
    (row,) = night(graph, 4, said(name=3.0))
    assert (row["last_seen"], row["returned_on"]) == ("2026-11-04", "2026-11-03")


def test_the_same_fact_weighed_anew_is_not_news_nor_is_a_lost_excuse() -> None:
    known = [{"type": "name", "weight": 1.0, "text": "Looks alike."}, {"type": "old", "weight": -2.0, "text": "Older."}]
    now = [{"type": "name", "weight": 3.0, "text": "Looks alike."}]
    assert new_evidence(known, now) == []
    assert new_evidence(known, [{"type": "old", "weight": -0.5, "text": "A bit older."}]) == []
    assert new_evidence(known, [{"type": "old", "weight": 0.8, "text": "Younger."}]) == [
        "Younger. (weighed -2.0 when it was dismissed, 0.8 now)"
    ]


def test_a_part_that_splits_off_a_dismissed_cluster_is_dismissed_too(graph: Graph) -> None:
    night(graph, 1, farm("c1", payee=3.0))
    review = reject(graph, farm("c1"), 1)
    parts = farm("c1", payee=2.9), farm("c2", payee=3.0), farm("c3", payee=3.0, covers=1.5)
    changes = tuple(ClusterChange(name, "content_farm", "split", 2, None, ("c1",)) for name in ("c2", "c3"))
    rows = {row["subject"]["id"]: row for row in night(graph, 2, *parts, changes=changes)}
    assert {name: row["status"] for name, row in rows.items()} == {
        "c1": "dismissed",
        "c2": "dismissed",
        "c3": "reopened",
    }
    assert rows["c3"]["new_evidence"] == ["covers says 1.5. (not known when it was dismissed)"]
    (stored,) = graph.read(REVIEWS)
    assert (stored["review"]["id"], len(stored["findings"])) == (review, 3)
    rows = {row["subject"]["id"]: row for row in night(graph, 3, farm("c2", payee=3.0, covers=1.5))}
    assert rows["c2"]["status"] == "reopened"


def test_an_open_cluster_does_not_vanish_into_a_dismissed_one(graph: Graph) -> None:
    night(graph, 1, farm("c1", payee=3.0), farm("c2", payee=2.0))
    reject(graph, farm("c1"), 1)
    changes = (
        ClusterChange("c1", "content_farm", "grown", 4, 2, ("c2",)),
        ClusterChange("c2", "content_farm", "merged", 0, 2, (), ("c1",)),
    )
    (row,) = night(graph, 2, farm("c1", payee=3.0), changes=changes)
    assert row["new_evidence"] == ["Cluster c2, which nobody has dismissed, is now part of it."]
    reject(graph, farm("c1"), 2)
    (row,) = night(graph, 2, farm("c1", payee=3.0), changes=changes)
    assert row["status"] == "dismissed"


def test_dismissing_twice_changes_nothing_and_an_unknown_finding_is_refused(graph: Graph) -> None:
    night(graph, 1, said(name=3.0))
    assert reject(graph, said(), 1) == reject(graph, said(), 1)
    night(graph, 2, said(name=3.0, image=2.0))
    reject(graph, said(), 1)
    assert read_finding_rows(graph)[0]["status"] == "reopened"
    assert len(graph.read(REVIEWS)) == 1
    with pytest.raises(BadArgument, match="there is no finding `f0`") as refused:
        dismiss(graph, "f0", by="mara", reason="", at="2026-11-01T09:00:00")
    assert "namesake export findings" in refused.value.hint


def test_a_dismissal_is_no_judgement_of_a_pair(graph: Graph) -> None:
    night(graph, 1, said(name=3.0))
    before = take_snapshot(graph, now=utc_now())
    reject(graph, said(), 1)
    after = take_snapshot(graph, now=utc_now())
    assert after["judgements"].is_empty()
    assert after.manifest.content_hash == before.manifest.content_hash
