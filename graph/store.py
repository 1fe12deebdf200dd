"""What the detectors said, in the graph: published whole in one transaction, read back for exports and tracking."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from graph.cluster_history import (
    read_cluster_history,
    read_cluster_rows,
    read_clusters,
    read_genealogy,
    write_changes,
    write_clusters,
)
from graph.findings import KINDS, Detection, Harm, Identity, identity_row
from graph.reviews import dismiss
from graph.session import Graph, Statement, Transaction
from graph.store_findings import prepare_findings, read_finding_rows, stage_findings, write_findings

__all__ = [
    "count_nodes",
    "dismiss",
    "publish",
    "read_cluster_history",
    "read_cluster_rows",
    "read_clusters",
    "read_finding_rows",
    "read_genealogy",
    "read_identity_rows",
    "read_names",
]

WRITE_RUN: Final = Statement(
    "write_run",
    "MERGE (r:Run {id: $run_id}) SET r.finished_on = $today, r.snapshot = $snapshot, r.notes = $notes, r.counts = $counts, r.model = $model, r.prior_shift = $prior_shift, "
    "r.kind = $kind, r.started_at = $started_at, "
    "r.finished_at = CASE WHEN r.night_id = $night_id THEN coalesce(r.finished_at, $finished_at) ELSE $finished_at END, "
    "r.night_id = coalesce($night_id, r.night_id)",
)
"""A night that publishes twice, for it was killed in between, has finished once."""
READ_IDENTITY_KEYS: Final = Statement(
    "read_identity_keys", "MATCH (i:Identity) RETURN collect(i.id) AS id, collect(i.key) AS key"
)
DELETE_IDENTITIES: Final = Statement(
    "delete_identities", "UNWIND $id AS id MATCH (i:Identity {id: id}) DETACH DELETE i"
)
CREATE_IDENTITIES: Final = Statement(
    "create_identities",
    "UNWIND $rows AS row CREATE (i:Identity {id: row.id, probability: row.probability, key: row.key, "
    "first_seen: $today, last_seen: $today, run_id: $run_id}) "
    "WITH i, row UNWIND row.artist_ids AS artist MATCH (a:Artist {id: artist}) CREATE (i)-[:HAS_PROFILE]->(a)",
)
UPDATE_IDENTITIES: Final = Statement(
    "update_identities",
    "UNWIND $rows AS row MATCH (i:Identity {id: row.id}) "
    "SET i.probability = row.probability, i.key = row.key, i.last_seen = $today, i.run_id = $run_id "
    "WITH i, row OPTIONAL MATCH (i)-[old:HAS_PROFILE]->(gone) WHERE NOT gone.id IN row.artist_ids DELETE old "
    "WITH DISTINCT i, row UNWIND row.artist_ids AS artist MATCH (a:Artist {id: artist}) MERGE (i)-[:HAS_PROFILE]->(a)",
)
READ_IDENTITIES: Final = Statement(
    "export_identities",
    "MATCH (i:Identity) RETURN i.id AS identity_id, COLLECT { MATCH (i)-[:HAS_PROFILE]->(a) RETURN a.id ORDER BY a.id } AS artist_ids, "
    "i.probability AS probability ORDER BY i.id",
)
READ_NAMES: Final = Statement(
    "read_names",
    "MATCH (f:Finding {current: true})-[:SUBJECT|TARGET|MEMBER]->(n) WITH DISTINCT n "
    "RETURN toLower(head(labels(n))) AS type, n.id AS id, coalesce(n.name, n.title) AS name",
)
COUNT_NODES: Final = Statement(
    "count_nodes", "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes ORDER BY label"
)
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run came about. `kind`: nightly or detect. `started_at`, `finished_at`: UTC; the latter when it publishes."""

    kind: str
    started_at: datetime
    finished_at: datetime

    def properties(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
        }


def publish(
    graph: Graph,
    detection: Detection,
    *,
    run_id: str,
    today: str,
    snapshot_hash: str,
    only: tuple[str, ...] = (),
    night_id: str | None = None,
    harms: Mapping[str, Harm] | None = None,
    ran: Ran | None = None,
) -> None:
    """Replace what readers see by this run's findings, identities and clusters; a reader sees the old or the new, never a mix.

    Only what differs is written, so that publishing a run again changes nothing. A finding that was there before keeps its first_seen
    and its status; a dismissed one is reopened by new evidence alone. With `only`, the other kinds stay as they are.

    Args:
        today: the night's date, ISO 8601.
        night_id: changes of clusters that an earlier attempt at this night recorded, say with another model, are replaced.
        harms: by finding id; a finding without one is stored as of harm that is not known.
    Raises: NightRunning: another run has published meanwhile; nothing but identities of artists that had none was published.
    """
    kinds = list(only or KINDS)
    stamp = {"today": today, "run_id": run_id}
    counts = {
        "findings": len(detection.findings),
        "identities": len(detection.identities),
        "clusters": len(detection.clusters),
    }
    identities = {identity.identity_id: _stored(identity) for identity in detection.identities}
    found = prepare_findings(detection.findings, harms or {})
    told = ran.properties() if ran else dict.fromkeys(("kind", "started_at", "finished_at"))
    said = {
        "notes": list(detection.notes),
        "counts": json.dumps(counts),
        "model": detection.model,
        "prior_shift": detection.prior_shift,
    }

    def switch(tx: Transaction) -> None:
        tx.run(WRITE_RUN, **stamp, snapshot=snapshot_hash, night_id=night_id, **told, **said)
        _write_identities(tx, identities, stamp)
        write_clusters(tx, detection.clusters, kinds, stamp)
        write_changes(tx, detection.changes, stamp, night_id=night_id)
        write_findings(tx, found, detection.changes, kinds, stamp)

    _add_identities(graph, identities, stamp)
    stage_findings(graph, found, stamp)
    graph.write_many(switch, name="publish")


def _stored(identity: Identity) -> dict[str, Any]:
    row = identity_row(identity)
    return {"id": identity.identity_id, "key": json.dumps(row), **row}


def _add_identities(graph: Graph, rows: dict[str, dict[str, Any]], stamp: dict[str, str]) -> None:
    """Write the identities of artists that have none, in batches: one transaction of a whole catalog would outgrow the server's
    memory. Nobody is shown two things at odds by them, so they need not wait for the switch."""
    page = graph.read(READ_IDENTITY_KEYS)[0]
    known = {artist for key in page["key"] for artist in json.loads(key)["artist_ids"]} | set(page["id"])
    new = [row for name, row in rows.items() if name not in known and known.isdisjoint(row["artist_ids"])]
    for start in range(0, len(new), _BATCH):
        graph.write(CREATE_IDENTITIES, rows=new[start : start + _BATCH], **stamp)


def _write_identities(tx: Transaction, rows: dict[str, dict[str, Any]], stamp: dict[str, str]) -> None:
    """Write the identities that differ from those in the graph, and delete those that are no more."""
    page = tx.run(READ_IDENTITY_KEYS)[0]
    held = dict(zip(page["id"], page["key"], strict=True))
    tx.run(DELETE_IDENTITIES, id=[name for name in held if name not in rows])
    tx.run(CREATE_IDENTITIES, rows=[row for name, row in rows.items() if name not in held], **stamp)
    tx.run(
        UPDATE_IDENTITIES,
        rows=[row for name, row in rows.items() if name in held and held[name] != row["key"]],
        **stamp,
    )


def read_identity_rows(graph: Graph) -> list[dict[str, Any]]:
    """Identities as in INTERFACES section 3, every artist in exactly one."""
    return graph.read(READ_IDENTITIES)


def read_names(graph: Graph) -> dict[str, str]:
    """Names and titles of what the current findings are about, by `type:id`: a release and an artist may have one id."""
    return {f"{row['type']}:{row['id']}": row["name"] for row in graph.read(READ_NAMES) if row["name"]}


def count_nodes(graph: Graph) -> dict[str, int]:
    """How many nodes of each label the graph holds."""
    return {row["label"]: row["nodes"] for row in graph.read(COUNT_NODES)}
