"""What reviewers decided, as the fit takes it: by the candidates that it was decided of."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from detectors.campaign import campaign_id
from detectors.content_farm import cluster_id
from graph.findings import Detection, Finding, Reference
from graph.session import Graph, Statement
from graph.settings import Settings
from graph.snapshot import Snapshot, snapshot_from_records, write_snapshot
from graph.store import publish
from namesake.fit import reviews_of

DECIDE = Statement(
    "decide",
    "MATCH (f:Finding) SET f.status = CASE WHEN f.kind = 'campaign' THEN 'dismissed' ELSE 'confirmed' END",
)


def test_decisions_on_groups_go_by_their_members(graph: Graph, server_settings: Settings, tmp_path: Path) -> None:
    settings = replace(server_settings, data_dir=tmp_path)
    (tmp_path / "snapshots").mkdir()
    write_snapshot(snapshot_from_records({}), tmp_path / "snapshots" / "latest")
    farm = Finding("content_farm", Reference("cluster", "last-night-1"), -1.0, (), members=("a2", "a1"))
    types = ("artist", "release", "release")
    wave = Finding(
        "campaign", Reference("cluster", "last-night-2"), -1.0, (), members=("12", "12", "7"), member_types=types
    )
    pair = Finding("impersonation", Reference("artist", "a1"), -1.0, (), Reference("artist", "a3"))
    publish(graph, Detection((farm, wave, pair)), run_id="r", today="2026-01-01", snapshot_hash="s")
    graph.write(DECIDE)
    _, decided = reviews_of(graph, settings)
    assert decided["content_farm"] == {(cluster_id(["a1", "a2"]), ""): True}
    assert decided["campaign"] == {(campaign_id(["12", "12", "7"]), ""): False}
    assert decided["impersonation"] == {("a1", "a3"): True}


def test_the_last_word_on_a_pair_counts_and_unsure_is_none(
    graph: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    said = [("a", "b", "same", "1"), ("b", "a", "unsure", "2"), ("a", "c", "same", "1"), ("a", "c", "different", "2")]
    rows = [dict(zip(("left", "right", "verdict", "at"), row, strict=True)) for row in said]
    empty = snapshot_from_records({})
    judged = pl.DataFrame(rows, schema=empty["judgements"].schema)
    (tmp_path / "snapshots").mkdir()
    write_snapshot(Snapshot({**empty.tables, "judgements": judged}, empty.manifest), tmp_path / "snapshots" / "latest")
    _, decided = reviews_of(graph, replace(server_settings, data_dir=tmp_path))
    assert decided["identity"] == {("a", "c"): False}
